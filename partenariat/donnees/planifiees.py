"""Queries that PostgreSQL plans once a connection: planning one of many branches costs more than running it.

`PREPARE` in SQL, and not the driver's: connections are shared (`bassin`), and each keeps what it prepared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg2.extensions import AsIs

from partenariat.histoire.temps import moment_courant

TYPES: Mapping[type, str] = {int: "bigint", str: "text", date: "date"}

_textes: dict[str, str] = {}
"""By its name, what a prepared statement runs: a process has a few."""
_preparees: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


@dataclass(frozen=True)
class Place:
    """Where an argument stands among the values of a query.

    Args:
        rang: that of the argument, from 1.
        ecart: what is added to it, where it is a day.
    """

    rang: int
    ecart: timedelta = timedelta(0)

    def __str__(self) -> str:
        return f"(${self.rang} + {self.ecart.days})" if self.ecart else f"${self.rang}"


@dataclass(frozen=True)
class Planifiee:
    """A query, its values, and the types of its arguments.

    Args:
        texte: SQL, as Django writes it.
        valeurs: its values; a `Place` for each that is an argument.
    """

    texte: str
    valeurs: Sequence[Any]
    types: Sequence[type]

    def execution(
        self, connexion: BaseDatabaseWrapper, arguments: Sequence[Any]
    ) -> tuple[str, Sequence[Any]]:
        """The `EXECUTE` that runs it there, and its values; prepares it where that connection has not."""
        connexion.ensure_connection()
        brute = connexion.connection
        # What is prepared is planned again each time that `search_path` is another: the past has its own.
        nom = f"{self._nom}_{'hier' if moment_courant() else 'ce_jour'}"
        connues = _preparees.setdefault(brute, set())
        if nom not in connues:
            _textes[nom] = self.texte
            with brute.cursor() as curseur:
                valeurs = [AsIs(str(v)) if isinstance(v, Place) else v for v in self.valeurs]
                # Not Django's cursor: what is asked once a connection is no query of the page.
                types = ", ".join(next(TYPES[t] for t in un.__mro__ if t in TYPES) for un in self.types)
                curseur.execute(f"PREPARE {nom} ({types}) AS {self.texte}", valeurs)
            connues.add(nom)
        return f"EXECUTE {nom} ({', '.join(['%s'] * len(arguments))})", tuple(arguments)

    @cached_property
    def _nom(self) -> str:
        return "q" + sha256(f"{self.texte}{list(map(str, self.valeurs))}".encode()).hexdigest()[:24]


def texte_planifie(nom: str) -> str | None:
    """The SQL that `EXECUTE` of this name runs; None where it is none of these."""
    return _textes.get(nom)
