"""What PostgreSQL is told after each migration: historical views, guards always on, the web role's rights.

All of it follows from the models, so it is made anew from them and never written by hand in a migration.
"""

from django.apps import apps
from django.db import connections, models, transaction

# Accounts have no past to show: whoever signed a change then is named as they are named now.
SANS_VUE = {"partenariat.Utilisateur"}
ROLE_WEB = "partenariat_web"


def modeles_historiques() -> list[type[models.Model]]:
    """The event models, one a tracked model, in the order of the apps."""
    return [modele for modele in apps.get_models() if hasattr(modele, "pgh_tracked_model")]


def _colonne(champ: models.Field, evenement: type[models.Model], editeur) -> str:
    nom = editeur.quote_name(champ.column)
    if isinstance(champ, models.GeneratedField):
        sql, parametres = champ.generated_sql(editeur.connection)
        expression = sql % tuple(editeur.quote_value(p) for p in parametres) if parametres else sql
        return f"{expression} AS {nom}"
    if not any(f.column == champ.column for f in evenement._meta.concrete_fields):
        return f"NULL::{champ.db_type(editeur.connection)} AS {nom}"
    return nom


def _vue(evenement: type[models.Model], editeur) -> str:
    suivi = evenement.pgh_tracked_model
    colonnes = ", ".join(_colonne(champ, evenement, editeur) for champ in suivi._meta.concrete_fields)
    table, source = editeur.quote_name(suivi._meta.db_table), editeur.quote_name(evenement._meta.db_table)
    moment = "current_setting('partenariat.moment')::timestamptz"
    # Rather than DISTINCT ON, through which PostgreSQL pushes no condition: the milestones of one action are
    # read by an index, not sorted out of the whole history.
    return (
        f"CREATE VIEW histoire.{table} AS SELECT {colonnes} FROM public.{source} AS etat "
        # A view on one table alone could be written through.
        "CROSS JOIN (VALUES (true)) AS lecture (lecture_seule) "
        f"WHERE pgh_created_at <= {moment} AND pgh_label <> 'delete' "
        f"AND NOT EXISTS (SELECT 1 FROM public.{source} AS suivant "
        "WHERE suivant.pgh_obj_id = etat.pgh_obj_id AND suivant.pgh_id > etat.pgh_id "
        f"AND suivant.pgh_created_at <= {moment})"
    )


def retirer_vues(using: str = "default", **_) -> None:
    """Before migrations: a column that a view reads could not change its type."""
    with connections[using].cursor() as curseur:
        curseur.execute("DROP SCHEMA IF EXISTS histoire CASCADE")


def poser(using: str = "default", **_) -> None:
    """After migrations: views, guards, rights. Idempotent, one transaction.

    Nothing is made where the tables are not yet, or no longer, those of the models (a migration undone):
    without its schema, history refuses to answer.
    """
    connexion = connections[using]
    with transaction.atomic(using=using), connexion.schema_editor() as editeur, connexion.cursor() as curseur:
        retirer_vues(using)
        if not _tables_a_jour(curseur):
            return
        curseur.execute("CREATE SCHEMA histoire")
        for evenement in modeles_historiques():
            if evenement.pgh_tracked_model._meta.label not in SANS_VUE:
                curseur.execute(_vue(evenement, editeur))
        _toujours(curseur)
        _fonctions(curseur)
        _droits(curseur)


def _tables_a_jour(curseur) -> bool:
    curseur.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    )
    presentes = set(curseur.fetchall())
    attendues = {
        (modele._meta.db_table, champ.column)
        for evenement in modeles_historiques()
        for modele in (evenement, evenement.pgh_tracked_model)
        for champ in modele._meta.concrete_fields
    }
    return attendues <= presentes


def _toujours(curseur) -> None:
    """A plain trigger sleeps under `session_replication_role = replica`; ours never do."""
    curseur.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled <> 'A' AND tgname LIKE 'pgtrigger_%'"
    )
    for table, nom in curseur.fetchall():
        curseur.execute(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{nom}"')


def _fonctions(curseur) -> None:
    """Trigger functions act as the owner and see our tables only: no temporary table can stand in for one."""
    curseur.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' AND p.proname LIKE 'pgtrigger_%'"
    )
    for (fonction,) in curseur.fetchall():
        curseur.execute(
            f"ALTER FUNCTION {fonction} SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
        )


def _droits(curseur) -> None:
    """The web role reads and writes the site's tables; history it may only read: triggers write it."""
    curseur.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE_WEB])
    if not curseur.fetchone():
        return
    curseur.execute(f"""
        GRANT USAGE ON SCHEMA public, histoire TO {ROLE_WEB};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE_WEB};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE_WEB};
        GRANT SELECT ON ALL TABLES IN SCHEMA histoire TO {ROLE_WEB};
    """)
    for evenement in modeles_historiques():
        curseur.execute(
            f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{evenement._meta.db_table}" FROM {ROLE_WEB}'
        )
    for modele in apps.get_models():
        if getattr(modele, "AJOUT_SEULEMENT", False):
            curseur.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{modele._meta.db_table}" FROM {ROLE_WEB}')
    curseur.execute(f"""
        REVOKE INSERT, UPDATE, DELETE ON partenariat_revision, django_migrations FROM {ROLE_WEB};
        DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
    """)
