"""The facts of « depuis la dernière séance », one kind after the other: what, of which object, on which day.

A fact is told on the day it happened, between what the last meeting was told and the day being read: what is
dated in the future has not happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import cast

from django.db.models import Q
from django.db.models.functions import Least, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.derniers_faits import nes_ici
from actions.faits import jalons_annules, jalons_rouverts, motif_du_statut, report_dit
from actions.models import Action, Jalon, Mesure, Nouvelle, Plan, Report
from actions.models.correction import lus
from actions.models.etats import VISIBLES_DU_PUBLIC, Statut
from actions.models.vue import retiree
from comite.models import Effet
from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Verification
from engagements.models.etats import Verdict
from partenariat.histoire.evenements import evenements_de, instant_du_jour
from partenariat.histoire.temps import FinDuJourDe, jour, moment_courant
from partenariat.presentation.arbre import texte_nu
from partenariat.presentation.formats import mesure
from partenariat.retraits.passe import RETRAITS, evenement_masque


@dataclass(frozen=True)
class Fait:
    """One thing that happened to one action or commitment."""

    objet: Action | Engagement
    le: date
    quoi: str
    """The kind, in words: « Jalon atteint »."""
    texte: str


@dataclass(frozen=True)
class Fenetre:
    """What is told: what follows the instant `depart`, up to the day `fin` included.

    It bears the day of the last meeting; what that meeting's packet could not tell of that day is told here.
    """

    depart: datetime
    fin: date
    plan: Plan

    @classmethod
    def du_plan(cls, plan: Plan, depart: datetime) -> "Fenetre":
        return cls(depart, jour(), plan)

    @property
    def le(self) -> date:
        return timezone.localdate(self.depart)

    def dates(self, queryset, champ: str):
        """The rows that bear a day (`champ`) and no hour: see `instant_du_jour`."""
        vues = queryset.filter(**{f"{champ}__gte": self.le, f"{champ}__lte": self.fin})
        return vues.annotate(instant=instant_du_jour(queryset.model, champ)).filter(instant__gt=self.depart)

    def inscrits(self, queryset):
        """The rows of an act entered in that time, each with its `jour`."""
        return queryset.annotate(jour=TruncDate("le")).filter(le__gt=self.depart, jour__lte=self.fin)

    def nes(self, queryset, publie: str):
        """The rows that became public (field `publie`) in that time, each with its day, `ne`."""
        vus = queryset.filter(**{f"{publie}__gt": self.depart})
        return nes_ici(vus, self.plan, publie).filter(ne__lte=self.fin)


def des_actions(fenetre: Fenetre, actions: dict[int, Action]) -> Iterator[Fait]:
    """Milestones, dates, updates, measurements, then what history tells of the action. Ten queries."""
    pks = list(actions)
    for jalon in fenetre.dates(Jalon.objects.filter(action__in=pks), "atteint_le"):
        yield Fait(
            actions[jalon.action_id], cast(date, jalon.atteint_le), _("Jalon atteint"), jalon.traduit("titre")
        )
    for report in fenetre.inscrits(Report.objects.publics().filter(action__in=pks)).select_related("jalon"):
        quoi = report.jalon.traduit("titre") if report.jalon else ""
        dit = report_dit(quoi, report.ancienne_date, report.nouvelle_date)
        yield Fait(actions[report.action_id], report.jour, _("Échéance déplacée"), _puis(dit, report.motif))
    for nouvelle in fenetre.dates(Nouvelle.objects.publiques().filter(action__in=pks), "date"):
        yield Fait(actions[nouvelle.action_id], nouvelle.date, _("Nouvelle"), texte_nu(nouvelle.texte))
    mesures = fenetre.dates(Mesure.objects.filter(indicateur__action__in=pks), "date")
    for lue in mesures.select_related("indicateur"):
        texte = _("%(indicateur)s : %(valeur)s") % {
            "indicateur": lue.indicateur,
            "valeur": mesure(lue.valeur, lue.indicateur.unite),
        }
        yield Fait(actions[lue.indicateur.action_id], lue.date, _("Mesure"), texte)
    par_code = {action.code: action for action in actions.values()}
    vues = Action.objects.filter(pk__in=pks)
    for quoi, lignes in (
        (_("Jalon annulé"), jalons_annules),
        (_("Jalon de nouveau attendu"), jalons_rouverts),
    ):
        for ligne in lignes(vues).filter(n_instant__gt=fenetre.depart, n_date__lte=fenetre.fin):
            yield Fait(par_code[ligne["n_code"]], ligne["n_date"], quoi, ligne["n_quoi"])
    for pk, le in fenetre.nes(Action.objects.filter(pk__in=pks), "publiee_le").values_list("pk", "ne"):
        yield Fait(actions[pk], le, _("Nouvelle action"), actions[pk].responsable.nom_court)
    yield from _changements(fenetre, actions)


def _changements(fenetre: Fenetre, actions: dict[int, Action]) -> Iterator[Fait]:
    """Status and title, change by change, between two states that were both public; what was written by
    mistake, and annulled, is none.

    Where history begins after the last meeting, what it saw since is told all the same. Two queries.
    """
    champs = ("pgh_obj", "pgh_created_at", "publication", "lu_statut", "titre", "lu_motif", RETRAITS)
    evenements = lus(evenements_de(Action).filter(pgh_obj__in=list(actions)))
    evenements = evenements.exclude(retiree("pgh_obj", "pgh_created_at"))
    avant = (
        evenements.filter(pgh_created_at__lte=fenetre.depart)
        .order_by("pgh_obj", "-pgh_id")
        .distinct("pgh_obj")
        .values(*champs)
    )
    apres = evenements.filter(pgh_created_at__gt=fenetre.depart)
    if moment := moment_courant():
        apres = apres.filter(pgh_created_at__lte=moment)
    suites = {ligne["pgh_obj"]: [ligne] for ligne in avant}
    for ligne in apres.order_by("pgh_id").values(*champs):
        suites.setdefault(ligne["pgh_obj"], []).append(ligne)
    for pk, lignes in suites.items():
        lisibles = (
            evenement_masque(Action, ligne | {"statut": ligne["lu_statut"], "motif": ligne["lu_motif"]})
            for ligne in lignes
        )
        publiques = [ligne for ligne in lisibles if ligne["publication"] in VISIBLES_DU_PUBLIC]
        for ancien, nouveau in pairwise(publiques):
            le = timezone.localdate(nouveau["pgh_created_at"])
            if ancien["statut"] != nouveau["statut"]:
                texte = _("%(avant)s → %(apres)s") % {
                    "avant": Statut(ancien["statut"]).label,
                    "apres": Statut(nouveau["statut"]).label,
                }
                motif = motif_du_statut(
                    ancien["motif"], nouveau["motif"], ancien["statut"], nouveau["statut"]
                )
                yield Fait(actions[pk], le, _("Statut"), _puis(texte, motif))
            if ancien["titre"] != nouveau["titre"]:
                texte = _("« %(avant)s » → « %(apres)s »") % {
                    "avant": ancien["titre"],
                    "apres": nouveau["titre"],
                }
                yield Fait(actions[pk], le, _("Titre reformulé"), texte)


def des_engagements(fenetre: Fenetre, engagements: dict[int, Engagement]) -> Iterator[Fait]:
    """States, declarations, verifications and contestations, replies, evidence. Five queries."""
    pks = list(engagements)
    for passage in fenetre.inscrits(Passage.objects.filter(engagement__in=pks)):
        texte = f"{passage.get_de_display()} → {passage.get_vers_display()}"
        yield Fait(engagements[passage.engagement_id], passage.jour, _("État"), _puis(texte, passage.motif))
    for dite in fenetre.inscrits(Declaration.objects.filter(engagement__in=pks)):
        texte = _puis(dite.get_genre_display(), dite.texte)
        yield Fait(engagements[dite.engagement_id], dite.jour, _("Déclaration"), texte)
    verifications = Verification.objects.filter(
        Q(declaration__engagement__in=pks) | Q(preuve__engagement__in=pks)
    ).select_related("organisation", "declaration", "preuve")
    for lue in fenetre.inscrits(verifications):
        contestee = lue.verdict == Verdict.CONTESTEE
        visee = (
            _("la preuve « %(titre)s »") % {"titre": lue.preuve.titre} if lue.preuve else _("la déclaration")
        )
        phrase = _("%(qui)s conteste %(quoi)s") if contestee else _("%(qui)s confirme %(quoi)s")
        texte = _puis(phrase % {"qui": lue.organisation.nom_court, "quoi": visee}, lue.texte)
        engagement = engagements[(lue.preuve or lue.declaration).engagement_id]
        yield Fait(engagement, lue.jour, _("Contestation") if contestee else _("Vérification"), texte)
    reponses = Reponse.objects.filter(verification__declaration__engagement__in=pks)
    for reponse in fenetre.inscrits(reponses).select_related("verification__declaration"):
        engagement = engagements[reponse.verification.declaration.engagement_id]
        yield Fait(engagement, reponse.jour, _("Réponse"), reponse.texte)
    for preuve in fenetre.inscrits(Preuve.objects.filter(engagement__in=pks)):
        texte = f"{preuve.titre} ({preuve.get_type_display()})"
        yield Fait(engagements[preuve.engagement_id], preuve.jour, _("Preuve déposée"), texte)


def des_decisions(
    fenetre: Fenetre, plan: Plan, actions: dict[int, Action], engagements: dict[int, Engagement]
) -> Iterator[Fait]:
    """Decisions that changed the plan: their number and their effect, never their words. One query."""
    seances = {"decision__seance__date__gte": fenetre.le, "decision__seance__date__lte": fenetre.fin}
    # It is of the day of its meeting, whenever it was written afterwards.
    pris = Least("decision__le", FinDuJourDe("decision__seance__date"))
    effets = Effet.objects.annotate(pris=pris).filter(
        decision__seance__plan=plan, pris__gt=fenetre.depart, **seances
    )
    for effet in effets.select_related("decision__seance"):
        objet = actions.get(effet.action_id or 0) or engagements.get(effet.engagement_id or 0)
        if objet is not None:
            texte = f"{effet.decision.numero} · {effet.get_nature_display()}"
            yield Fait(objet, effet.decision.seance.date, _("Décision"), texte)


def _puis(texte: str, suite: str) -> str:
    return f"{texte}. {suite.strip()}" if suite.strip() else texte
