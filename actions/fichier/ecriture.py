"""From checked values to model fields: only what the file says, and only where it differs."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from actions.fichier.champs import Champ, Fiche
from actions.fichier.differences import Differences
from actions.fichier.retires import sans_les_retires

Changes = dict[str, tuple[Any, Any]]
"""By field, before and after."""


def valeurs(fiche: Fiche, cles: Mapping[str, Champ]) -> dict[str, Any]:
    """What the file gives of an object, by model field."""
    return {champ.champ: fiche[cle] for cle, champ in cles.items() if champ.champ and cle in fiche}


def egal(avant: Any, apres: Any) -> bool:
    """Whether a value of the file says what the field holds (texts are read without their outer spaces)."""
    return avant == apres or (isinstance(avant, str) and avant.strip() == apres)


def poser(objet: models.Model, dites: Mapping[str, Any]) -> Changes:
    """Sets the fields that differ, and says which."""
    changes = {}
    for nom, apres in dites.items():
        avant = getattr(objet, nom)
        if not egal(avant, apres):
            changes[nom] = (avant, apres)
            setattr(objet, nom, apres)
    return changes


def aligner(objet: models.Model, dites: Mapping[str, Any], differences: Differences, nom: str) -> None:
    """Makes an object of the database say what the file says; writes nothing where it already does."""
    if changes := poser(objet, sans_les_retires(objet, dites, differences, nom)):
        objet.save(update_fields=list(changes))
        differences.changer(objet, nom, changes)


def complete(objet: models.Model, dites: Mapping[str, Any], differences: Differences, nom: str) -> None:
    """Like `aligner`, for the empty fields alone."""
    aligner(
        objet, {c: v for c, v in dites.items() if v and getattr(objet, c) in ("", None)}, differences, nom
    )
