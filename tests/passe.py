"""Puts what was written so far in the past: history is only ever written at the database's own clock."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, models, transaction

from partenariat.histoire.evenements import modeles_historiques


@contextmanager
def sans_gardes(*modeles: type[models.Model]) -> Iterator[None]:
    """Within it, the triggers of these tables sleep: only their owner can say so."""
    with transaction.atomic(), connection.cursor() as curseur:
        # What waits for the end of the transaction is checked now: a table that waits cannot be altered.
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for modele in modeles:
            curseur.execute(f"ALTER TABLE {modele._meta.db_table} DISABLE TRIGGER USER")
        yield
        for modele in modeles:
            curseur.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
                [modele._meta.db_table],
            )
            for (nom,) in curseur.fetchall():
                curseur.execute(f"ALTER TABLE {modele._meta.db_table} ENABLE ALWAYS TRIGGER {nom}")
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")


def reculer(jours: int) -> None:
    """Every event written until now was written `jours` days earlier."""
    evenements = modeles_historiques()
    with sans_gardes(*evenements), connection.cursor() as curseur:
        for modele in evenements:
            curseur.execute(
                f"UPDATE {modele._meta.db_table} SET "
                f"pgh_created_at = {_plus_tot('pgh_created_at')}, remplace_le = {_plus_tot('remplace_le')}",
                [jours, jours],
            )


def _plus_tot(instant: str) -> str:
    """The same hour of Montréal, some days before: over a change of hour, a day is not 24 of them."""
    ici = f"{instant} AT TIME ZONE '{settings.TIME_ZONE}'"
    return f"({ici} - make_interval(days => %s)) AT TIME ZONE '{settings.TIME_ZONE}'"
