"""What PostgreSQL is told after each migration, in one ordered step: functions, triggers, views, rights.

All of it follows from the models, so it is made anew from them and never written by hand in a migration.
"""

from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.models import Model

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.histoire import declencheurs, droits, fonctions, sceau, vues
from partenariat.retraits import sql as retraits


def retirer(using: str = "default", **_: Any) -> None:
    """Before migrations: a column that a view reads could not change its type."""
    with connections[using].cursor() as curseur:
        curseur.execute("DROP SCHEMA IF EXISTS histoire CASCADE")


def poser(using: str = "default", **_: Any) -> None:
    """After migrations. Idempotent, one transaction, nothing where all stands already.

    Nothing is made where the tables are not yet, or no longer, those of the models (a migration undone):
    without its schema, history refuses to answer.
    """
    connexion = connections[using]
    with transaction.atomic(using=using), connexion.cursor() as curseur:
        if tables_manquantes(using):
            retirer(using)
            return
        texte = "".join(
            (
                fonctions.SQL,
                sceau.sql(),
                retraits.fonctions(),
                declencheurs.sql(),
                vues.sql(connexion),
                retraits.marquer_tout(),
                droits.sql(curseur),
            )
        )
        marque = empreinte_texte(texte)
        curseur.execute("SELECT obj_description(to_regnamespace('histoire'), 'pg_namespace')")
        if curseur.fetchone()[0] == marque and not manques(using):
            return
        # No parameters: the text is given to PostgreSQL as it stands, `%` included.
        curseur.execute(texte)
        curseur.execute(f"COMMENT ON SCHEMA histoire IS '{marque}'")


def tables_manquantes(using: str = "default") -> list[str]:
    """The tables and columns of the models that the database lacks, by kind and name. One query."""
    with connections[using].cursor() as curseur:
        curseur.execute("""
            SELECT c.relname, a.attname FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
             WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
               AND a.attnum > 0 AND NOT a.attisdropped
        """)
        return absentes(set(curseur.fetchall()))


def absentes(presentes: set[tuple[str, str]]) -> list[str]:
    """The tables and columns of the models that are not among those (table, column)."""
    tables = {table for table, _colonne in presentes}
    manquent = []
    for modele in _modeles():
        if (table := modele._meta.db_table) not in tables:
            manquent.append(f"table {table}")
            continue
        colonnes = (str(champ.column) for champ in modele._meta.local_concrete_fields)
        manquent += [f"colonne {table} {nom}" for nom in colonnes if (table, nom) not in presentes]
    return sorted(manquent)


def manques(using: str = "default") -> list[str]:
    """What the models ask of the database and does not stand there: tables, columns, views, triggers.

    A trigger that sleeps, or whose function acts with its caller's rights, counts as missing. Two queries.
    """
    with connections[using].cursor() as curseur:
        curseur.execute("""
            SELECT 'vue', relname, '' FROM pg_catalog.pg_class
             WHERE relnamespace = to_regnamespace('histoire') AND relkind = 'v'
            UNION ALL
            SELECT 'declencheur', c.relname, t.tgname FROM pg_catalog.pg_trigger t
              JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
              JOIN pg_catalog.pg_proc p ON p.oid = t.tgfoid
             WHERE c.relnamespace = to_regnamespace('public') AND t.tgenabled = 'A' AND p.prosecdef
        """)
        presents = set(curseur.fetchall())
    attendus = {("vue", nom, "") for nom in vues.noms()} | {
        ("declencheur", table, nom) for table, nom in declencheurs.noms()
    }
    poses = [" ".join(filter(None, manque)) for manque in attendus - presents]
    return sorted([*tables_manquantes(using), *poses])


def index_manquants(using: str = "default") -> list[str]:
    """The indexes of the models that the database lacks: the site answers without them, slowly. One query."""
    with connections[using].cursor() as curseur:
        curseur.execute("SELECT tablename, indexname FROM pg_catalog.pg_indexes WHERE schemaname = 'public'")
        presents = set(curseur.fetchall())
    attendus = {(m._meta.db_table, index.name) for m in _modeles() for index in m._meta.indexes}
    return sorted(f"index {table} {nom}" for table, nom in attendus - presents)


def _modeles() -> list[type[Model]]:
    """Those whose tables are ours to make."""
    tous = apps.get_models(include_auto_created=True)
    return [modele for modele in tous if modele._meta.managed and not modele._meta.proxy]
