"""Puts what was written so far in the past: history is only ever written at the database's own clock."""

import pgtrigger
from django.db import connection, transaction

from partenariat.histoire.vues import modeles_historiques


def reculer(jours: int) -> None:
    """Every event written until now was written `jours` days earlier."""
    with transaction.atomic(), pgtrigger.ignore(), connection.cursor() as curseur:
        for modele in modeles_historiques():
            table = modele._meta.db_table
            curseur.execute(
                f"UPDATE {table} SET pgh_created_at = pgh_created_at - make_interval(days => %s)", [jours]
            )
