"""Writing behind the back of forms, and being refused by the database."""

import pytest
from django.db import IntegrityError, connection, transaction


def refuse(contrainte: str, ecrire, *args) -> None:
    """Asserts that the write is refused by that very constraint, and leaves the transaction usable."""
    with pytest.raises(IntegrityError) as refus, transaction.atomic():
        ecrire(*args)
    nom = refus.value.__cause__.diag.constraint_name
    assert nom == contrainte, f"{nom} : {refus.value}"


def sql(requete: str, *parametres) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)


def modifie(objet, **champs):
    """A bulk update, which goes through neither `clean` nor `save`."""
    return type(objet).objects.filter(pk=objet.pk).update(**champs)
