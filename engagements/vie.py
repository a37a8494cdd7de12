"""The line of life of a commitment: signed, said, contested, today, due. The thread says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from engagements.chronologie import Moment
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR, ISSUES, Etat, Genre, Verdict
from partenariat.histoire.temps import jour
from partenariat.presentation.dessins.temps import Echelle, Etiquette, marque, poser
from partenariat.presentation.formats import date_courte_entiere, date_longue, nom_du_jour_lu

ETROITE = 700
"""Pixels of the narrowest drawing (under it, none): labels that stand apart there do everywhere."""
LIGNE = 44
"""Pixels from the top of the drawing to the line."""
DESSUS, DESSOUS = (30, 13), (66, 83)
"""Where labels are written, in px from the top: the nearest line, and the last one."""


@dataclass(frozen=True)
class Trace:
    """One event of a life, in any order.

    Attributes:
        forme: of `dessins.temps.FORMES`; `aujourdhui` for the day that is read.
        nom: its label; blank where another one says it.
        dessus: whether the label stands above the line.
        rouge: contested, late, or not kept.
    """

    le: date
    forme: str
    nom: str
    dessus: bool = False
    rouge: bool = False


@dataclass(frozen=True)
class Nom:
    """A label that has its place."""

    ou: Etiquette
    rouge: bool


@dataclass(frozen=True)
class Vie:
    marques: list[SafeString]
    noms: list[Nom]
    aujourd_hui: str
    """Where today stands, as SVG writes it."""
    passe: tuple[str, str]
    """The part of the line that was lived, from and to."""
    reste: tuple[str, str] | None
    """The part that is planned."""
    description: str
    """The same in words."""


def ligne_de_vie(engagement: Engagement, fil: Sequence[Moment]) -> Vie | None:
    """Asks nothing of the database. None of what has no date but today's.

    Args:
        fil: what was said and done (`chronologie.fil`), which is public.
    """
    lu = jour()
    faits = _faits(fil)
    dates = [trace.le for trace in faits] + ([engagement.echeance] if engagement.echeance else [])
    debut, fin = min([*dates, lu]), max([*dates, lu])
    if debut == fin:
        return None
    echelle = Echelle(debut, fin)
    vit = engagement.etat in (Etat.PROPOSE, *EN_VIGUEUR)
    dernier = lu if vit else max((trace.le for trace in faits), default=lu)
    traces = [
        Trace(lu, "aujourdhui", nom_du_jour_lu(), dessus=True),
        *_echeance(engagement),
        *reversed(faits),
    ]
    a_venir = vit and engagement.echeance and engagement.echeance > lu
    return Vie(
        [marque(t.forme, echelle.pct(t.le), str(LIGNE)) for t in reversed(traces) if t.forme != "aujourdhui"],
        _noms(echelle, traces),
        echelle.pct(lu),
        (echelle.pct(echelle.debut), echelle.pct(dernier)),
        (echelle.pct(lu), echelle.pct(engagement.echeance)) if a_venir and engagement.echeance else None,
        "; ".join(t.nom for t in sorted(traces, key=lambda t: (t.le, t.forme == "aujourdhui")) if t.nom),
    )


def _echeance(engagement: Engagement) -> list[Trace]:
    if engagement.echeance is None:
        return []
    # What is settled misses nothing any more: a tick, across the line.
    forme = "prevu" if engagement.etat not in (*ISSUES, Etat.RETIRE) else "terme"
    nom = _("Échéance, %(date)s") % {"date": date_longue(engagement.echeance)}
    return [
        Trace(
            engagement.echeance,
            "en_retard" if engagement.en_retard else forme,
            nom,
            rouge=engagement.en_retard,
        )
    ]


def _faits(fil: Iterable[Moment]) -> list[Trace]:
    """What is marked of the thread, in order of time: not each document, nor what says nothing."""
    moments = list(fil)
    signatures = [m for m in moments if m.signature]
    traces = [Trace(_le(m), "atteint", _("Signé, %(date)s") % {"date": _date(m)}) for m in signatures]
    if len(traces) > 1:
        les_deux = _("Signé par les deux, %(date)s") % {"date": _date(signatures[-1])}
        traces = [*(Trace(t.le, t.forme, "") for t in traces[:-1]), Trace(traces[-1].le, "atteint", les_deux)]
    dits = {
        Genre.AVANCE: _("Dit avancé, %(date)s"),
        Genre.TENU: _("Dit tenu, %(date)s"),
        Genre.IMPOSSIBLE_A_EVALUER: _("Dit impossible à évaluer, %(date)s"),
    }
    conteste = _("Contesté, %(date)s")
    for m in moments:
        if m.etat in dits and m.qui:
            traces.append(Trace(_le(m), "atteint", dits[Genre(m.etat)] % {"date": _date(m)}))
        elif m.etat == Verdict.CONTESTEE:
            nom = conteste % {"date": _date(m)}
            traces.append(Trace(_le(m), "en_retard", nom, dessus=True, rouge=True))
        elif not m.qui and m.etat in (*ISSUES, Etat.RETIRE):
            rompu = m.etat == Etat.NON_TENU
            traces.append(
                Trace(_le(m), "en_retard" if rompu else "atteint", f"{m.mot}, {_date(m)}", rouge=rompu)
            )
    return sorted(traces, key=lambda trace: trace.le)


def _le(moment: Moment) -> date:
    return timezone.localtime(moment.le).date()


def _date(moment: Moment) -> str:
    return date_courte_entiere(moment.le)


def _noms(echelle: Echelle, traces: Sequence[Trace]) -> list[Nom]:
    """Each label where it touches no other, the first traces served first: under the line, or else over it;
    none where there is no room."""
    sous, restent = _poser(echelle, [t for t in traces if t.nom and not t.dessus], DESSOUS)
    sur, _sans_place = _poser(echelle, [*(t for t in traces if t.nom and t.dessus), *restent], DESSUS)
    return [*sur, *sous]


def _poser(
    echelle: Echelle, traces: Sequence[Trace], bornes: tuple[int, int]
) -> tuple[list[Nom], list[Trace]]:
    """The labels that have a place on that side, and the traces that have none there."""
    y, plafond = bornes
    etiquettes = [Etiquette(echelle.x(t.le), y, t.nom) for t in traces]
    posees = list(zip(poser(etiquettes, ETROITE, pas=y - plafond, plafond=plafond), traces, strict=True))
    return [Nom(ou, t.rouge) for ou, t in posees if ou], [t for ou, t in posees if ou is None]
