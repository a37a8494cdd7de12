"""Where a group of actions stands, an axis or a whole plan: counts by reading, mean of the measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from actions import lectures
from actions.lectures import AvancementGroupe
from actions.models import Action, Axe, Plan
from actions.models.etats import Echeancier, Fraicheur, Statut
from partenariat.donnees.en_une_fois import lecture, lire, rattacher


@dataclass(frozen=True)
class Compte:
    """How many actions are in one state."""

    etat: str
    nom: str
    nombre: int
    lecture: str = ""
    """The reading whose state it is, as the lists name their criterion."""


@dataclass
class Portrait:
    """The readings of a group. `parts` is a row of `lectures.agregats`."""

    parts: dict
    axe: Axe | None = None

    @property
    def total(self) -> int:
        return self.parts["total"]

    @cached_property
    def avancement(self) -> AvancementGroupe:
        return lectures.avancement_groupe(self.parts)

    @property
    def en_retard(self) -> int:
        return self.parts[f"echeancier_{Echeancier.EN_RETARD.value}"]

    @property
    def sans_motif(self) -> int:
        """Actions set aside, and nobody knows why."""
        return self.parts["sans_motif"]

    @property
    def sans_decision(self) -> int:
        """Actions abandoned, and nobody knows by which decision."""
        return self.parts["sans_decision"]

    def _comptes(self, nom: str, etats) -> list[Compte]:
        return [Compte(etat.value, etat.label, self.parts[f"{nom}_{etat.value}"], nom) for etat in etats]

    @property
    def statuts(self) -> list[Compte]:
        return self._comptes("statut", Statut)

    @property
    def echeanciers(self) -> list[Compte]:
        return self._comptes("echeancier", Echeancier)

    @property
    def fraicheurs(self) -> list[Compte]:
        return self._comptes("fraicheur", Fraicheur)

    @property
    def barre(self) -> list["Segment"]:
        """The whole group in one bar: what is over, what is held to its schedule, what is set aside."""
        par_etat = {compte.etat: compte for compte in (*self.statuts, *self.echeanciers)}
        ordre = (
            Statut.REALISEE,
            Echeancier.SANS_ECHEANCE,
            Echeancier.DANS_LES_TEMPS,
            Echeancier.A_SURVEILLER,
            Echeancier.EN_RETARD,
            Statut.SUSPENDUE,
            Statut.ABANDONNEE,
        )
        return segments([par_etat[etat.value] for etat in ordre])

    @property
    def en_vigueur(self) -> int:
        """Actions neither ended nor set aside."""
        return sum(compte.nombre for compte in self.echeanciers)


@dataclass
class PortraitAxe(Portrait):
    """The readings of an axis."""

    axe: Axe


def _lignes(plan: Plan, actions) -> dict[str, QuerySet]:
    lignes = actions.order_by().values("axe").annotate(**lectures.agregats())
    return {"axes": Axe.objects.filter(plan=plan), "lignes": lignes}


@lecture(Plan)
def _toutes(plan: Plan) -> dict[str, QuerySet]:
    return _lignes(plan, Action.objects.publiques().filter(plan=plan).avec_lectures())


def portrait_par_axe(plan: Plan, actions=None) -> list[PortraitAxe]:
    """One portrait an axis, in order, those without a published action included. One query.

    Args:
        actions: only these, a queryset that carries the readings; the plan's published ones unless given.
    """
    lus = _toutes(plan) if actions is None else lire(**_lignes(plan, actions))
    rattacher(lus["axes"], "plan", [plan])
    par_axe = {ligne.pop("axe"): ligne for ligne in lus["lignes"]}
    vide = dict.fromkeys(lectures.agregats(), 0)
    return [PortraitAxe(par_axe.get(axe.pk, vide), axe) for axe in lus["axes"]]


def portrait_d_ensemble(portraits: Sequence[Portrait]) -> Portrait:
    """The whole of several groups: every part is a count or a sum, so they add up."""
    return Portrait({nom: sum(portrait.parts[nom] for portrait in portraits) for nom in lectures.agregats()})


def portrait(actions) -> Portrait:
    """The `Portrait` of a queryset of actions. One query."""
    return Portrait(actions.resume())


@dataclass(frozen=True)
class Segment:
    """One part of a stacked bar; `x` and `largeur` are written for SVG, out of 100."""

    compte: Compte
    x: str
    largeur: str


def segments(comptes: Sequence[Compte]) -> list[Segment]:
    """The parts of a stacked bar, in order, the empty ones left out."""
    total, debut, resultat = sum(compte.nombre for compte in comptes), 0, []
    for compte in filter(lambda compte: compte.nombre, comptes):
        resultat.append(Segment(compte, f"{100 * debut / total:.3f}", f"{100 * compte.nombre / total:.3f}"))
        debut += compte.nombre
    return resultat
