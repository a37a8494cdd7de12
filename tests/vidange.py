"""Empties the tables after a test of real transactions, faster than Django's `flush`.

`flush` empties every table, then plays again all that follows a migration: content types, permissions,
roles, triggers. That was most of what such a test cost. Here what was written goes, and what a migration
leaves stays.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from django.db import connection

from partenariat.histoire import pose

LAISSEES = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
"""What a migration writes and a test does not; where it did, `intacte` says so."""


STRUCTURE = """
SELECT sum(lu) FROM (
  SELECT hashtextextended(concat_ws('|', nspname, nspacl), 0) AS lu
    FROM pg_namespace WHERE nspname IN ('public', 'histoire')
  UNION ALL
  SELECT hashtextextended(concat_ws('|', proname, prosrc, proconfig, prosecdef, proacl), 0)
    FROM pg_proc WHERE pronamespace IN (to_regnamespace('public'), to_regnamespace('histoire'))
  UNION ALL
  SELECT hashtextextended(concat_ws('|', relname, relacl), 0)
    FROM pg_class WHERE relnamespace IN (to_regnamespace('public'), to_regnamespace('histoire'))
    AND relkind IN ('r', 'v', 'S')
  UNION ALL
  SELECT hashtextextended(
      concat_ws('|', relname, indrelid, indkey, indisunique, indisvalid, indpred, indexprs), 0)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
   WHERE relnamespace = to_regnamespace('public')
  UNION ALL
  SELECT hashtextextended(concat_ws('|', conname, conrelid, contype, convalidated, conkey, conbin), 0)
    FROM pg_constraint WHERE connamespace = to_regnamespace('public') AND contype <> 'n'
) AS tout
"""
"""What only migrations make, in a figure: bodies of functions, rights, indexes, constraints. 4 ms."""

PERDU = (
    "Cet essai laisse la base autre qu'il l'a trouvée (corps d'une fonction, droit, index ou contrainte), et "
    "rien ne le rend aux suivants : défaites-le dans l'essai, ou jouez-le dans une transaction annulée."
)


class Etat(NamedTuple):
    """What migrations and `post_migrate` leave."""

    structure: str
    lignes: str
    """Rows, and the mark of functions, triggers and views, in a few letters."""


def etat_des_migrations() -> Etat:
    lignes = " UNION ALL ".join(f"SELECT '{t} ' || {t}::text AS ligne FROM public.{t}" for t in LAISSEES)
    with connection.cursor() as curseur:
        curseur.execute(
            f"SELECT ({STRUCTURE})::text, md5(string_agg(ligne, ' ' ORDER BY ligne))"
            " || coalesce(obj_description(to_regnamespace('histoire'), 'pg_namespace'), '')"
            f" FROM ({lignes}) AS tout"
        )
        return Etat(*curseur.fetchone())


def intacte(etat: Etat) -> bool:
    """Nothing of what migrations leave was touched: no need to play them again."""
    return not pose.manques() and etat_des_migrations() == etat


def vider() -> None:
    """Empties the tables where something was written, and those that refer to them."""
    noms = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = sorted(set(noms) - set(LAISSEES))
    with connection.cursor() as curseur:
        curseur.execute(" UNION ALL ".join(f"(SELECT '{t}' FROM public.\"{t}\" LIMIT 1)" for t in tables))
        pleines = ", ".join(f'public."{table}"' for (table,) in curseur.fetchall())
        if pleines:
            curseur.execute(f"TRUNCATE {pleines} CASCADE")


class Vidange:
    """What a worker knows of its own database: read before its first test, compared after each."""

    etat: Etat | None = None

    def lire(self) -> None:
        self.etat = self.etat or etat_des_migrations()

    def faire(self, tout_vider: Callable[[], None]) -> None:
        """Empties the tables; where more was touched, by `tout_vider`, which plays what follows a migration.

        That makes anew rows, functions, triggers, views and rights. A test that lost anything else fails, and
        the next ones go on from what it left.
        """
        if self.etat and intacte(self.etat):
            return vider()
        pose.retirer()
        tout_vider()
        avant, self.etat = self.etat, etat_des_migrations()
        if avant and self.etat.structure != avant.structure:
            pytest.fail(PERDU, pytrace=False)
        return None
