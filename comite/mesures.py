"""What the dashboard and the packet count, each figure with its parts: the same functions for both."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import QueryDict

from actions.bilans import Bilan, bilan_par_axe, somme
from actions.filters import FiltreActions
from actions.historique import histoire_depuis
from actions.models import Action, Indicateur, Jalon, Plan, Report
from actions.models.etats import Echeancier
from comite.models import Demande, Ronde, Suite
from engagements import lectures as lectures_engagements
from engagements.filters import FiltreEngagements
from engagements.models import Engagement
from engagements.models.etats import Etat, LecturePreuve
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
    def choisis(self) -> dict[str, list[str]]:
        """The criteria in force, by filter."""
        return {nom: self.filtre.form.cleaned_data[nom] for nom in self.filtre.criteres}

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
    """Readings by axis. Two queries."""
    return bilan_par_axe(perimetre.plan, perimetre.actions)


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


def retards(perimetre: Perimetre) -> Retards:
    """Five queries."""
    actions = {a.pk: a for a in perimetre.actions.select_related("plan", "responsable").par_code()}
    en_retard = [a for a in actions.values() if a.echeancier == Echeancier.EN_RETARD]
    nouveaux: list[Action] | None = None
    debut = histoire_depuis(perimetre.plan)
    if perimetre.depuis and debut and debut <= perimetre.depuis:
        with au(fin_du_jour(perimetre.depuis)):
            avant = set(
                Action.objects.publiques()
                .filter(plan=perimetre.plan)
                .avec_lectures()
                .filter(echeancier=Echeancier.EN_RETARD)
                .values_list("pk", flat=True)
            )
        nouveaux = [a for a in en_retard if a.pk not in avant]
    reports = list(
        Report.objects.filter(action__in=list(actions))
        .annotate(jour=TruncDate("le"))
        .values_list("action", "jour")
    )
    depuis = {pk for pk, le in reports if perimetre.depuis and le > perimetre.depuis}
    tous = {pk for pk, _le in reports}
    return Retards(
        en_retard,
        nouveaux,
        [a for pk, a in actions.items() if pk in tous],
        [a for pk, a in actions.items() if pk in depuis],
    )


@dataclass(frozen=True)
class Promesses:
    """Commitments by side: counts by state, and by evidence."""

    partie: Partie
    total: int
    etats: dict[str, int]
    preuves: dict[str, int]

    @property
    def attendues(self) -> int:
        """Those of which evidence is expected: neither merely proposed nor withdrawn."""
        return self.total - self.etats[Etat.PROPOSE] - self.etats[Etat.RETIRE]


def engagements(perimetre: Perimetre) -> list[Promesses]:
    """By side of the partnership. One query."""
    lignes = {
        ligne["partie__partie"]: ligne
        for ligne in perimetre.engagements.annotate(**lectures_engagements.annotations(jour()))
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


def couverture(promesses: list[Promesses], perimetre: Perimetre) -> tuple[int, int, int]:
    """How many commitments in force or settled have evidence, how many have verified evidence, of how many.

    One query.
    """
    attendus = perimetre.engagements.exclude(etat__in=(Etat.PROPOSE, Etat.RETIRE)).annotate(
        preuve_lue=lectures_engagements.preuve()
    )
    compte = attendus.aggregate(
        total=Count("pk"),
        appuyes=Count("pk", filter=~Q(preuve_lue=LecturePreuve.SANS)),
        verifies=Count("pk", filter=Q(preuve_lue=LecturePreuve.VERIFIEE)),
    )
    return compte["appuyes"], compte["verifies"], compte["total"]


def reponses(perimetre: Perimetre) -> tuple[Ronde | None, list[dict]]:
    """The latest round, and what each body was asked and answered. Two queries."""
    ronde = Ronde.objects.lancees().filter(plan=perimetre.plan).first()
    if ronde is None:
        return None, []
    demandes = Demande.objects.publiques().filter(ronde=ronde)
    if organisations := perimetre.choisis.get("organisation"):
        demandes = demandes.filter(organisation__slug__in=organisations)
    return ronde, demandes.taux_par_organisation()


def suites(perimetre: Perimetre) -> list[Suite]:
    """The follow-ups still open, the most overdue first."""
    ouvertes = Suite.objects.ouvertes().filter(seance__plan=perimetre.plan)
    if organisations := perimetre.choisis.get("organisation"):
        ouvertes = ouvertes.filter(responsable__slug__in=organisations)
    return list(ouvertes.select_related("responsable", "seance__plan", "decision").order_by("echeance", "id"))


@dataclass(frozen=True)
class Mois:
    """The milestones planned, and reached, up to the end of a month."""

    fin: date
    prevus: int
    atteints: int | None
    """None for the months to come."""


def jalons(perimetre: Perimetre) -> list[Mois]:
    """Planned against reached milestones, month by month. One query."""
    lus = list(
        Jalon.objects.filter(action__in=perimetre.actions.values("pk"), annule=False)
        .order_by()
        .values_list("echeance", "atteint_le")
    )
    if not lus:
        return []
    dates = [d for paire in lus for d in paire if d]
    fin_du_mois, resultat = _fin_du_mois(min(dates)), []
    while True:
        atteints = sum(1 for _e, atteint in lus if atteint and atteint <= fin_du_mois)
        a_venir = fin_du_mois > _fin_du_mois(jour())
        resultat.append(
            Mois(fin_du_mois, sum(1 for e, _a in lus if e <= fin_du_mois), None if a_venir else atteints)
        )
        if fin_du_mois >= max(*dates, jour()):
            return resultat
        fin_du_mois = _fin_du_mois(fin_du_mois + timedelta(days=1))


def _fin_du_mois(le: date) -> date:
    suivant = (le.replace(day=28) + timedelta(days=4)).replace(day=1)
    return suivant - timedelta(days=1)


def indicateurs(perimetre: Perimetre) -> list[Indicateur]:
    """Every indicator, measured or not, with its measurements. Two queries."""
    return list(
        Indicateur.objects.filter(action__in=perimetre.actions.values("pk"))
        .select_related("action__plan")
        .prefetch_related("mesures")
        .order_by("action__cle_code", "id")
    )
