"""How a body by which something was found is said beside it: all by which one may have named it."""

from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat

from partenariat.donnees.criteres import Dit


def organisation_dite(quoi: Any, chemin: str = "") -> Dit:
    """Its name and its acronym, in each language.

    Args:
        quoi: what it is to what was found (« Participe »).
        chemin: ORM path to it, with its `__`; empty where the objects are bodies.
    """

    def nom_et_sigle(champ: str) -> Case:
        nom, sigle = F(f"{chemin}{champ}"), F(f"{chemin}sigle")
        return Case(
            When(Q(**{f"{chemin}{champ}": ""}) | Q(**{f"{chemin}{champ}__contains": sigle}), then=nom),
            default=Concat(nom, Value(" ("), sigle, Value(")"), output_field=TextField()),
            output_field=TextField(),
        )

    return Dit(quoi, nom_et_sigle("nom"), nom_et_sigle("nom_en"))
