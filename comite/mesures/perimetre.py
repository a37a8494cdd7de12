"""What is measured: a plan, under filters, since a date; its rows are read once for every figure."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.http import QueryDict
from django.utils import timezone

from actions.filters import FiltreActions
from actions.models import Action, Jalon, Plan
from actions.portraits import PortraitAxe, portrait_par_axe
from engagements import lectures as lectures_engagements
from engagements.filters import FiltreEngagements
from engagements.lectures import CompteEtat
from engagements.models import Engagement
from engagements.models.etats import LecturePreuve
from partenariat.parties.natures import Cote


@dataclass(frozen=True)
class Promesses:
    """Commitments by side: counts by state (the kept ones by evidence), and by evidence."""

    partie: Cote
    total: int
    etats: list[CompteEtat]
    preuves: dict[str, int]
    sans_decision: int
    """Those withdrawn, and nobody knows by which decision."""


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
    def actions_lues(self) -> list[Action]:
        """The same, read once for every module that names them. One query."""
        longs = ("description", "description_en", "texte_officiel", "faits_sources", "recherche")
        return list(self.actions.select_related("plan", "axe", "responsable").defer(*longs).par_code())

    @cached_property
    def portraits(self) -> list[PortraitAxe]:
        """Readings by axis. One query."""
        return portrait_par_axe(self.plan, self.actions)

    @cached_property
    def jalons_lus(self) -> list[Jalon]:
        """The milestones of these actions that are not cancelled, the earliest due first. One query."""
        return list(
            Jalon.objects.filter(action__in=self.actions.values("pk"), annule=False).order_by(
                "echeance", "id"
            )
        )

    @cached_property
    def engagements_lus(self) -> list[Engagement]:
        """The commitments. One query."""
        return list(self.engagements.select_related("plan", "partie").defer("texte", "recherche").par_code())

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
