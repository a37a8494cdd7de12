"""History spread over time: PostgreSQL dates an event by its own clock, and the whole plan is written today.

The owner of a throwaway database may give events another date, their own guards put aside for that statement
alone. Order is kept: of two events of a table, the one written first stays the earlier.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.apps import apps
from django.db import connection, transaction

SUIVANT = "remplace_le"
"""Column by which an event knows when the next one replaced it, in the versions of the site that have it."""


def evenements() -> list[str]:
    """The tables of history."""
    return sorted({m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")})


class Frise:
    """Which events belong to which window of time."""

    def __init__(self):
        self._vus: dict[str, int] = defaultdict(int)
        self._fenetres: dict[str, list[tuple[int, int, datetime, datetime]]] = defaultdict(list)

    def borner(self, debut: datetime, fin: datetime) -> None:
        """What was written since the last call happened between `debut` and `fin`, evenly."""
        with connection.cursor() as curseur:
            for table in evenements():
                curseur.execute(f'SELECT max(pgh_id) FROM "{table}"')
                dernier = curseur.fetchone()[0] or 0
                if dernier > self._vus[table]:
                    self._fenetres[table].append((self._vus[table] + 1, dernier, debut, fin))
                    self._vus[table] = dernier

    def dater(self) -> None:
        """Gives every event its date and, where the table knows it, that of the event that replaced it."""
        for table, fenetres in self._fenetres.items():
            with transaction.atomic(), connection.cursor() as curseur, _gardes_ecartees(table, curseur):
                suivant = f", {SUIVANT} = d.suivant" if _a_colonne(table, SUIVANT, curseur) else ""
                valeurs = ", ".join(["(%s, %s, %s::timestamptz, %s::timestamptz)"] * len(fenetres))
                curseur.execute(
                    f"""
                    UPDATE "{table}" AS e SET pgh_created_at = d.le{suivant} FROM (
                        SELECT pgh_id, le, lead(le) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS suivant
                        FROM (
                            SELECT pgh_id, pgh_obj_id, f.debut + (f.fin - f.debut)
                              * ((pgh_id - f.premier)::float8 / greatest(f.dernier - f.premier, 1)) AS le
                            FROM "{table}"
                            JOIN (VALUES {valeurs}) AS f (premier, dernier, debut, fin)
                              ON pgh_id BETWEEN f.premier AND f.dernier
                        ) AS datees
                    ) AS d WHERE d.pgh_id = e.pgh_id
                    """,
                    [valeur for fenetre in fenetres for valeur in fenetre],
                )


def ranger() -> None:
    """Leaves tables as a server of some age does: no room lost to the dating, statistics up to date."""
    with connection.cursor() as curseur:
        for table in evenements():
            curseur.execute(f'VACUUM (FULL) "{table}"')
        curseur.execute("VACUUM (ANALYZE)")


def compter() -> tuple[int, int]:
    """Rows, and events of their history, in the whole database."""
    modeles = {m._meta.db_table for m in apps.get_models() if m._meta.managed and not m._meta.proxy}
    with connection.cursor() as curseur:
        compte = {}
        for table in modeles:
            curseur.execute(f'SELECT count(*) FROM "{table}"')
            compte[table] = curseur.fetchone()[0]
    histoire = sum(compte[table] for table in evenements())
    return sum(compte.values()) - histoire, histoire


@contextmanager
def _gardes_ecartees(table: str, curseur) -> Iterator[None]:
    """Puts the triggers of this table aside, then each back as it was (always on, most of them)."""
    curseur.execute(
        "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
        [f'"{table}"'],
    )
    declencheurs = curseur.fetchall()
    curseur.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    for nom, etat in declencheurs:
        mode = {"A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}.get(etat, "ENABLE")
        curseur.execute(f'ALTER TABLE "{table}" {mode} TRIGGER "{nom}"')


def _a_colonne(table: str, colonne: str, curseur) -> bool:
    curseur.execute(
        "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s AND NOT attisdropped",
        [f'"{table}"', colonne],
    )
    return curseur.fetchone() is not None
