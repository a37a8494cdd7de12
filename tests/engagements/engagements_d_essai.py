"""Commitments to tell in a small plan file, and to change."""

import copy

from tests.actions.plan_d_essai import plan

BASE = {
    "code": "E-01",
    "partie": "SDE",
    "envers": "CESIM",
    "titre_fr": "Offrir un local",
    "texte_fr": "Offrir un local de 100 m² à un organisme du quartier.",
    "nature": "local",
}
SIGNATURES = [
    {"organisation": "SDE", "fonction": "Direction du service", "le": "2026-01-15"},
    {"organisation": "CESIM", "fonction": "Direction générale", "le": "2026-01-20"},
]
AVANCE = {"le": "2026-03-02", "genre": "avance", "texte": "Le local est choisi."}
TENU = {"le": "2026-06-01", "genre": "tenu", "texte": "Le local est ouvert."}
CONFIRMEE = {"organisation": "CESIM", "verdict": "confirmee", "le": "2026-06-10"}
CONTESTEE = {"organisation": "CESIM", "verdict": "contestee", "texte": "Il est fermé.", "le": "2026-06-10"}


def engagement(**cles) -> dict:
    """`BASE` as a proposed commitment, changed by `cles`; a key set to None is left out."""
    dites = {**copy.deepcopy(BASE), "etat": "propose", **copy.deepcopy(cles)}
    return {cle: valeur for cle, valeur in dites.items() if valeur is not None}


def signe(**cles) -> dict:
    return engagement(**{"etat": "signe", "signatures": SIGNATURES, **cles})


def en_cours(**cles) -> dict:
    return signe(**{"etat": "en_cours", "declarations": [AVANCE], **cles})


def tenu(**cles) -> dict:
    return signe(**{"etat": "tenu", "declarations": [AVANCE, TENU | {"verifications": [CONFIRMEE]}], **cles})


def avec(*engagements: dict) -> dict:
    """The small plan, with these commitments."""
    return plan() | {"engagements": list(engagements)}
