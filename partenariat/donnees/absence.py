"""Whether what went wrong is that the database is away: not there, going, or full of connections."""

from collections.abc import Iterator

from django.db import InterfaceError, OperationalError

ABSENTE = (
    "08",  # the connection failed
    "57P01",  # it is being stopped
    "57P02",  # it fell
    "57P03",  # it is starting
    "53300",  # it has no connection left
)
"""Beginnings of the codes of PostgreSQL; none at all where it could not be reached."""


class SansPlace(OperationalError):
    """Every connection of this process is in use: too many ask at once, and the database is there."""


def manque_de_place(erreur: BaseException | None) -> bool:
    """Of what was raised, or of what it was raised from."""
    return any(isinstance(une, SansPlace) for une in chaine(erreur))


def est_absente(erreur: BaseException | None) -> bool:
    """Likewise."""
    return not manque_de_place(erreur) and any(
        isinstance(une, InterfaceError) or (isinstance(une, OperationalError) and _du_lien(une))
        for une in chaine(erreur)
    )


def chaine(erreur: BaseException | None) -> Iterator[BaseException]:
    """What was raised, then what it was raised from."""
    vues: set[int] = set()
    while erreur is not None and id(erreur) not in vues:
        vues.add(id(erreur))
        yield erreur
        erreur = erreur.__cause__ or erreur.__context__


def _du_lien(erreur: OperationalError) -> bool:
    code = getattr(erreur.__cause__, "pgcode", None)
    return code is None or code.startswith(ABSENTE)
