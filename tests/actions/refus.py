"""Writing behind the back of forms, and being refused by the database."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from partenariat.histoire.sceau import au_nom_de


@contextmanager
def refusee(contrainte: str) -> Iterator[None]:
    """Asserts that what it holds is refused by that very constraint; leaves the transaction usable."""
    with pytest.raises(IntegrityError) as refus, transaction.atomic():
        yield
    nom = refus.value.__cause__.diag.constraint_name
    assert nom == contrainte, f"{nom} : {refus.value}"


def refuse(contrainte: str, ecrire, *args) -> None:
    """Likewise, for one call."""
    with refusee(contrainte):
        ecrire(*args)


def sql(requete: str, *parametres) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)


def modifie(objet, **champs):
    """A bulk update, which goes through neither `clean` nor `save`; whom it names as acting has signed in."""
    nomme = next((qui for nom, qui in champs.items() if nom.endswith("_par") and qui), None)
    with au_nom_de(user=nomme and nomme.pk):
        return type(objet).objects.filter(pk=objet.pk).update(**champs)
