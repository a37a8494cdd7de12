"""What is measured: a plan, under filters, since a date; what counts each row is read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone

from actions.filters import FiltreActions
from actions.models import Action, Jalon, Plan
from actions.portraits import PortraitAxe, portrait_par_axe
from comite.models import Seance, Suite
from comite.models.seance import prochaine_date
from engagements import lectures as lectures_engagements
from engagements.filters import FiltreEngagements
from engagements.lectures import CompteEtat
from engagements.models import Engagement
from engagements.models.etats import LecturePreuve
from partenariat.histoire.temps import jour
from partenariat.parties.natures import Cote

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Promesses:
    """Commitments by side: counts by state (the kept ones by evidence), and by evidence."""

    partie: Cote
    total: int
    etats: list[CompteEtat]
    preuves: dict[str, int]
    sans_decision: int
    """Those withdrawn, and nobody knows by which decision."""


class Fiches(Generic[T]):
    """The records that a page shows, of all those that it counts: read together, when the first is shown."""

    def __init__(self, lues: "QuerySet[T]") -> None:
        self.lues = lues
        self._demandees: set[int] = set()
        self._par_cle: dict[int, T] = {}

    def demander(self, cles: Iterable[int]) -> None:
        """These will be shown."""
        self._demandees.update(cles)

    def __getitem__(self, cle: int) -> T:
        if cle not in self._par_cle:
            attendues = self._demandees - self._par_cle.keys() | {cle}
            self._par_cle |= {fiche.pk: fiche for fiche in self.lues.filter(pk__in=attendues).order_by()}
        return self._par_cle[cle]


@dataclass
class Perimetre:
    """What is being measured: a plan, under filters by axis, body and borough, since a date."""

    plan: Plan
    filtre: FiltreActions
    depart: datetime | None
    """Up to when the last meeting held was told of the plan (`Seance.vu_jusqu_a`), or None."""

    @classmethod
    def du_plan(cls, plan: Plan, depart: datetime | None, criteres: QueryDict | None = None) -> "Perimetre":
        retenus = QueryDict(mutable=True)
        for nom in ("axe", "organisation", "arrondissement"):
            if criteres and (valeurs := [v for v in criteres.getlist(nom) if v]):
                retenus.setlist(nom, valeurs)
        return cls(plan, FiltreActions(retenus, plan=plan), depart)

    @property
    def depuis(self) -> date | None:
        """The day of the last meeting held, or None."""
        return timezone.localdate(self.depart) if self.depart else None

    @property
    def actions(self):
        """The published actions under the filters, with their readings, unordered."""
        return self.filtre.objets()

    @cached_property
    def actions_lues(self) -> list[Any]:
        """What every module needs of each of them to count it: no text but its name. One query."""
        champs = ("pk", "code", "cle_code", "titre", "provenance", "axe_id", "statut")
        return list(
            self.actions.par_code().values_list(
                *champs, "avancement", "echeancier", "prochaine_echeance", "fraicheur", named=True
            )
        )

    @cached_property
    def portraits(self) -> list[PortraitAxe]:
        """Readings by axis. One query."""
        return portrait_par_axe(self.plan, self.actions)

    @cached_property
    def jalons_lus(self) -> list[Any]:
        """The milestones of these actions that are not cancelled, the earliest due first, likewise. One
        query."""
        siens = Jalon.objects.filter(action__in=self.actions.values("pk"), annule=False).avec_manque()
        return list(
            siens.order_by("echeance", "id").values_list(
                "pk",
                "echeance",
                "atteint_le",
                "manque",  # type: ignore[misc]  # annotated
                named=True,
            )
        )

    @cached_property
    def engagements_lus(self) -> list[Any]:
        """The commitments, likewise. One query."""
        champs = ("pk", "etat", "preuve", "partie__partie", "conteste")
        return list(self.engagements.par_code().values_list(*champs, named=True))

    @cached_property
    def prochaine(self) -> Seance | None:
        """The next meeting still expected, or None. One query."""
        return prochaine_date(self.plan, jour())

    @cached_property
    def suites_lues(self) -> list[Suite]:
        """The follow-ups still open, of this body; no axis and no borough has any. One query."""
        ouvertes = Suite.objects.ouvertes().filter(seance__plan=self.plan)
        if organisations := self.choisis.get("organisation"):
            ouvertes = ouvertes.filter(responsable__slug__in=organisations)
        lies = ("responsable", "seance__plan", "decision")
        return list(ouvertes.select_related(*lies).order_by("echeance", "id"))

    @cached_property
    def fiches_des_actions(self) -> "Fiches[Action]":
        longs = ("description", "description_en", "texte_officiel", "faits_sources", "recherche")
        return Fiches(self.actions.select_related("plan").defer(*longs))

    @cached_property
    def fiches_des_jalons(self) -> "Fiches[Jalon]":
        return Fiches(Jalon.objects.select_related("action__plan"))

    @cached_property
    def fiches_des_engagements(self) -> "Fiches[Engagement]":
        return Fiches(self.engagements.select_related("plan", "partie").defer("texte", "recherche"))

    @cached_property
    def promesses(self) -> list[Promesses]:
        """The commitments by side. One query."""
        lignes = {
            ligne["partie__partie"]: ligne
            for ligne in self.engagements.order_by()
            .values("partie__partie")
            .annotate(**lectures_engagements.comptes())
        }
        vide = dict.fromkeys(lectures_engagements.comptes(), 0)
        return [
            Promesses(
                partie,
                (ligne := lignes.get(partie.value, vide))["total"],
                lectures_engagements.par_etat(ligne),
                {p.value: ligne[f"preuve_{p.value}"] for p in LecturePreuve},
                ligne["sans_decision"],
            )
            for partie in Cote
        ]

    @property
    def choisis(self) -> dict[str, list[str]]:
        """The criteria in force, by filter."""
        return self.filtre.choisis

    @property
    def engagements(self):
        """The published commitments under the same axis and body. They belong to no borough."""
        engagements = Engagement.objects.publics().filter(plan=self.plan)
        for nom in ("axe", "organisation"):
            if nom in self.choisis:
                engagements = engagements.filter(FiltreEngagements.condition(nom, self.choisis[nom]))
        return engagements

    def adresse(self, nom: str = "actions", **criteres) -> str:
        """The list that a figure counts: these filters, and its own criteria."""
        requete = QueryDict(mutable=True)
        for param, valeurs in self.choisis.items():
            if nom == "actions" or param != "arrondissement":
                requete.setlist(param, valeurs)
        for param, valeur in criteres.items():
            requete.setlist(param, valeur if isinstance(valeur, list | tuple) else [valeur])
        chemin = self.plan.adresse(nom)
        return f"{chemin}?{requete.urlencode()}" if requete else chemin
