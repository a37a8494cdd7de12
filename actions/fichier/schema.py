"""The shape of a plan file, declared once: the loading, the comparison and the export all read it here.

Lengths and digits are those of the models: a text that the database could not hold is refused with its line.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.db import models

from actions.fichier.champs import (
    OBLIGATOIRE,
    Booleen,
    Champ,
    Code,
    Entier,
    Groupe,
    Jour,
    Libre,
    Liste,
    Motif,
    Nombre,
    Texte,
    parmi,
)
from actions.fichier.champs import Dictionnaire as ParCode
from actions.models import (
    Action,
    Axe,
    Document,
    Domaine,
    Indicateur,
    Jalon,
    Mesure,
    Nouvelle,
    Objectif,
    Plan,
    Repere,
    Source,
    Volet,
)
from actions.models.action import CODE
from actions.models.etats import Confiance, PartieEngagee, RoleParticipation, Sens, Statut, Visibilite
from partenariat.donnees.champs import champ_de
from partenariat.models import Organisation
from partenariat.parties.natures import Nature

PETIT_ENTIER = 32_767
SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
ETATS_DE_JALON = ("prevu", "atteint", "en_retard", "suspendu", "annule")
TOUS = "tous"
"""`arrondissements: [tous]`: the whole territory."""


def texte(modele: type[models.Model], nom: str, **options) -> Texte:
    """A text that goes into the field `nom`, within its length; emptied by an explicit null."""
    return Texte(champ=nom, longueur=champ_de(modele, nom).max_length, **options)


def requis(modele: type[models.Model], nom: str) -> Texte:
    return texte(modele, nom, requis=True)


def nombre(modele: type[models.Model], nom: str, **options) -> Nombre:
    champ = champ_de(modele, nom)
    if not isinstance(champ, models.DecimalField):
        raise TypeError(nom)
    options.setdefault("champ", nom)
    return Nombre(chiffres=champ.max_digits, decimales=champ.decimal_places, **options)


def code(longueur: int, exemple: str, motif: re.Pattern[str] = re.compile(CODE.regex), **options) -> Code:
    return Code(longueur=longueur, motif=motif, exemple=exemple, **options)


def reference(**options) -> Texte:
    """What names an entry of another list, by its code or identifier."""
    return Texte(longueur=250, **options)


def references() -> Liste:
    return Liste(de=reference(requis=True))


def liste(
    cles: Mapping[str, Champ], *, requis: bool = False, garder: bool = False, ancienne_cle: str = ""
) -> Liste:
    return Liste(requis=requis, ancienne_cle=ancienne_cle, de=Groupe(cles=cles, garder=garder, requis=True))


def annee_et_valeur() -> Groupe:
    return Groupe(
        cles={
            "annee": Entier(minimum=1900, maximum=2199, quoi="une année", requis=True),
            "valeur": nombre(Indicateur, "cible_valeur", champ="", requis=True),
        }
    )


META = {
    "slug": code(80, "plan-2026", SLUG, champ="slug", vide=OBLIGATOIRE),
    "titre": texte(Plan, "titre", vide=OBLIGATOIRE),
    "titre_en": texte(Plan, "titre_en"),
    "debut": Jour(champ="debut"),
    "fin": Jour(champ="fin"),
    "presentation_fr": texte(Plan, "presentation"),
    "presentation_en": texte(Plan, "presentation_en"),
    "avis_fr": texte(Plan, "avis"),
    "avis_en": texte(Plan, "avis_en"),
}
SOURCE = {
    "titre": requis(Source, "titre"),
    "adresse": texte(Source, "adresse"),
    "contenu": texte(Source, "contenu"),
}
REPERE = {
    "fait": requis(Repere, "fait"),
    "valeur": requis(Repere, "valeur"),
    "source": Texte(longueur=250),
}
OBJECTIF = {
    "code": code(20, "O1", requis=True, champ="code"),
    "titre_fr": requis(Objectif, "titre"),
    "titre_en": texte(Objectif, "titre_en"),
    "source": texte(Objectif, "source"),
}
DOMAINE = {
    "code": code(80, "culture", SLUG, requis=True, champ="slug"),
    "titre_fr": requis(Domaine, "titre"),
    "titre_en": texte(Domaine, "titre_en"),
}
VOLET = {
    "code": code(20, "A1a", requis=True, champ="code"),
    "titre_fr": requis(Volet, "titre"),
    "titre_en": texte(Volet, "titre_en"),
}
AXE = {
    "code": code(20, "A1", requis=True, champ="code"),
    "titre_fr": requis(Axe, "titre"),
    "titre_en": texte(Axe, "titre_en"),
    "titre_court_fr": texte(Axe, "titre_court"),
    "titre_court_en": texte(Axe, "titre_court_en"),
    "presentation_fr": texte(Axe, "presentation"),
    "presentation_en": texte(Axe, "presentation_en"),
    "numero": Entier(champ="numero", minimum=1, maximum=PETIT_ENTIER, vide=OBLIGATOIRE),
    "volets": liste(VOLET),
}
_COMMUNES = {
    "nom": requis(Organisation, "nom"),
    "nom_en": texte(Organisation, "nom_en"),
    "sigle": texte(Organisation, "sigle"),
    "type": texte(Organisation, "activite"),
}
ARRONDISSEMENT = {
    "sigle_usage": Texte(longueur=30, requis=True),
    "code_mamh": texte(Organisation, "code_officiel"),
    **_COMMUNES,
}
SERVICE = {"id": Texte(longueur=60, requis=True), **_COMMUNES}
PARTENAIRE = {
    **SERVICE,
    "nature": parmi(Nature, champ="nature"),
}
JALON = {
    "titre": requis(Jalon, "titre"),
    "titre_en": texte(Jalon, "titre_en"),
    "prevu": Jour(champ="echeance", requis=True),
    "reel": Jour(champ="atteint_le", passe=True),
    "etat": parmi(type("Etat", (), {"values": ETATS_DE_JALON}), vide=None),
    "poids": Entier(champ="poids", minimum=1, maximum=PETIT_ENTIER, vide=1),
    "echeance_initiale": Jour(champ="echeance_initiale", vide=OBLIGATOIRE),
    "motif_report": Motif(),
}
MESURE = {
    "date": Jour(champ="date", requis=True, passe=True),
    "valeur": nombre(Mesure, "valeur", requis=True),
    "source": texte(Mesure, "source"),
}
INDICATEUR = {
    "nom": requis(Indicateur, "nom"),
    "nom_en": texte(Indicateur, "nom_en"),
    "unite": requis(Indicateur, "unite"),
    "sens": parmi(Sens, champ="sens"),
    "reference": annee_et_valeur(),
    "cible": annee_et_valeur(),
    "methode": texte(Indicateur, "methode"),
    "nature": texte(Indicateur, "nature"),
    "rupture_le": Jour(champ="rupture_le"),
    "mesures": liste(MESURE),
}
PARTICIPATION = {
    "organisation": reference(requis=True),
    "role": parmi(RoleParticipation, champ="role", requis=True),
}
NOUVELLE = {
    "date": Jour(champ="date", requis=True, passe=True),
    "texte": requis(Nouvelle, "texte"),
    "visibilite": parmi(Visibilite, champ="visibilite"),
}
PIECE = {
    "adresse": code(500, "https://…", re.compile(r"https?://[^\s/]+"), champ="adresse"),
    "fichier": Texte(longueur=250),
    "empreinte": code(64, "les 64 chiffres d'une empreinte SHA-256", re.compile(r"[0-9a-f]{64}\Z")),
}
"""A file beside that of the plan, or an address (`pieces`)."""
DOCUMENT = {
    "titre": requis(Document, "titre"),
    **PIECE,
    "date": Jour(champ="date", passe=True),
    "visibilite": parmi(Visibilite, champ="visibilite"),
}
ACTION = {
    "code": code(30, "'2.3'", requis=True, champ="code"),
    "axe": reference(requis=True),
    "volet": reference(),
    "objectifs": references(),
    "domaines": references(),
    "titre_fr": requis(Action, "titre"),
    "titre_en": texte(Action, "titre_en"),
    "description_fr": texte(Action, "description"),
    "description_en": texte(Action, "description_en"),
    "texte_officiel": texte(Action, "texte_officiel"),
    "partie_engagee": parmi(PartieEngagee, champ="partie_engagee"),
    "responsable": reference(requis=True),
    "partenaires": references(),
    "participations": liste(PARTICIPATION),
    "arrondissements": references(),
    "debut": Jour(champ="debut"),
    "fin": Jour(champ="fin"),
    "fin_initiale": Jour(champ="fin_initiale", vide=OBLIGATOIRE),
    "motif_report": Motif(),
    "en_continu": Booleen(champ="en_continu"),
    "statut": parmi(Statut, champ="statut", requis=True),
    "motif": Motif(champ="motif"),
    "decision": texte(Action, "decision"),
    "sans_decision": Motif(champ="sans_decision"),
    "confiance": parmi(Confiance, champ="confiance", vide=""),
    "avancement_pct": Entier(
        champ="avancement_declare", minimum=0, maximum=100, quoi="un pourcentage entier"
    ),
    "budget_cad": nombre(Action, "budget_prevu", minimum=Decimal(0)),
    "budget_engage_cad": nombre(Action, "budget_engage", minimum=Decimal(0)),
    "maj_le": Jour(passe=True),
    "jalons": liste(JALON),
    "indicateurs": liste(INDICATEUR),
    "nouvelles": liste(NOUVELLE, ancienne_cle="suivis"),
    "documents": liste(DOCUMENT),
    "provenance": texte(Action, "provenance"),
    "sources": references(),
    "faits_sources": texte(Action, "faits_sources"),
}
PLAN: dict[str, Champ] = {
    "meta": Groupe(cles=META, garder=True, requis=True),
    "sources": ParCode(longueur_cle=20, de=Groupe(cles=SOURCE, requis=True)),
    "contexte": liste(REPERE),
    "objectifs": liste(OBJECTIF),
    "domaines": liste(DOMAINE),
    "axes": liste(AXE, requis=True, garder=True),
    "arrondissements": liste(ARRONDISSEMENT, garder=True),
    "services_centraux": liste(SERVICE, garder=True),
    "partenaires": liste(PARTENAIRE, garder=True),
    "statuts": Libre(),
    "actions": liste(ACTION, requis=True),
}


def forme(sections: tuple[str, ...]) -> Groupe:
    """The whole file; `sections` are the names of the parts that other floors read."""
    return Groupe(requis=True, cles={**PLAN, **{nom: Libre() for nom in sections}})
