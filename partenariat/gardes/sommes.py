"""Columns that a row computes of what points at it, each time that it is written: nobody sets them otherwise.

PostgreSQL has no statistics on what a query computes; it has some on a column. What moves elsewhere only
touches its row, which computes again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pgtrigger
from django.db import connection


@dataclass(frozen=True)
class Sommes:
    """Sums that the rows of a table keep."""

    table: str
    champs: tuple[str, ...]
    requete: str
    """SELECT of them all, in their order, for the row `{ligne}`, whose key is `{cle}`."""
    nom: str
    """SQL that names the row `t` to whoever mends it."""

    def garde(self) -> pgtrigger.Trigger:
        """On the table itself: whatever is written there, the sums are the true ones."""
        noms = ", ".join(f"NEW.{champ}" for champ in self.champs)
        return pgtrigger.Trigger(
            name="sommes",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"""
SELECT s.* INTO {noms}
  FROM ({self.requete.format(cle="NEW.id", ligne="NEW")}) AS s;
RETURN NEW;
""",
        )

    def toucher(self, operation: pgtrigger.Operation, lignes: str, **tables: str) -> pgtrigger.Trigger:
        """On a table that they sum, once a statement: the rows concerned are written again.

        Args:
            lignes: SQL that gives the keys of those rows.
            tables: names of the transition tables that it reads (`old`, `new`).
        """
        return pgtrigger.Trigger(
            name=f"sommes_{str(operation).lower()}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(**tables),  # type: ignore[no-untyped-call]  # pgtrigger's
            func=f"""
-- In order, so that two transactions that share rows wait for each other and never both.
PERFORM 1 FROM public.{self.table} WHERE id IN ({lignes}) ORDER BY id FOR NO KEY UPDATE;
UPDATE public.{self.table} SET {self.champs[0]} = {self.champs[0]} WHERE id IN ({lignes});
RETURN NULL;
""",
        )

    def fausses(self) -> Iterator[str]:
        """The rows whose sums are not the true ones, by name: none, unless the guards slept."""
        vraies, gardees = (", ".join(f"{t}.{champ}" for champ in self.champs) for t in ("vraies", "t"))
        with connection.cursor() as curseur:
            curseur.execute(f"""
                SELECT {self.nom}
                FROM public.{self.table} t,
                LATERAL ({self.requete.format(cle="t.id", ligne="t")}) AS vraies ({", ".join(self.champs)})
                WHERE ({gardees}) IS DISTINCT FROM ({vraies})
                ORDER BY 1
            """)
            yield from (nom for (nom,) in curseur.fetchall())
