"""The fields of a model, by name."""

from typing import Any

from django.db.models import Field, Model


def champ_de(modele: type[Model], nom: str) -> "Field[Any, Any]":
    """A column or a list of `modele`, never a relation that another model declares.

    Raises:
        FieldDoesNotExist: where the model has no such name.
        TypeError: where another model declares it.
    """
    champ = modele._meta.get_field(nom)
    if not isinstance(champ, Field):
        raise TypeError(f"{modele.__name__}.{nom}")
    return champ
