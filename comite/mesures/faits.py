"""The facts of « depuis la dernière séance », one kind after the other: what, of which object, on which day.

A fact is told on the day it happened, between the last meeting and the day being read: what is dated in the
future has not happened.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import cast

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.faits import motif_du_statut
from actions.historique import histoire_depuis
from actions.models import Action, Jalon, Mesure, Nouvelle, Plan, Report
from actions.models.etats import VISIBLES_DU_PUBLIC, Statut
from comite.models import Effet
from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Verification
from engagements.models.etats import Verdict
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import fin_du_jour, jour, moment_courant
from partenariat.presentation.arbre import texte_nu
from partenariat.presentation.formats import date_longue, mesure


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
    """The days told: after `le`, up to `fin` included."""

    le: date
    fin: date
    debut: date | None
    """The first day that the site's history knows of this plan."""

    @classmethod
    def du_plan(cls, plan: Plan, le: date) -> "Fenetre":
        return cls(le, jour(), histoire_depuis(plan))

    def q(self, champ: str) -> Q:
        return Q(**{f"{champ}__gt": self.le, f"{champ}__lte": self.fin})

    def inscrits(self, queryset):
        """The rows of an act entered on these days, each with its `jour`."""
        return queryset.annotate(jour=TruncDate("le")).filter(self.q("jour"))


def des_actions(fenetre: Fenetre, actions: dict[int, Action]) -> Iterator[Fait]:
    """Milestones, dates, updates, measurements, then what history tells of the action. Seven queries."""
    pks = list(actions)
    for jalon in Jalon.objects.filter(fenetre.q("atteint_le"), action__in=pks):
        yield Fait(
            actions[jalon.action_id], cast(date, jalon.atteint_le), _("Jalon atteint"), jalon.traduit("titre")
        )
    for report in fenetre.inscrits(Report.objects.filter(action__in=pks)).select_related("jalon"):
        yield Fait(actions[report.action_id], report.jour, _("Échéance déplacée"), du_report(report))
    for nouvelle in Nouvelle.objects.publiques().filter(fenetre.q("date"), action__in=pks):
        yield Fait(actions[nouvelle.action_id], nouvelle.date, _("Nouvelle"), texte_nu(nouvelle.texte))
    mesures = Mesure.objects.filter(fenetre.q("date"), indicateur__action__in=pks)
    for lue in mesures.select_related("indicateur"):
        texte = _("%(indicateur)s : %(valeur)s") % {
            "indicateur": lue.indicateur,
            "valeur": mesure(lue.valeur, lue.indicateur.unite),
        }
        yield Fait(actions[lue.indicateur.action_id], lue.date, _("Mesure"), texte)
    for action in actions.values():
        publiee = timezone.localdate(action.publiee_le)
        # What was there on the day history begins is not new: it is only unknown before.
        if fenetre.debut and max(fenetre.le, fenetre.debut) < publiee <= fenetre.fin:
            yield Fait(action, publiee, _("Nouvelle action"), action.responsable.nom_court)
    yield from _changements(fenetre, actions)


def du_report(report: Report) -> str:
    """« Premier local : du 1er mars 2026 au 1er mai 2026. Appel d'offres. »"""
    dates = {
        "quoi": report.quoi,
        "avant": date_longue(report.ancienne_date),
        "motif": report.motif,
    }
    if report.nouvelle_date is None:
        return _("%(quoi)s : du %(avant)s, désormais sans date. %(motif)s") % dates
    dates["apres"] = date_longue(report.nouvelle_date)
    return _("%(quoi)s : du %(avant)s au %(apres)s. %(motif)s") % dates


def _changements(fenetre: Fenetre, actions: dict[int, Action]) -> Iterator[Fait]:
    """Status and title, change by change, between two states that were both public.

    Where history begins after the last meeting, what it saw since is told all the same. Two queries.
    """
    champs = ("pgh_obj", "pgh_created_at", "publication", "statut", "titre", "motif")
    evenements = evenements_de(Action).filter(pgh_obj__in=list(actions))
    depart = fin_du_jour(fenetre.le)
    avant = (
        evenements.filter(pgh_created_at__lte=depart)
        .order_by("pgh_obj", "-pgh_id")
        .distinct("pgh_obj")
        .values(*champs)
    )
    apres = evenements.filter(pgh_created_at__gt=depart)
    if moment := moment_courant():
        apres = apres.filter(pgh_created_at__lte=moment)
    suites = {ligne["pgh_obj"]: [ligne] for ligne in avant}
    for ligne in apres.order_by("pgh_id").values(*champs):
        suites.setdefault(ligne["pgh_obj"], []).append(ligne)
    for pk, lignes in suites.items():
        publiques = [ligne for ligne in lignes if ligne["publication"] in VISIBLES_DU_PUBLIC]
        for ancien, nouveau in pairwise(publiques):
            le = timezone.localdate(nouveau["pgh_created_at"])
            if ancien["statut"] != nouveau["statut"]:
                texte = _("%(avant)s → %(apres)s") % {
                    "avant": Statut(ancien["statut"]).label,
                    "apres": Statut(nouveau["statut"]).label,
                }
                motif = motif_du_statut(ancien["motif"], nouveau["motif"], nouveau["statut"])
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
    effets = Effet.objects.filter(fenetre.q("decision__seance__date"), decision__seance__plan=plan)
    for effet in effets.select_related("decision__seance"):
        objet = actions.get(effet.action_id or 0) or engagements.get(effet.engagement_id or 0)
        if objet is not None:
            texte = f"{effet.decision.numero} · {effet.get_nature_display()}"
            yield Fait(objet, effet.decision.seance.date, _("Décision"), texte)


def _puis(texte: str, suite: str) -> str:
    return f"{texte}. {suite.strip()}" if suite.strip() else texte
