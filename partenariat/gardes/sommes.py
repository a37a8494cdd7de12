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
    """SELECT of them all, in their order, for the row `{ligne}` (NEW, an alias)."""
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
  FROM ({self.requete.format(ligne="NEW")}) AS s;
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

    def des_parties(self, vers: str, *champs: str, ajoutes: str = "true") -> list[pgtrigger.Trigger]:
        """On the table of the parts that are summed: what is added, removed, or changed of what counts.

        Args:
            vers: the column that leads to the row that sums them.
            champs: the other columns that count.
            ajoutes: SQL on the rows added that may count.
        """
        avant, apres = (", ".join(f"{t}.{champ}" for champ in (vers, *champs)) for t in ("a", "b"))
        return [
            self.toucher(pgtrigger.Insert, f"SELECT {vers} FROM inscrits WHERE {ajoutes}", new="inscrits"),
            self.toucher(pgtrigger.Delete, f"SELECT {vers} FROM retires", old="retires"),
            self.toucher(
                pgtrigger.Update,
                f"""
SELECT unnest(ARRAY[a.{vers}, b.{vers}]) FROM avant a FULL JOIN apres b USING (id)
 WHERE ({avant}) IS DISTINCT FROM ({apres})
""",
                old="avant",
                new="apres",
            ),
        ]

    def fausses(self) -> Iterator[str]:
        """The rows whose sums are not the true ones, by name: none, unless the guards slept."""
        vraies, gardees = (", ".join(f"{t}.{champ}" for champ in self.champs) for t in ("vraies", "t"))
        with connection.cursor() as curseur:
            curseur.execute(f"""
                SELECT {self.nom}
                FROM public.{self.table} t,
                LATERAL ({self.requete.format(ligne="t")}) AS vraies ({", ".join(self.champs)})
                WHERE ({gardees}) IS DISTINCT FROM ({vraies})
                ORDER BY 1
            """)
            yield from (nom for (nom,) in curseur.fetchall())
