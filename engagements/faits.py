"""What commitments add to the latest facts of a plan: states, declarations, verifications, evidence."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from actions.derniers_faits import Fait, Ligne, dernieres, enregistrer
from actions.models import Plan
from engagements.models import Declaration, Engagement, Passage, Preuve, Verification
from engagements.models.etats import Etat, Genre, Verdict
from partenariat.histoire.temps import JourDe

PAGE = "engagement"


def _publics(plan: Plan) -> QuerySet[Engagement]:
    return Engagement.objects.publics().filter(plan=plan).order_by()


def _passages(plan: Plan) -> QuerySet[Any, Ligne]:
    passages = Passage.objects.filter(engagement__in=_publics(plan))
    colonnes: dict[str, Any] = {"n_avant": F("de"), "n_apres": F("vers"), "n_motif": F("motif")}
    return dernieres(passages, JourDe("le"), "engagement", par="le", **colonnes)


def _declarations(plan: Plan) -> QuerySet[Any, Ligne]:
    dites = Declaration.objects.filter(engagement__in=_publics(plan))
    colonnes: dict[str, Any] = {"n_genre": F("genre"), "n_texte": F("texte")}
    return dernieres(dites, JourDe("le"), "engagement", par="le", **colonnes)


def _verifications(plan: Plan) -> QuerySet[Any, Ligne]:
    lues = Verification.objects.filter(declaration__engagement__in=_publics(plan))
    colonnes: dict[str, Any] = {"n_verdict": F("verdict"), "n_texte": F("texte")}
    return dernieres(lues, JourDe("le"), "declaration__engagement", par="le", **colonnes)


def _preuves(plan: Plan) -> QuerySet[Any, Ligne]:
    deposees = Preuve.objects.filter(engagement__in=_publics(plan))
    return dernieres(deposees, JourDe("le"), "engagement", par="le", n_quoi=F("titre"))


def _dire_le_passage(ligne: Ligne) -> Fait:
    mots = {"avant": Etat(ligne["n_avant"]).label, "apres": Etat(ligne["n_apres"]).label}
    return Fait(_("Engagement : %(avant)s → %(apres)s") % mots, ligne["n_motif"], PAGE)


def _dire_la_declaration(ligne: Ligne) -> Fait:
    tete = _("Déclaration : %(genre)s") % {"genre": Genre(ligne["n_genre"]).label}
    return Fait(tete, ligne["n_texte"], PAGE)


def _dire_la_verification(ligne: Ligne) -> Fait:
    tete = _("Vérification : %(verdict)s") % {"verdict": Verdict(ligne["n_verdict"]).label}
    return Fait(tete, ligne["n_texte"], PAGE)


def _dire_la_preuve(ligne: Ligne) -> Fait:
    return Fait(_("Preuve déposée : %(titre)s") % {"titre": ligne["n_quoi"]}, page=PAGE)


def inscrire() -> None:
    """Registers the kinds; called once, when the application is ready."""
    enregistrer("passage", _passages, _dire_le_passage)
    enregistrer("declaration", _declarations, _dire_la_declaration)
    enregistrer("verification", _verifications, _dire_la_verification)
    enregistrer("preuve", _preuves, _dire_la_preuve)
