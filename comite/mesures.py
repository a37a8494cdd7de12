"""What the dashboard and the packet count, each figure with its parts: the same functions for both."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import QueryDict

from actions.bilans import Bilan, bilan_par_axe, somme
from actions.filters import FiltreActions
from actions.historique import histoire_depuis
from actions.models import Action, Indicateur, Jalon, Plan, Report
from actions.models.etats import Echeancier
from comite.cumul import Mois, cumuler
from comite.models import Demande, Ronde, Suite
from engagements import lectures as lectures_engagements
from engagements.filters import FiltreEngagements
from engagements.models import Engagement
from engagements.models.etats import SANS_PREUVE_ATTENDUE, Etat, LecturePreuve
from partenariat.histoire.temps import au, fin_du_jour, jour
from partenariat.parties.natures import Partie


@dataclass
class Perimetre:
    """What is being measured: a plan, under filters by axis, body and borough, since a date."""

    plan: Plan
    filtre: FiltreActions
    depuis: date | None
    """The day of the last meeting held, or None."""

    @classmethod
    def du_plan(cls, plan: Plan, depuis: date | None, criteres: QueryDict | None = None) -> "Perimetre":
        retenus = QueryDict(mutable=True)
        for nom in ("axe", "organisation", "arrondissement"):
            if criteres and (valeurs := [v for v in criteres.getlist(nom) if v]):
                retenus.setlist(nom, valeurs)
        return cls(plan, FiltreActions(retenus, plan=plan), depuis)

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
    def bilans(self) -> list[Bilan]:
        """Readings by axis. Two queries."""
        return bilan_par_axe(self.plan, self.actions)

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
        """The commitments, each with `preuve_lue`. One query."""
        return list(
            self.engagements.annotate(preuve_lue=lectures_engagements.preuve())
            .select_related("plan", "partie")
            .defer("texte", "recherche")
            .par_code()
        )

    @cached_property
    def promesses(self) -> "list[Promesses]":
        """The commitments by side. One query."""
        lignes = {
            ligne["partie__partie"]: ligne
            for ligne in self.engagements.annotate(**lectures_engagements.annotations(jour()))
            .order_by()
            .values("partie__partie")
            .annotate(**lectures_engagements.comptes())
        }
        vide = dict.fromkeys(lectures_engagements.comptes(), 0)
        return [
            Promesses(
                partie,
                (ligne := lignes.get(partie.value, vide))["total"],
                {etat.value: ligne[f"etat_{etat.value}"] for etat in Etat},
                {p.value: ligne[f"preuve_{p.value}"] for p in LecturePreuve},
            )
            for partie in Partie
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


def axes(perimetre: Perimetre) -> list[Bilan]:
    """Readings by axis. Two queries, once."""
    return perimetre.bilans


def ensemble(bilans: list[Bilan]) -> Bilan:
    return somme(bilans)


@dataclass(frozen=True)
class Retards:
    """What is late, what became so, and which dates were moved."""

    en_retard: list[Action]
    nouveaux: list[Action] | None
    """Late today, and not on the day of the last meeting; None where history does not reach that day."""
    reportees: list[Action]
    reportees_depuis: list[Action]
    """Empty, and not measured, where history does not reach that day."""
    deplacements: dict[int, list[Report]] = field(default_factory=dict)
    """By action, the moves since the last meeting."""

    @property
    def depuis_mesure(self) -> bool:
        """Whether what happened since the last meeting is known: history writes it, from its first day on."""
        return self.nouveaux is not None


def retards(perimetre: Perimetre) -> Retards:
    """Five queries. The same actions are compared then and now, whatever filter they answered then."""
    actions = {a.pk: a for a in perimetre.actions_lues}
    en_retard = [a for a in actions.values() if a.echeancier == Echeancier.EN_RETARD]
    nouveaux: list[Action] | None = None
    debut = histoire_depuis(perimetre.plan)
    if perimetre.depuis and debut and debut <= perimetre.depuis:
        with au(fin_du_jour(perimetre.depuis)):
            avant = set(
                Action.objects.publiques()
                .filter(pk__in=[a.pk for a in en_retard])
                .avec_lectures()
                .filter(echeancier=Echeancier.EN_RETARD)
                .values_list("pk", flat=True)
            )
        nouveaux = [a for a in en_retard if a.pk not in avant]
    tous: set[int] = set()
    deplacements: dict[int, list[Report]] = {}
    reports = Report.objects.filter(action__in=list(actions)).annotate(jour=TruncDate("le"))
    for report in reports.select_related("jalon").order_by("le", "id"):
        tous.add(report.action_id)
        if perimetre.depuis and report.jour > perimetre.depuis:
            deplacements.setdefault(report.action_id, []).append(report)
    return Retards(
        en_retard,
        nouveaux,
        [a for pk, a in actions.items() if pk in tous],
        [a for pk, a in actions.items() if pk in deplacements],
        deplacements,
    )


@dataclass(frozen=True)
class Promesses:
    """Commitments by side: counts by state, and by evidence."""

    partie: Partie
    total: int
    etats: dict[str, int]
    preuves: dict[str, int]


def engagements(perimetre: Perimetre) -> list[Promesses]:
    """By side of the partnership. One query, once."""
    return perimetre.promesses


def couverture(perimetre: Perimetre) -> tuple[int, int, int]:
    """How many commitments in force or settled have evidence, how many have verified evidence, of how many.

    One query.
    """
    attendus = perimetre.engagements.exclude(etat__in=SANS_PREUVE_ATTENDUE).annotate(
        preuve_lue=lectures_engagements.preuve()
    )
    compte = attendus.aggregate(
        total=Count("pk"),
        appuyes=Count("pk", filter=~Q(preuve_lue=LecturePreuve.SANS)),
        verifies=Count("pk", filter=Q(preuve_lue=LecturePreuve.VERIFIEE)),
    )
    return compte["appuyes"], compte["verifies"], compte["total"]


def demandes(perimetre: Perimetre, ronde: Ronde):
    """What a round asked, on what the public may see, under the filters by axis and body."""
    posees = Demande.objects.publiques().filter(ronde=ronde)
    if organisations := perimetre.choisis.get("organisation"):
        posees = posees.filter(organisation__slug__in=organisations)
    if axes_choisis := perimetre.choisis.get("axe"):
        siens = Engagement.objects.filter(FiltreEngagements.condition("axe", axes_choisis))
        posees = posees.filter(Q(action__axe__numero__in=axes_choisis) | Q(engagement__in=siens))
    return posees


def reponses(perimetre: Perimetre) -> tuple[Ronde | None, list[dict]]:
    """The latest round, and what each body was asked and answered. Two queries."""
    ronde = Ronde.objects.lancees().filter(plan=perimetre.plan).first()
    if ronde is None:
        return None, []
    return ronde, demandes(perimetre, ronde).taux_par_organisation()


def demandes_lues(perimetre: Perimetre, ronde: Ronde) -> list[Demande]:
    """Likewise one by one, each with `repondue`. One query."""
    return list(
        demandes(perimetre, ronde)
        .avec_reponse()
        .select_related("organisation", "action__plan", "engagement__plan")
        .order_by("organisation__cle_tri", "action__cle_code", "engagement__cle_code", "id")
    )


def suites(perimetre: Perimetre) -> list[Suite]:
    """The follow-ups still open, the most overdue first."""
    ouvertes = Suite.objects.ouvertes().filter(seance__plan=perimetre.plan)
    if organisations := perimetre.choisis.get("organisation"):
        ouvertes = ouvertes.filter(responsable__slug__in=organisations)
    return list(ouvertes.select_related("responsable", "seance__plan", "decision").order_by("echeance", "id"))


def jalons(perimetre: Perimetre) -> list[Mois]:
    """Planned against reached milestones, month by month. One query, once."""
    return cumuler(((j.echeance, j.atteint_le) for j in perimetre.jalons_lus), jour())


def indicateurs(perimetre: Perimetre) -> list[Indicateur]:
    """Every indicator, measured or not, with its measurements. Two queries."""
    return list(
        Indicateur.objects.filter(action__in=perimetre.actions.values("pk"))
        .select_related("action__plan")
        .prefetch_related("mesures")
        .order_by("action__cle_code", "id")
    )
