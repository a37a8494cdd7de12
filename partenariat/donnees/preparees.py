"""Queries whose SQL the ORM writes once a process: only the object that they are about changes.

Writing the SQL of a union costs ten times what PostgreSQL takes to answer it.
"""

from collections.abc import Callable, Iterable
from functools import cache, wraps
from typing import Any, TypeVar

from django.db import connection, models
from django.utils.translation import get_language

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

REPERE = 7_305_911_423_608_417
"""Stands for the object's key while the SQL is written: no key comes near it."""


def pour(objet: models.Model, valeurs: Iterable[Any]) -> list[Any]:
    """The values of a prepared query, for this object."""
    return [objet.pk if valeur == REPERE else valeur for valeur in valeurs]


def ecrite_une_fois(modele: type[M], ecrire: Callable[[M], T]) -> Callable[[], T]:
    """What `ecrire` gives of an object whose key is `REPERE`, made once for each language that asks."""

    @cache
    def dans(_langue: str | None) -> T:
        return ecrire(modele(pk=REPERE))

    return lambda: dans(get_language())


def preparee(
    modele: type[M],
) -> Callable[[Callable[[M], models.QuerySet[Any, Any]]], Callable[[M], list[tuple[Any, ...]]]]:
    """Decorator of a function that gives, of an object, a queryset of `values_list`: it gives its rows.

    The SQL is written once a language. Nothing in it may depend on the day, nor on anything but the language
    and the object's primary key.
    """

    def decorer(ecrire: Callable[[M], models.QuerySet[Any, Any]]) -> Callable[[M], list[tuple[Any, ...]]]:
        requete = ecrite_une_fois(modele, lambda objet: ecrire(objet).query.sql_with_params())

        @wraps(ecrire)
        def lire(objet: M) -> list[tuple[Any, ...]]:
            texte, valeurs = requete()
            with connection.cursor() as curseur:
                curseur.execute(texte, pour(objet, valeurs))
                lignes: list[tuple[Any, ...]] = curseur.fetchall()
                return lignes

        return lire

    return decorer
