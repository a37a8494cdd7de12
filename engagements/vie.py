"""The line of life of a commitment: signed, said, contested, today, due. On a phone the thread says the same.

The drawing has no viewBox: what is horizontal is a share of its width, what is vertical is in pixels, so that
marks and letters never stretch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.chronologie import Moment
from engagements.models import Engagement
from engagements.models.etats import EN_VIGUEUR, ISSUES, Etat, Genre, Verdict
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue, jour_court

BORD = 1.5
"""Percent of the width left at each end."""
ETROITE = 700
"""Pixels of the narrowest drawing (under it, none): two labels that stand apart there do everywhere."""
LETTRE = 7.6
"""Pixels of a letter of a label, on the wide side."""
LIGNE_Y = 52
RANGS = {"dessous": (78, 98), "dessus": (32, 12)}
"""Where a label stands: the lanes of each side, the nearest first."""


@dataclass(frozen=True)
class Marque:
    """One event.

    Attributes:
        x: percent of the width.
        forme: `fait`, `prevu`, `conteste`, `retard`, `aujourdhui`.
        nom: its label.
        y: of the foot of the label; None where it has no room: the mark alone, named in the description.
        ancre: `start`, `middle` or `end`.
    """

    x: float
    forme: str
    nom: str
    y: int | None = None
    ancre: str = "middle"

    @property
    def place(self) -> str:
        """As SVG writes it, whatever the language."""
        return f"{self.x}%"


@dataclass(frozen=True)
class Vie:
    marques: list[Marque]
    passe: tuple[str, str]
    """The part of the line that was lived, from and to."""
    reste: tuple[str, str] | None
    """The part that is planned."""
    description: str
    """The same in words."""


def ligne_de_vie(engagement: Engagement, fil: Sequence[Moment]) -> Vie | None:
    """None of what has no date but today's."""
    aujourd_hui = jour()
    faits = _faits(engagement, fil)
    echeance = engagement.echeance
    dates = [le for le, *_reste in faits] + ([echeance] if echeance else [])
    if not dates:
        return None
    debut, fin = min([*dates, aujourd_hui]), max([*dates, aujourd_hui])
    if debut == fin:
        return None

    def x(le: date) -> float:
        return round(BORD + (100 - 2 * BORD) * (le - debut).days / (fin - debut).days, 2)

    a_placer = [
        (x(le), forme, nom, "dessus" if forme == "conteste" else "dessous") for le, forme, nom in faits
    ]
    if echeance:
        retard = engagement.en_retard
        nom = _("Échéance, %(date)s") % {"date": date_longue(echeance)}
        passee = engagement.etat in ISSUES or engagement.etat == Etat.RETIRE
        forme = "retard" if retard else "borne" if passee else "prevu"
        a_placer.append((x(echeance), forme, nom, "dessous"))
    ici = x(aujourd_hui)
    a_placer.append(
        (
            ici,
            "aujourdhui",
            _("Aujourd'hui") if aujourd_hui == timezone.localdate() else date_longue(aujourd_hui),
            "dessus",
        )
    )
    vit = engagement.etat in (Etat.PROPOSE, *EN_VIGUEUR)
    jusqu_a = ici if vit else x(max(le for le, *_reste in faits)) if faits else ici
    return Vie(
        _placer(a_placer),
        (f"{x(debut)}%", f"{jusqu_a}%"),
        (f"{ici}%", f"{x(echeance)}%") if vit and echeance and echeance > aujourd_hui else None,
        "; ".join(nom for _x, _forme, nom, _cote in sorted(a_placer)),
    )


def _faits(engagement: Engagement, fil: Iterable[Moment]) -> list[tuple[date, str, str]]:
    """What is marked of the thread: signatures, what was declared, contested, settled; not each document."""
    signatures = [m for m in fil if m.signature]
    faits = [(_le(m), "fait", _("Signé, %(date)s") % {"date": _date(m)}) for m in signatures]
    if len(signatures) == 2:
        derniere = _("Signé par les deux, %(date)s") % {"date": _date(signatures[-1])}
        faits = [(_le(signatures[0]), "fait", ""), (_le(signatures[-1]), "fait", derniere)]
    for m in fil:
        if m.etat in DITS and m.cote == "partie":
            faits.append((_le(m), "fait", DITS[m.etat]() % {"date": _date(m)}))
        elif m.etat == Verdict.CONTESTEE:
            faits.append((_le(m), "conteste", _("Contesté, %(date)s") % {"date": _date(m)}))
        elif not m.qui and m.etat in (*ISSUES, Etat.RETIRE):
            faits.append((_le(m), "fait", f"{m.mot}, {_date(m)}"))
    return faits


# Written when they are said: the language is the visitor's.
DITS = {
    Genre.AVANCE: lambda: _("Dit avancé, %(date)s"),
    Genre.TENU: lambda: _("Dit tenu, %(date)s"),
    Genre.IMPOSSIBLE_A_EVALUER: lambda: _("Dit impossible à évaluer, %(date)s"),
}


def _le(moment: Moment) -> date:
    return timezone.localtime(moment.le).date()


def _date(moment: Moment) -> str:
    return f"{jour_court(moment.le)} {moment.annee}"


def _placer(a_placer: Sequence[tuple[float, str, str, str]]) -> list[Marque]:
    """Each label in the first lane where it touches none: today and the due date first, then the latest."""
    occupes: dict[int, list[tuple[float, float]]] = {y: [] for rangs in RANGS.values() for y in rangs}
    rang = {"aujourdhui": 0, "prevu": 1, "retard": 1, "borne": 1, "conteste": 2, "fait": 3}
    marques = []
    for x, forme, nom, cote in sorted(a_placer, key=lambda a: (rang[a[1]], -a[0])):
        ancre, (de, a) = _etendue(x, nom)
        y = next(
            (y for y in _rangs(cote) if nom and all(a < autre[0] or de > autre[1] for autre in occupes[y])),
            None,
        )
        if y is not None:
            occupes[y].append((de, a))
        marques.append(Marque(x, forme, nom, y, ancre))
    return sorted(marques, key=lambda marque: marque.x)


def _rangs(cote: str) -> tuple[int, ...]:
    return (*RANGS[cote], *RANGS["dessus" if cote == "dessous" else "dessous"])


def _etendue(x: float, nom: str) -> tuple[str, tuple[float, float]]:
    """How a label leans on its mark, and what it covers, in percent of the narrowest drawing."""
    largeur = 100 * (len(nom) * LETTRE + 12) / ETROITE
    if x - largeur / 2 < 0:
        return "start", (x - 1, x - 1 + largeur)
    if x + largeur / 2 > 100:
        return "end", (x + 1 - largeur, x + 1)
    return "middle", (x - largeur / 2, x + largeur / 2)
