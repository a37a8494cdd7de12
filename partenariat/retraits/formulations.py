"""Of a field that is replaced, each wording that it ever had is withdrawn by itself, by its fingerprint.

An organization keeps a public address: the one that was a mistake leaves, today and in the past; those before
and after it stay.
"""

import hashlib

from django.db import models

from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.registre import REGISTRE


def formulation_de(objet: models.Model, champ: str) -> str:
    """The fingerprint of what a record says in that field, where its wordings go one by one; else nothing."""
    return somme(getattr(objet, champ)) if champ in REGISTRE[type(objet)].remplacables else ""


def formulations(objet: models.Model, champ: str) -> dict[str, str]:
    """Every wording of that field that was read one day, the latest first, by its fingerprint."""
    lus = evenements_de(type(objet)).filter(pgh_obj=objet.pk).exclude(**{champ: ""}).order_by("-pgh_id")
    return {somme(dit): dit for dit in lus.values_list(champ, flat=True)}


def dire(objet: models.Model, champ: str, formulation: str) -> None:
    """Makes a record, in memory, say that wording again, by which it is shown; nothing where it never did."""
    setattr(objet, champ, formulations(objet, champ).get(formulation, ""))


def somme(texte: str) -> str:
    return hashlib.sha256(texte.encode()).hexdigest()
