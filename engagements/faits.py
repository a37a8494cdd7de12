"""What commitments add to « Ce qui a changé »: what is signed, said, proven, verified."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from actions.derniers_faits import (
    Fait,
    Genre,
    Ligne,
    Lignes,
    archives,
    dire_le_retrait,
    enregistrer,
    lignes_de,
    nes_ici,
    publications,
    retraits,
)
from actions.models import Plan
from engagements.models import Declaration, Engagement, Passage, Preuve, Reponse, Signature, Verification
from engagements.models.etats import Etat, Publication, Verdict
from engagements.models.etats import Genre as GenreDeDeclaration
from partenariat.histoire.evenements import evenements_de

Engagements = QuerySet[Any, Any]


def _publics(plan: Plan) -> Engagements:
    return Engagement.objects.publics().filter(plan=plan).order_by()


def _archives_du_plan(plan: Plan) -> Engagements:
    """Of what left the lists, nothing is told but that; what came back had left."""
    partis = evenements_de(Engagement).filter(plan=plan, publication=Publication.ARCHIVEE)
    return Engagement.objects.consultables().filter(plan=plan, pk__in=partis.values("pgh_obj")).order_by()


def _nes_ici(plan: Plan) -> Engagements:
    return nes_ici(_publics(plan), plan, "publie_le")


def _publications(engagements: Engagements) -> Lignes:
    return publications(engagements, "publie_le")


def _signatures(engagements: Engagements) -> Lignes:
    donnees = Signature.objects.filter(engagement__in=engagements)
    return lignes_de(donnees, "engagement", par="le", n_qui=F("organisation__nom"))


def _passages(engagements: Engagements) -> Lignes:
    passages = Passage.objects.filter(engagement__in=engagements)
    colonnes: dict[str, Any] = {"n_avant": F("de"), "n_apres": F("vers"), "n_motif": F("motif")}
    return lignes_de(passages, "engagement", par="le", **colonnes)


def _declarations(engagements: Engagements) -> Lignes:
    dites = Declaration.objects.filter(engagement__in=engagements)
    return lignes_de(dites, "engagement", par="le", n_genre=F("genre"), n_texte=F("texte"))


def _verifications(engagements: Engagements) -> Lignes:
    lues = Verification.objects.filter(declaration__engagement__in=engagements)
    return lignes_de(lues, "declaration__engagement", par="le", n_verdict=F("verdict"), n_texte=F("texte"))


def _reponses(engagements: Engagements) -> Lignes:
    dites = Reponse.objects.filter(verification__declaration__engagement__in=engagements)
    return lignes_de(dites, "verification__declaration__engagement", par="le", n_texte=F("texte"))


def _preuves(engagements: Engagements) -> Lignes:
    deposees = Preuve.objects.filter(engagement__in=engagements)
    return lignes_de(deposees, "engagement", par="le", n_quoi=F("titre"))


def _preuves_verifiees(engagements: Engagements) -> Lignes:
    lues = Verification.objects.filter(preuve__engagement__in=engagements)
    colonnes: dict[str, Any] = {
        "n_quoi": F("preuve__titre"),
        "n_verdict": F("verdict"),
        "n_texte": F("texte"),
    }
    return lignes_de(lues, "preuve__engagement", par="le", **colonnes)


def _dire_le_passage(ligne: Ligne) -> list[Fait]:
    mots = {"avant": Etat(ligne["n_avant"]).label, "apres": Etat(ligne["n_apres"]).label}
    return [Fait(_("Engagement : %(avant)s → %(apres)s") % mots, motif=ligne["n_motif"])]


def _dire_la_declaration(ligne: Ligne) -> list[Fait]:
    tete = _("Déclaration : %(genre)s") % {"genre": GenreDeDeclaration(ligne["n_genre"]).label}
    return [Fait(tete, texte=ligne["n_texte"])]


def _dire_la_verification(ligne: Ligne) -> list[Fait]:
    tete = _("Vérification : %(verdict)s") % {"verdict": Verdict(ligne["n_verdict"]).label}
    return [Fait(tete, texte=ligne["n_texte"])]


def _dire_la_preuve_verifiee(ligne: Ligne) -> list[Fait]:
    contestee = ligne["n_verdict"] == Verdict.CONTESTEE
    tete = _("Preuve contestée : %(titre)s") if contestee else _("Preuve confirmée : %(titre)s")
    quoi = ligne["n_quoi"]
    return [Fait(tete % {"titre": quoi}, texte=ligne["n_texte"], francais=(quoi,))]


def inscrire() -> None:
    """Registers the kinds; called once, when the application is ready."""
    genres = {
        "retrait d'un engagement": (_publics, retraits, dire_le_retrait),
        "engagement archivé": (_archives_du_plan, archives, lambda _ligne: [Fait(_("Engagement archivé"))]),
        "passage": (_publics, _passages, _dire_le_passage),
        "réponse": (_publics, _reponses, lambda ligne: [Fait(_("Réponse"), texte=ligne["n_texte"])]),
        "vérification": (_publics, _verifications, _dire_la_verification),
        "preuve vérifiée": (_publics, _preuves_verifiees, _dire_la_preuve_verifiee),
        "preuve": (
            _publics,
            _preuves,
            lambda ligne: [
                Fait(
                    _("Preuve déposée : %(titre)s") % {"titre": ligne["n_quoi"]}, francais=(ligne["n_quoi"],)
                )
            ],
        ),
        "déclaration": (_publics, _declarations, _dire_la_declaration),
        "signature": (
            _publics,
            _signatures,
            lambda ligne: [Fait(_("Signature : %(organisation)s") % {"organisation": ligne["n_qui"]})],
        ),
        "engagement publié": (_nes_ici, _publications, lambda _ligne: [Fait(_("Engagement publié"))]),
    }
    for nom, (publics, lignes, dire) in genres.items():
        enregistrer(nom, Genre("engagement", publics, lignes, dire))
