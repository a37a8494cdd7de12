"""« Prévu et réel »: one action in time, what was planned over what came of it, and the same as a list.

`prevu_et_reel(action, reports)` gives what `templates/actions/prevu_et_reel.html` shows: `etapes`, every
step in words and in order (on a phone, in print, by ear); and the drawing, where there is a span
to draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action, Jalon, Report
from actions.models.etats import REPORTE, EtatJalon, Fraicheur, Statut
from partenariat.histoire.temps import jour, jours_depuis
from partenariat.presentation.dessins.temps import Borne, Echelle, Etiquette, bords, marque, poser
from partenariat.presentation.formats import (
    date_courte,
    date_longue,
    jour_lu,
    nom_du_jour_lu,
    nom_du_mois,
    nombre,
)

LARGEUR = 816
"""Pixels: the least width at which the labels must hold; under it, the list stands for the drawing."""
PREVU, REEL = 118, 208
"""Pixels: the two tracks."""
LIGNE = 16
"""Pixels from one line of a label to the next."""
TITRE_MAX = 30
"""Letters of a title in the drawing; the whole of it is in the list."""


@dataclass
class Etape:
    """One line of the list: a milestone, or what frames them (`jalon` is None).

    Attributes:
        etat: its shape: a state of a milestone, or `debut`, `silence`, `jour`, `fin`.
        jalon: what it is about, whose title the template says in its language.
        titre: what it is, otherwise.
        mot: the state in a word, « Atteint le 12 mars 2026 »; empty where it is no milestone.
        dit: what is to be said of it beside its dates: « 12 jours après ».
        retard: since when it is late: « 26 jours de retard ».
        reports: the moves of its date that the public could read, the latest first.
    """

    le: date
    etat: str
    jalon: Jalon | None = None
    titre: str = ""
    mot: str = ""
    dit: str = ""
    retard: str = ""
    reports: list[Report] = field(default_factory=list)

    @property
    def reporte(self) -> bool:
        """Whether its date is not the first one, by a move that the public could read."""
        return bool(self.jalon and self.jalon.reporte and self.reports)

    @property
    def forme(self) -> str:
        """The shape to draw before it; nothing for what is not a milestone."""
        return self.etat if self.jalon else ""


@dataclass(frozen=True)
class Point:
    """A mark of the drawing, that leads to its line in the list."""

    etat: str
    x: str
    y: int
    nom: str
    ancre: str

    @property
    def dessin(self) -> SafeString:
        return marque(self.etat, self.x, str(self.y))


@dataclass(frozen=True)
class Mot:
    """Two lines beside a mark; `francais` where the first is so on a page that is not."""

    etiquette: Etiquette
    sous: str
    rouge: bool = False
    francais: bool = False

    @property
    def y_sous(self) -> float:
        return self.etiquette.y + LIGNE


@dataclass(frozen=True)
class Trait:
    x1: str
    x2: str
    genre: str = ""


@dataclass
class Dessin:
    """The two tracks."""

    echelle: Echelle
    points: list[Point]
    liens: list[Trait]
    coudes: list[Trait]
    mots: list[Mot]
    prevu: Trait
    reel: Trait | None
    silence: Trait | None
    retard: Trait | None

    sans_nouvelles_depuis: str = ""
    """Of an action that nobody has spoken of for long: the day of the last news, in words."""

    @cached_property
    def hauteur(self) -> int:
        """Pixels, with the line of the years."""
        return int(max((mot.y_sous for mot in self.mots), default=REEL)) + 46

    @property
    def pied(self) -> int:
        """Where what is drawn ends, over the years."""
        return self.hauteur - 28

    @property
    def hauteur_fond(self) -> int:
        """From under the name of today to there."""
        return self.pied - 26

    @property
    def y_annees(self) -> int:
        return self.hauteur - 10

    @property
    def passe(self) -> str:
        return self.echelle.pct(jour())

    @cached_property
    def aujourd_hui(self) -> Etiquette | None:
        le = jour()
        if not self.echelle.contient(le):
            return None
        return Etiquette(self.echelle.x(le), 0, jour_lu()).dans(LARGEUR)

    @cached_property
    def annees(self) -> list[Borne]:
        """Those whose first day is drawn; of many, one in several."""
        siennes = [b for b in self.echelle.annees if self.echelle.contient(b.le) and b.x < 96]
        return siennes[:: len(siennes) // 12 + 1]

    @cached_property
    def mois(self) -> list[tuple[Borne, str]]:
        """April, July and October of a short drawing, and their names."""
        if self.echelle.jours > 900:
            return []
        return [(b, nom_du_mois(b.le)) for b in self.echelle.mois(3) if b.le.month != 1]


@dataclass
class PrevuEtReel:
    etapes: list[Etape]
    dessin: Dessin | None


def prevu_et_reel(action: Action, reports: Sequence[Report]) -> PrevuEtReel:
    """An action in time. No query once `autour_de` has read what hangs from it.

    Args:
        reports: its moves that the public could read (`Report.objects.publics()`), the latest first.
    """
    jalons = sorted(action.jalons.all(), key=lambda j: (j.jour_dessine, j.pk))
    par_jalon: dict[Any, list[Report]] = {}
    for report in reports:
        par_jalon.setdefault(report.jalon_id, []).append(report)
    siens = [_du_jalon(action, j, par_jalon.get(j.pk, [])) for j in jalons]
    etapes = [*_du_cadre(action, par_jalon.get(None, [])), *siens]
    rangs = {"debut": 0, "jour": 2, "fin": 3}
    etapes.sort(key=lambda e: (e.le, rangs.get(e.etat, 1), e.jalon.pk if e.jalon else 0))
    return PrevuEtReel(etapes, _dessin(action, siens))


def _tenue(action: Action) -> bool:
    """Whether it is still held to its dates: today says something of it."""
    return action.en_vigueur and not action.close


def _du_jalon(action: Action, jalon: Jalon, reports: list[Report]) -> Etape:
    etat, mot = jalon.etat_dessine(action, reports)
    dit = retard = ""
    if jalon.atteint_le:
        mot = _("Atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
        dit = _ecart((jalon.atteint_le - jalon.echeance).days)
    elif etat == EtatJalon.EN_RETARD:
        retard = jours_en_mots(jours_depuis(jalon.echeance))
    return Etape(
        jalon.jour_dessine,
        etat,
        jalon,
        mot=mot,
        dit=dit,
        retard=retard,
        reports=reports,
    )


def _ecart(jours: int) -> str:
    """« 12 jours après la date prévue »; nothing on the day itself."""
    if jours == 0:
        return ""
    phrase = (
        ngettext("%(n)s jour après", "%(n)s jours après", jours)
        if jours > 0
        else ngettext("%(n)s jour avant", "%(n)s jours avant", -jours)
    )
    return phrase % {"n": nombre(abs(jours))}


def jours_en_mots(jours: int) -> str:
    """« 26 jours de retard »."""
    return ngettext("%(n)s jour de retard", "%(n)s jours de retard", jours) % {"n": nombre(jours)}


def _du_cadre(action: Action, reports: list[Report]) -> list[Etape]:
    """The start, the end, the last news where they are old, and today where it falls among dates."""
    etapes = []
    if action.debut:
        etapes.append(Etape(action.debut, "debut", titre=_("Début"), dit=date_longue(action.debut)))
    if action.fin:
        dit = date_longue(action.fin)
        if action.fin_initiale and action.fin_initiale != action.fin:
            dit += _(" (au départ : %(date)s)") % {"date": date_longue(action.fin_initiale)}
        titre = _("Terme prévu, en continu") if action.en_continu else _("Fin de l'action")
        etapes.append(Etape(action.fin, "fin", titre=titre, dit=dit, reports=reports))
    if _muette(action) and (etapes or action.jalons.all()):
        depuis, titre = action.frais_depuis, _("Dernières nouvelles") if action.maj_le else _("Publication")
        etapes.append(Etape(depuis, "silence", titre=titre, dit=date_longue(depuis)))
    if _tenue(action) and (etapes or action.jalons.all()):
        titre, dit = nom_du_jour_lu(), date_longue(jour())
        etapes.append(Etape(jour(), "jour", titre=titre, dit=dit if dit != titre else ""))
    return etapes


def _dessin(action: Action, jalons: Sequence[Etape]) -> Dessin | None:
    jours = [le for le in (action.debut, action.fin, action.fin_initiale) if le]
    for etape in jalons:
        if etape.jalon:
            jours += [etape.jalon.echeance, etape.jalon.echeance_initiale, etape.le]
    if len(set(jours)) < 2 or not jalons:
        return None
    bornes = bords([*jours, *([jour()] if _tenue(action) else [])], avant=timedelta(0), apres=timedelta(0))
    assert bornes is not None  # noqa: S101  # for mypy: there are two days at least
    marge = timedelta(days=max((bornes[1] - bornes[0]).days // 10, 5))
    echelle = Echelle(bornes[0] - marge / 2, bornes[1] + marge)
    points, liens, coudes = [], [], []
    for etape in jalons:
        p, siens, reportes = _points(etape, echelle)
        points += p
        liens += siens
        coudes += reportes
    premier, dernier = min(jours), max(jours)
    reel = _reel(action, jalons, premier)
    su, silence = _jusqu_aux_nouvelles(action, reel)
    return Dessin(
        echelle,
        points,
        liens,
        coudes,
        _mots(action, jalons, echelle),
        Trait(echelle.pct(action.debut or premier), echelle.pct(action.fin or dernier)),
        _trait(echelle, su),
        _trait(echelle, silence),
        _retard(action, jalons, echelle),
        date_longue(action.frais_depuis) if silence else "",
    )


def _trait(echelle: Echelle, jours: tuple[date, date] | None) -> Trait | None:
    return Trait(echelle.pct(jours[0]), echelle.pct(jours[1])) if jours else None


def _jusqu_aux_nouvelles(
    action: Action, reel: tuple[date, date] | None
) -> tuple[tuple[date, date] | None, tuple[date, date] | None]:
    """What is known of a span that reaches today, then what nobody has spoken of; either may be None."""
    if reel is None or not _muette(action):
        return reel, None
    debut, fin = reel
    su = max(debut, action.frais_depuis)
    return ((debut, su) if su > debut else None), (su, fin)


def _muette(action: Action) -> bool:
    """Whether nothing was heard of it for long: what is drawn after the last news is nobody's word."""
    return action.lectures["fraicheur"] == Fraicheur.PERIMEE


def _points(etape: Etape, echelle: Echelle) -> tuple[list[Point], list[Trait], list[Trait]]:
    """The marks of a milestone, what joins them from a track to the other, and the move of its date."""
    jalon = etape.jalon
    assert jalon is not None  # noqa: S101  # for mypy: these are milestones
    ancre, nom = f"#jalon-{jalon.pk}", jalon.traduit("titre")
    promis, dit = echelle.pct(jalon.echeance_initiale), echelle.pct(jalon.echeance)
    points, liens, coudes = [], [], []
    if etape.reporte:
        coudes.append(Trait(promis, dit))
        points.append(Point(REPORTE, dit, PREVU, f"{nom}, {_('reporté')}", ancre))
    prevu = promis if etape.reporte else dit
    points.append(Point("prevu", prevu, PREVU, f"{nom}, {_('prévu')}", ancre))
    if etape.etat not in (EtatJalon.PREVU, REPORTE):
        x = echelle.pct(etape.le)
        genre = "retard" if etape.etat == EtatJalon.EN_RETARD else ""
        points.append(Point(etape.etat, x, REEL, f"{nom}, {etape.mot[:1].lower()}{etape.mot[1:]}", ancre))
        liens.append(Trait(dit, x, genre))
    return points, liens, coudes


def _reel(action: Action, jalons: Sequence[Etape], premier: date) -> tuple[date, date] | None:
    """What was done so far: from the start to today or, of what is over, to what is last known of it."""
    connus = [e.le for e in jalons if e.etat == EtatJalon.ATTEINT]
    debut = action.debut or min(connus, default=None)
    if action.statut == Statut.A_VENIR or debut is None or debut > jour():
        return None
    if _tenue(action):
        fin = jour()
    elif action.statut == Statut.REALISEE:
        fin = max([*connus, *([min(action.fin, jour())] if action.fin else [])], default=debut)
    else:
        fin = min(action.etat_le or max(connus, default=debut), jour())
    return debut, max(fin, debut)


def _retard(action: Action, jalons: Sequence[Etape], echelle: Echelle) -> Trait | None:
    """From the first date that is missed to today."""
    manques = [e.le for e in jalons if e.etat == EtatJalon.EN_RETARD]
    if _tenue(action) and action.fin and not action.en_continu and action.fin < jour():
        manques.append(action.fin)
    return Trait(echelle.pct(min(manques)), echelle.pct(jour())) if manques else None


def _mots(action: Action, jalons: Sequence[Etape], echelle: Echelle) -> list[Mot]:
    """The labels over the planned track and under the actual one, where they touch nothing."""
    hauts: list[Mot] = []
    bas: list[Mot] = []
    # What is late is named first: room is given in order.
    for etape in sorted(jalons, key=lambda e: e.etat != EtatJalon.EN_RETARD):
        jalon = etape.jalon
        assert jalon is not None  # noqa: S101  # for mypy: these are milestones
        prevu = jalon.echeance_initiale if etape.reporte else jalon.echeance
        titre = jalon.traduit("titre")
        court = titre if len(titre) <= TITRE_MAX else f"{titre[: TITRE_MAX - 1].rstrip()}…"
        une = _etiquette(echelle, prevu, PREVU - 32, court)
        hauts.append(Mot(une, date_courte(prevu), francais=jalon.reste_francais("titre")))
        if etape.etat == EtatJalon.ATTEINT:
            dit = _("Atteint le %(date)s") % {"date": date_courte(etape.le)}
            bas.append(Mot(_etiquette(echelle, etape.le, REEL + 26, dit), etape.dit))
        elif etape.etat == EtatJalon.EN_RETARD:
            dit = _("Toujours attendu")
            bas.append(Mot(_etiquette(echelle, etape.le, REEL + 26, dit), etape.retard, rouge=True))
    cadre = []
    if action.fin:
        dit = _("Fin de l'action")
        # Beside its tick: a milestone due that day has its link under it.
        fin = Etiquette(echelle.x(action.fin) + 0.8, PREVU + 26, dit, "start", lignes=2)
        cadre.append(Mot(fin, date_courte(action.fin)))
    if action.debut:
        debut = Etiquette(echelle.x(action.debut), REEL + 26, _("Début"), "start", lignes=2)
        bas.append(Mot(debut, date_courte(action.debut)))
    return [
        *_poses(hauts, 2 * LIGNE + 2, PREVU - 70),
        *_poses(bas, -2 * LIGNE - 2, REEL + 60),
        *_poses(cadre, LIGNE, PREVU + 26),
    ]


def _etiquette(echelle: Echelle, le: date, y: float, texte: str) -> Etiquette:
    une = Etiquette(echelle.x(le), y, texte, lignes=2)
    return une.hors_de(echelle.x(jour()), LARGEUR) if echelle.contient(jour()) else une


def _poses(mots: Sequence[Mot], pas: float, plafond: float) -> list[Mot]:
    # The second line may be the longer one: it is what takes room.
    larges = [replace(m.etiquette, texte=max(m.etiquette.texte, m.sous, key=len)) for m in mots]
    return [
        replace(mot, etiquette=Etiquette(une.x, une.y, mot.etiquette.texte, une.ancre))
        for mot, une in zip(mots, poser(larges, LARGEUR, ligne=LIGNE, pas=pas, plafond=plafond), strict=True)
        if une
    ]
