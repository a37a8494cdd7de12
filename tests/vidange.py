"""Empties the tables after a test of real transactions, faster than Django's `flush`.

`flush` empties every table, then plays again all that follows a migration: content types, permissions,
roles, triggers. That was most of what such a test cost. Here what was written goes, and what a migration
leaves stays.
"""

from django.db import connection

from partenariat.histoire import pose

LAISSEES = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")
"""What a migration writes and a test does not; where it did, `intacte` says so."""


def etat_des_migrations() -> str:
    """What `post_migrate` leaves, in a few letters: rows, and the mark of functions, triggers and views."""
    lignes = " UNION ALL ".join(f"SELECT '{t} ' || {t}::text AS ligne FROM public.{t}" for t in LAISSEES)
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT md5(string_agg(ligne, ' ' ORDER BY ligne))"
            " || coalesce(obj_description(to_regnamespace('histoire'), 'pg_namespace'), '')"
            f" FROM ({lignes}) AS tout"
        )
        return curseur.fetchone()[0] or ""


def intacte(etat: str) -> bool:
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
