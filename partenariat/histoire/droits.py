"""What the web's role may do: write the site's tables, never what triggers write, nor rewrite what stays."""

from django.apps import apps
from django.db.backends.utils import CursorWrapper

from partenariat.histoire.evenements import modeles_historiques

ROLE_WEB = "partenariat_web"


def sql(curseur: CursorWrapper) -> str:
    """The web role reads and writes the site's tables; it adds nothing where triggers write."""
    curseur.execute("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s", [ROLE_WEB])
    if not curseur.fetchone():
        return ""
    lecture = {evenement._meta.db_table for evenement in modeles_historiques()}
    lecture |= {"partenariat_revision", "django_migrations"}
    return f"""
        GRANT USAGE ON SCHEMA public, histoire TO {ROLE_WEB};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {ROLE_WEB};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {ROLE_WEB};
        GRANT SELECT ON ALL TABLES IN SCHEMA histoire TO {ROLE_WEB};
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {_liste(lecture)} FROM {ROLE_WEB};
        REVOKE UPDATE, DELETE, TRUNCATE ON {_liste(_tables("AJOUT_SEULEMENT"))} FROM {ROLE_WEB};
        REVOKE INSERT ON {_liste(_tables("ECRIT_PAR_DECLENCHEUR"))} FROM {ROLE_WEB};
        DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
    """


def _tables(marque: str) -> set[str]:
    """The tables of the models that say so of themselves: what is written there follows a rule of rights."""
    return {modele._meta.db_table for modele in apps.get_models() if getattr(modele, marque, False)}


def _liste(tables: set[str]) -> str:
    return ", ".join(f"public.{table}" for table in sorted(tables))
