"""The committee of a plan → the values that `chargement` reads back, to the same state.

For the public, only what the public pages show: nothing deliberated before the minutes are approved.
"""

from datetime import date, time
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.db.models import Prefetch

from actions.fichier.exportation import dire
from actions.models import Action, Plan
from comite.fichier import schema
from comite.fichier.chargement import GARDE
from comite.models import Decision, Deplacement, Effet, Membre, Point, Seance, Suite
from comite.models.etats import EtatSeance
from engagements.models import Engagement
from partenariat.presentation.formats import heure

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


def exporter_comite(plan: Plan, publiques: bool) -> dict[str, Any] | None:
    """What the file said of the committee, and its members."""
    dites = dict(plan.meta.get(GARDE, {}))
    membres = [_membre(membre, cle) for membre, cle in _cles(plan).items()]
    if membres:
        dites["membres"] = membres
    return dites or None


def _cles(plan: Plan) -> dict[Membre, str]:
    membres = Membre.objects.filter(plan=plan).select_related("organisation").order_by("mandat_debut", "id")
    return {membre: f"M{rang}" for rang, membre in enumerate(membres, 1)}


def _membre(membre: Membre, cle: str) -> dict[str, Any]:
    dite = {"cle": cle} | dire(membre, schema.MEMBRE)
    if membre.organisation:
        dite["organisation"] = membre.organisation
    return {nom: dite[nom] for nom in schema.MEMBRE if nom in dite}


def exporter_seances(plan: Plan, publiques: bool) -> list[dict[str, Any]] | None:
    """Every meeting, by date. An `Organisation` is left for the export of the plan to name."""
    cles = {membre.pk: cle for membre, cle in _cles(plan).items()}
    points, decisions, suites = Point.objects.all(), Decision.objects.all(), Suite.objects.all()
    actions, engagements = Action.objects.all(), Engagement.objects.all()
    if publiques:
        points, decisions = Point.objects.publics(), Decision.objects.publiques()
        suites = Suite.objects.publiques()
        actions, engagements = Action.objects.publiques(), Engagement.objects.consultables()
    vises: tuple[Any, ...] = (
        Prefetch("actions", actions.par_code(), to_attr="actions_dites"),
        Prefetch("engagements", engagements.par_code(), to_attr="engagements_dits"),
    )
    effets = Effet.objects.select_related("action", "jalon", "engagement")
    decisions = decisions.select_related("point").prefetch_related(Prefetch("effets", effets), *vises)
    lies: tuple[Any, ...] = (
        "presences",
        "deplacements",
        Prefetch("points", points.select_related("action", "engagement", "approuve"), to_attr="points_dits"),
        Prefetch("decisions", decisions, to_attr="decisions_dites"),
        Prefetch("suites", suites.select_related("responsable", "decision"), to_attr="suites_dites"),
    )
    seances = Seance.objects.filter(plan=plan).select_related("approuve_a").prefetch_related(*lies)
    dits = cast("list[WithAnnotations[Seance, Dits]]", list(seances))
    return [_Seance(seance, cles, publiques).dire() for seance in dits] or None


class Dits(TypedDict):
    """What is read beside a meeting."""

    points_dits: list[Point]
    decisions_dites: "list[WithAnnotations[Decision, Vises]]"
    suites_dites: list[Suite]


class Vises(TypedDict):
    """What is read beside a decision."""

    actions_dites: list[Action]
    engagements_dits: list[Engagement]


class _Seance:
    def __init__(
        self, seance: "WithAnnotations[Seance, Dits]", cles: dict[int, str], publiques: bool
    ) -> None:
        self.seance, self.cles, self.publiques = seance, cles, publiques
        self.entiere = not publiques or seance.approuvee
        """Whether what was said and decided may leave."""

    def dire(self) -> dict[str, Any]:
        seance = self.seance
        dites = dire(seance, schema.SEANCE) | {
            "numero": seance.numero,
            "heure": _heure(seance.heure),
            "mode": _mot(schema.MODES, seance.mode),
            "etat": seance.etat,
            "motif": seance.motif if seance.etat == EtatSeance.ANNULEE else "",
            "convoquee_le": _jour(seance.convoquee_le),
            "deplacements": [self._deplacement(d) for d in seance.deplacements.all()],
            "annulee_le": _jour(seance.annulee_le),
            "quorum": dire(seance, schema.QUORUM),
            "ordre_du_jour": self._points(),
        }
        if self.entiere:
            presences = list(seance.presences.all())
            dites |= {
                "invites": [ligne for ligne in seance.invites.splitlines() if ligne.strip()],
                "presences": [self.cles[p.membre_id] for p in presences if p.present],
                "absences": [self.cles[p.membre_id] for p in presences if not p.present],
                "decisions": [self._decision(d) for d in seance.decisions_dites],
                "suites": [self._suite(s) for s in seance.suites_dites],
                "proces_verbal": self._proces_verbal(),
            }
        else:
            for nom in ("presidee_par", "secretaire", "invites", "arret_des_donnees"):
                dites.pop(nom, None)
        return {cle: dites[cle] for cle in schema.SEANCE if dites.get(cle) not in (None, "", [], {})}

    @staticmethod
    def _deplacement(deplacement: Deplacement) -> dict[str, Any]:
        dit = dire(deplacement, schema.DEPLACEMENT)
        if deplacement.ancienne_heure:
            dit["heure"] = _heure(deplacement.ancienne_heure)
        return {cle: dit[cle] for cle in schema.DEPLACEMENT if cle in dit}

    def _points(self) -> list[dict[str, Any]]:
        seance = self.seance
        if self.publiques and not seance.ordre_public:
            return []
        dits = []
        for point in seance.points_dits:
            dit = {"titre": point.titre, "nature": point.nature}
            if point.action:
                dit["action"] = point.action.code
            if point.engagement:
                dit["engagement"] = point.engagement.code
            if point.approuve:
                dit["approuve"] = point.approuve.numero
            if not self.publiques and point.motif:
                dit["motif"] = point.motif
            if self.entiere and point.delibere:
                dit["delibere"] = point.delibere
            dits.append(dit)
        return dits

    def _decision(self, decision: "WithAnnotations[Decision, Vises]") -> dict[str, Any]:
        dite = {
            "numero": decision.numero,
            "libelle": decision.libelle,
            "vote": _mot(schema.VOTES, decision.vote) if decision.vote else "",
            "recommandation": True if decision.sans_quorum and self.seance.quorum else "",
            "point": decision.point.titre if decision.point else "",
            "actions": [action.code for action in decision.actions_dites],
            "engagements": [engagement.code for engagement in decision.engagements_dits],
            "effets": [_effet(effet) for effet in decision.effets.all()],
        }
        return {cle: dite[cle] for cle in schema.DECISION if dite.get(cle) not in (None, "", [])}

    @staticmethod
    def _suite(suite) -> dict[str, Any]:
        dite = dire(suite, schema.SUITE) | {"responsable": suite.responsable, "etat": suite.etat}
        if suite.decision:
            dite["decision"] = suite.decision.numero
        if suite.close_le:
            dite["close_le"] = suite.close_le.isoformat()
        return {cle: dite[cle] for cle in schema.SUITE if cle in dite}

    def _proces_verbal(self) -> dict[str, Any]:
        seance = self.seance
        if not seance.proces_verbal:
            return {}
        dit = {"etat": seance.etat_pv, "texte": seance.proces_verbal}
        if seance.approuve_a:
            dit["approuve_a"] = seance.approuve_a.numero
        return dit


def _effet(effet: Effet) -> dict[str, Any]:
    dit = dire(effet, schema.EFFET) | {
        "action": effet.action.code if effet.action else "",
        "jalon": effet.jalon.titre if effet.jalon else "",
        "engagement": effet.engagement.code if effet.engagement else "",
    }
    return {cle: dit[cle] for cle in schema.EFFET if dit.get(cle) not in (None, "")}


def _jour(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None


def _heure(lue: time | None) -> str:
    return heure(lue).replace("\u00a0", " ")


def _mot(mots, valeur: str) -> str:
    return next(mot for mot, code in mots.items() if code == valeur)
