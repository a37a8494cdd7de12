"""The shape of a commitment in a plan file. Lengths and digits are those of the models."""

from decimal import Decimal

from actions.fichier.champs import Champ, Choix, Entier, Groupe, Jour, Liste, Motif, Texte, parmi
from actions.fichier.schema import PIECE, code, liste, nombre, reference, references, requis, texte
from engagements.models import Engagement, Preuve, Signature
from engagements.models import texte as texte_signe
from engagements.models.etats import Etat, Genre, Nature, Publication, TypeDePreuve, Verdict

BROUILLON = Publication.BROUILLON.value
"""As `etat`: not submitted to the parties yet."""
RANG_MAX = 1000

REPONSE = {
    "texte": Texte(champ="texte", requis=True),
    "le": Jour(requis=True),
}
VERIFICATION_DE_PREUVE: dict[str, Champ] = {
    "organisation": reference(requis=True),
    "verdict": parmi(Verdict, champ="verdict", requis=True),
    "texte": Texte(champ="texte"),
    "le": Jour(requis=True),
}
VERIFICATION = {**VERIFICATION_DE_PREUVE, "reponse": Groupe(cles=REPONSE)}
SIGNATURE = {
    "organisation": reference(requis=True),
    "nom": texte(Signature, "nom"),
    "fonction": requis(Signature, "fonction"),
    "le": Jour(requis=True),
}
DECLARATION = {
    "le": Jour(requis=True),
    "genre": parmi(Genre, champ="genre", requis=True),
    "texte": Texte(champ="texte"),
    "verifications": liste(VERIFICATION),
}
PREUVE = {
    "type": parmi(TypeDePreuve, champ="type", requis=True),
    "titre": requis(Preuve, "titre"),
    "date": Jour(champ="date", passe=True),
    "le": Jour(requis=True),
    **PIECE,
    "declaration": Entier(minimum=1, maximum=RANG_MAX, quoi="le rang d'une déclaration,"),
    "corrige": Entier(minimum=1, maximum=RANG_MAX, quoi="le rang d'une preuve,"),
    "verifications": liste(VERIFICATION_DE_PREUVE),
}
ENGAGEMENT = {
    "code": code(30, "E-01", requis=True, champ="code"),
    "partie": reference(requis=True),
    "envers": reference(requis=True),
    "titre_fr": requis(Engagement, "titre"),
    "titre_en": texte(Engagement, "titre_en"),
    "texte_fr": requis(Engagement, "texte"),
    "nature": parmi(Nature, champ="nature", requis=True),
    "actions": references(),
    "echeance": Jour(champ="echeance"),
    "montant_cad": nombre(Engagement, "montant", minimum=Decimal(0)),
    "condition": texte(Engagement, "condition"),
    "contreparties": references(),
    "remplace": reference(),
    "provenance": texte(Engagement, "provenance"),
    "etat": Choix(valeurs=(BROUILLON, *Etat.values), requis=True),
    "etat_depuis": Jour(passe=True),
    "motif": Motif(),
    "decision": Texte(longueur=40),
    "sans_decision": Motif(),
    "signatures": liste(SIGNATURE),
    "declarations": liste(DECLARATION),
    "preuves": liste(PREUVE),
}
FORME = Liste(de=Groupe(cles=ENGAGEMENT, requis=True))
FIGEES = tuple(
    cle for cle, forme in ENGAGEMENT.items() if (forme.champ or cle) in texte_signe.DU_TEXTE and cle != "code"
)
"""What the parties sign, less the code that says of which commitment the file speaks."""
