"""What the web's role may do: write the site's tables, never what triggers write, nor rewrite what stays."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.utils import CursorWrapper
from pghistory.models import Context

from partenariat.histoire.evenements import modeles_historiques

# Attributes that no web role bears: each would take it past what is granted below.
POUVOIRS = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")

CONFONDUS = f"""
SELECT {" OR ".join(f"r.{pouvoir}" for pouvoir in POUVOIRS)} OR EXISTS (
  SELECT 1 FROM pg_catalog.pg_class c
  WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
  AND pg_has_role(r.oid, c.relowner, 'MEMBER')
) OR EXISTS (
  SELECT 1 FROM pg_catalog.pg_database d
  WHERE d.datname = current_database() AND pg_has_role(r.oid, d.datdba, 'MEMBER')
) FROM pg_catalog.pg_roles r WHERE r.rolname = coalesce(%s, current_user)
"""
"""SQL: whether a role (the session's: NULL) could undo guards: it owns tables, or is above rights."""


def roles_confondus(role: str | None = None) -> bool:
    """Whether that role, or the connection's own, could do what only the owner should. One query."""
    with connection.cursor() as curseur:
        curseur.execute(CONFONDUS, [role])
        return bool(curseur.fetchone()[0])


def sql(curseur: CursorWrapper) -> str:
    """The web role reads and writes the site's tables; it adds nothing where triggers write."""
    curseur.execute(
        "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = %s AND rolname <> current_user",
        [settings.ROLE_WEB],
    )
    if not curseur.fetchone():
        return ""
    role = f'"{settings.ROLE_WEB}"'
    lecture = {evenement._meta.db_table for evenement in modeles_historiques()}
    lecture |= {"partenariat_revision", "django_migrations"}
    # Who is what is read there; migrations alone write it.
    lecture |= {modele._meta.db_table for modele in (Group, Permission, ContentType, Context)}
    lecture.add(Group.permissions.through._meta.db_table)
    return f"""
        GRANT USAGE ON SCHEMA public, histoire TO {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
        GRANT SELECT ON ALL TABLES IN SCHEMA histoire TO {role};
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {_liste(lecture)} FROM {role};
        REVOKE UPDATE, DELETE, TRUNCATE ON {_liste(_tables("AJOUT_SEULEMENT"))} FROM {role};
        REVOKE INSERT ON {_liste(_tables("ECRIT_PAR_DECLENCHEUR"))} FROM {role};
        DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
        -- A database that comes from PostgreSQL 14 or before still opens that schema to everyone.
        DO $$ BEGIN REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        EXCEPTION WHEN insufficient_privilege THEN NULL; END $$;
    """


def _tables(marque: str) -> set[str]:
    """The tables of the models that say so of themselves: what is written there follows a rule of rights."""
    return {modele._meta.db_table for modele in apps.get_models() if getattr(modele, marque, False)}


def _liste(tables: set[str]) -> str:
    return ", ".join(f"public.{table}" for table in sorted(tables))
