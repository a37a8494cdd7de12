"""Queries whose SQL the ORM writes once a process: only what they are asked about changes.

Writing the SQL of a page's query costs several times what PostgreSQL takes to answer it. It is written about
landmarks (a key, a text and a day that nothing else bears), whose places are then those of the arguments.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, wraps
from typing import Any, TypeVar

from django.db import connections, models
from django.utils.translation import get_language

from partenariat.histoire.temps import jour, le_jour

T = TypeVar("T")

CLE = 7_305_911_423_608_417
"""The key of the first argument while the SQL is written, and those after it of the others."""
JOUR = date(5000, 1, 1)
"""The day of the readings meanwhile: what is within ten years of it is as far from the day asked for."""
ALENTOURS = timedelta(days=3653)


def _repere(rang: int, genre: type) -> Any:
    """What stands for the argument of that rank while the SQL is written."""
    return genre(pk=CLE + rang) if issubclass(genre, models.Model) else f"⟦{CLE + rang}⟧"


def _valeur(argument: Any) -> Any:
    return argument.pk if isinstance(argument, models.Model) else argument


@dataclass(frozen=True)
class Ecrite:
    """A text of SQL, and its values: those of the landmarks give way to those of the arguments.

    Raises:
        LookupError: an argument is nowhere among the values, or the day stands there as a moment.
    """

    texte: str
    valeurs: Sequence[Any]
    reperes: Sequence[Any]

    def __post_init__(self) -> None:
        absents = [r for r in self.reperes if not any(v == _valeur(r) for v in self.valeurs)]
        moments = [v for v in self.valeurs if isinstance(v, datetime)]
        if absents or moments:
            raise LookupError(f"cannot be prepared: {absents or moments} in {self.texte[:200]}")

    def pour(self, arguments: Sequence[Any]) -> tuple[Any, ...]:
        """The values of the query for these arguments, on the day of the readings."""
        par_repere = {_valeur(r): _valeur(a) for r, a in zip(self.reperes, arguments, strict=True)}
        return tuple(self._une(valeur, par_repere) for valeur in self.valeurs)

    @staticmethod
    def _une(valeur: Any, par_repere: dict[Any, Any]) -> Any:
        if isinstance(valeur, date) and abs(valeur - JOUR) < ALENTOURS:
            return jour() + (valeur - JOUR)
        return par_repere.get(valeur, valeur) if isinstance(valeur, Hashable) else valeur


def ecrite_une_fois(types: Iterable[type], ecrire: Callable[..., T]) -> Callable[[], T]:
    """What `ecrire` gives of landmarks of these types, made once for each language that asks."""

    @cache
    def dans(_langue: str | None) -> T:
        with le_jour(JOUR):
            return ecrire(*(_repere(rang, genre) for rang, genre in enumerate(types)))

    return lambda: dans(get_language())


class _Prete:
    """A queryset whose SQL is written: it is read as any other, and nothing more can be asked of it."""

    def __init__(self, queryset: models.QuerySet[Any, Any], reperes: Sequence[Any]) -> None:
        self.queryset = queryset
        self.compilateur = queryset.query.get_compiler(queryset.db)
        texte, valeurs = self.compilateur.as_sql()
        self.ecrite = Ecrite(texte, valeurs, reperes)

    def lire(self, arguments: Sequence[Any]) -> list[Any]:
        compilateur, queryset = copy(self.compilateur), self.queryset.all()
        # The connection of this thread, and not of the one that wrote the SQL.
        compilateur.connection = connections[queryset.db]
        sql = self.ecrite.texte, self.ecrite.pour(arguments)
        # Of these two objects alone, which nobody else holds.
        vars(compilateur)["as_sql"] = lambda *_args, **_kwargs: sql
        vars(queryset.query)["get_compiler"] = lambda *_args, **_kwargs: compilateur
        return list(queryset)


def preparee(
    *types: type,
) -> Callable[[Callable[..., models.QuerySet[Any, Any]]], Callable[..., list[Any]]]:
    """Decorator of a function that gives a queryset of its arguments: it gives its rows.

    The SQL is written once a language, about landmarks. Nothing in the function may depend on anything but
    the language, the day (`histoire.temps.jour`), the primary keys of its arguments, and those that are
    texts, compared as they are.

    Args:
        types: those of the arguments, in order: models, `str`.
    """

    def decorer(ecrire: Callable[..., models.QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
        def preparer(*reperes: Any) -> _Prete:
            return _Prete(ecrire(*reperes), reperes)

        ecrite = ecrite_une_fois(types, preparer)

        @wraps(ecrire)
        def lire(*arguments: Any) -> list[Any]:
            return ecrite().lire(arguments)

        return lire

    return decorer
