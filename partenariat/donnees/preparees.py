"""Queries whose SQL the ORM writes once a process: only what they are asked about changes.

Writing the SQL of a page's query costs several times what PostgreSQL takes to answer it. It is written about
stand-ins (a key, a text and a day that nothing else bears), whose places are then those of the arguments.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property, wraps
from typing import Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import get_language

from partenariat.donnees.planifiees import Place, Planifiee
from partenariat.histoire.temps import jour, le_jour

T = TypeVar("T")

JUSQU_A = timedelta(days=3653)
"""A day within ten years of the stand-in's is as far from the day asked for."""


@dataclass(frozen=True)
class Factices:
    """What nothing else bears: it stands for the arguments and for the day while the SQL is written."""

    cle: int
    """The key of the first argument, and those after it of the others."""
    jour: date

    def de(self, types: Iterable[type]) -> list[Any]:
        """The arguments of these types: objects that bear the keys, or texts."""
        return [self._un(genre, self.cle + rang) for rang, genre in enumerate(types)]

    @staticmethod
    def _un(genre: Any, cle: int) -> Any:
        return genre(pk=cle) if issubclass(genre, models.Model) else genre(f"⟦{cle}⟧")


FACTICES = Factices(7_305_911_423_608_417, date(5000, 5, 17))
TEMOINS = Factices(6_102_775_318_940_233, date(7003, 2, 8))
"""Others: what is written about them proves that nothing else of the first ones was used."""


def _valeur(argument: Any) -> Any:
    return argument.pk if isinstance(argument, models.Model) else argument


@dataclass(frozen=True)
class Ecrite:
    """A text of SQL, and its values: those of the stand-ins give way to those of the arguments."""

    texte: str
    valeurs: Sequence[Any]
    factices: Sequence[Any]

    def pour(self, arguments: Sequence[Any], le: date | None = None) -> tuple[Any, ...]:
        """The values of the query for these arguments, on this day (that of the readings, by default)."""
        # The day is asked once: at midnight, all the comparisons of a query are with the same one.
        le = jour() if le is None else le
        par_factice = {_valeur(r): _valeur(a) for r, a in zip(self.factices, arguments, strict=True)}

        def une(valeur: Any) -> Any:
            if _est_un_jour(valeur):
                return le + (valeur - FACTICES.jour)
            return par_factice.get(valeur, valeur) if isinstance(valeur, Hashable) else valeur

        return tuple(map(une, self.valeurs))

    @cached_property
    def planifiee(self) -> Planifiee:
        """The same, to be planned once a connection: the day is its last argument."""
        rangs = {_valeur(r): rang for rang, r in enumerate(self.factices, 1)}
        places = [
            Place(len(rangs) + 1, valeur - FACTICES.jour)
            if _est_un_jour(valeur)
            else Place(rangs[valeur])
            if isinstance(valeur, Hashable) and valeur in rangs
            else valeur
            for valeur in self.valeurs
        ]
        return Planifiee(self.texte, places, [*(type(_valeur(r)) for r in self.factices), date])

    def executee(self, connexion: BaseDatabaseWrapper, arguments: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """The text and the values that run the query planned there, for these arguments, today."""
        return self.planifiee.execution(connexion, [*map(_valeur, arguments), jour()])

    def verifier(self, temoin: "Ecrite", le: date) -> None:
        """Checks that the query is the same about others, but for them.

        Raises:
            LookupError: it is not (an argument that is transformed, that decides of the text, a part of the
                day), an argument is nowhere in it, or it holds a day or a moment of now.
        """
        absents = [r for r in self.factices if not any(v == _valeur(r) for v in self.valeurs)]
        restes = [v for v in self.valeurs if isinstance(v, date) and not _est_un_jour(v)]
        pareille = temoin.texte == self.texte and self.pour(temoin.factices, le) == tuple(temoin.valeurs)
        if absents or restes or not pareille:
            raise LookupError(f"cannot be prepared ({absents or restes}): {self.texte[:300]}")


def _est_un_jour(valeur: Any) -> bool:
    """Whether it comes from the day of the readings."""
    if isinstance(valeur, datetime) or not isinstance(valeur, date):
        return False
    return abs(valeur - FACTICES.jour) < JUSQU_A


def ecrite_une_fois(
    types: Sequence[type], ecrire: Callable[..., T], sql: Callable[[T], tuple[str, Sequence[Any]]]
) -> Callable[[], tuple[T, Ecrite]]:
    """What `ecrire` gives of stand-ins of these types, and its query, made once for each language that asks.

    Args:
        sql: the query, and its values, of what `ecrire` gives.
    """

    @cache
    def dans(_langue: str | None) -> tuple[T, Ecrite]:
        ecrites = []
        for factices in (TEMOINS, FACTICES):
            with le_jour(factices.jour):
                arguments = factices.de(types)
                donne = ecrire(*arguments)
                ecrites.append(Ecrite(*sql(donne), arguments))
        temoin, ecrite = ecrites
        ecrite.verifier(temoin, TEMOINS.jour)
        return donne, ecrite

    return lambda: dans(get_language())


class _Prete:
    """A queryset whose SQL is written: it is read as any other, and nothing more can be asked of it."""

    def __init__(self, queryset: models.QuerySet[Any, Any]) -> None:
        self.queryset = queryset
        self.compilateur = queryset.query.get_compiler(queryset.db)
        texte, valeurs = self.compilateur.as_sql()
        self.sql: tuple[str, Sequence[Any]] = (texte, valeurs)

    def lire(self, texte: str, valeurs: Sequence[Any]) -> list[Any]:
        compilateur, queryset = copy(self.compilateur), self.queryset.all()
        # The connection of this thread, and not of the one that wrote the SQL.
        compilateur.connection = connections[queryset.db]
        # Of these two objects alone, which nobody else holds.
        vars(compilateur)["as_sql"] = lambda *_args, **_kwargs: (texte, valeurs)
        vars(queryset.query)["get_compiler"] = lambda *_args, **_kwargs: compilateur
        return list(queryset)


def preparee(
    *types: type, planifiee: bool = False
) -> Callable[[Callable[..., models.QuerySet[Any, Any]]], Callable[..., list[Any]]]:
    """Decorator of a function that gives a queryset of its arguments: it gives its rows.

    The SQL is written once a language, about stand-ins. Nothing in the function may depend on anything but
    the language, the day (`histoire.temps.jour`), the primary keys of its arguments, and those that are
    texts, compared as they are.

    Args:
        types: those of the arguments, in order: models, `str`.
        planifiee: PostgreSQL plans it once a connection too, for whatever arguments (`donnees.planifiees`).
    """

    def decorer(ecrire: Callable[..., models.QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
        prete = _prete(types, ecrire)

        @wraps(ecrire)
        def lire(*arguments: Any) -> list[Any]:
            une, ecrite = prete()
            if planifiee:
                return une.lire(*ecrite.executee(connections[une.queryset.db], arguments))
            return une.lire(ecrite.texte, ecrite.pour(arguments))

        return lire

    return decorer


def _prete(
    types: Sequence[type], ecrire: Callable[..., models.QuerySet[Any, Any]]
) -> Callable[[], tuple[_Prete, Ecrite]]:
    return ecrite_une_fois(types, lambda *factices: _Prete(ecrire(*factices)), lambda une: une.sql)


@dataclass(frozen=True)
class Tranches:
    """The rows of a prepared query, of which a page reads a slice; counted by PostgreSQL."""

    prete: _Prete
    texte: str
    valeurs: tuple[Any, ...]
    ordered = True
    """As a queryset says it: every prepared query that is sliced ends its order with a unique key."""

    def __getitem__(self, tranche: slice) -> list[Any]:
        debut, fin = tranche.start or 0, tranche.stop
        return self.prete.lire(f"{self.texte} LIMIT %s OFFSET %s", (*self.valeurs, fin - debut, debut))

    def count(self) -> int:
        with connections[self.prete.queryset.db].cursor() as curseur:
            curseur.execute(f"SELECT count(*) FROM ({self.texte}) AS lignes", self.valeurs)
            (nombre,) = curseur.fetchone()
        return int(nombre)

    def __len__(self) -> int:
        return self.count()


def par_tranches(
    *types: type,
) -> Callable[[Callable[..., models.QuerySet[Any, Any]]], Callable[..., Tranches]]:
    """As `preparee`, for the rows that a page does not read all of (`presentation.pages`)."""

    def decorer(ecrire: Callable[..., models.QuerySet[Any, Any]]) -> Callable[..., Tranches]:
        prete = _prete(types, ecrire)

        @wraps(ecrire)
        def tranches(*arguments: Any) -> Tranches:
            une, ecrite = prete()
            return Tranches(une, ecrite.texte, ecrite.pour(arguments))

        return tranches

    return decorer
