"""The web's role: it enters and owns nothing. Said again, changes nothing but its password."""

import secrets
from urllib.parse import unquote, urlsplit

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, transaction
from psycopg2 import errorcodes
from psycopg2.extensions import encrypt_password, quote_ident

from partenariat.environnement import adresse_admin, env
from partenariat.histoire import pose
from partenariat.histoire.droits import roles_confondus

CONNEXIONS = 40
"""Two processes of five threads, replaced by two others while they finish, and as much again."""


class Command(BaseCommand):
    help = (
        "Crée le rôle par lequel le site web entre dans PostgreSQL, et lui donne ses droits. Le nom et le "
        "mot de passe sont ceux de DATABASE_URL; la commande entre par DATABASE_ADMIN_URL. Relancée, ne "
        "change rien."
    )

    def handle(self, *args, **options):
        role, adresse = settings.ROLE_WEB, env.str("DATABASE_URL") if adresse_admin() else ""
        if _lire("SELECT current_user = %s", role):
            raise CommandError(
                f"« {role} » est le rôle par lequel cette commande entre : donnez dans DATABASE_ADMIN_URL "
                "l'adresse du propriétaire, et dans DATABASE_URL celle du rôle web."
            )
        existe = bool(_lire("SELECT 1 FROM pg_roles WHERE rolname = %s", role))
        invente = ""
        if not (existe and _entre(adresse)):
            mot_de_passe = unquote(urlsplit(adresse).password or "")
            if not mot_de_passe and not existe:
                mot_de_passe = invente = secrets.token_urlsafe(24)
            _etablir(role, mot_de_passe, existe)
        if roles_confondus(role):
            raise CommandError(
                f"« {role} » a plus de pouvoirs qu'un rôle web n'en a (superutilisateur, ou membre du "
                "propriétaire) : nommez-en un autre dans DATABASE_URL."
            )
        pose.poser()
        suite = "« migrate » lui donnera ses droits" if pose.manques() else "il a ses droits"
        self.stdout.write(f"Le rôle « {role} » est là; {suite}.")
        if invente:
            self.stdout.write(
                f"Son mot de passe, dit cette seule fois, à mettre dans DATABASE_URL : {invente}"
            )


def _lire(requete: str, *valeurs: str) -> object:
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)
        ligne = curseur.fetchone()
        return ligne and ligne[0]


def _entre(adresse: str) -> bool:
    """Whether the web enters already by its own address."""
    try:
        psycopg2.connect(adresse).close()
    except psycopg2.OperationalError:
        return False
    return bool(adresse)


def _etablir(role: str, mot_de_passe: str, existe: bool) -> None:
    """
    Raises:
        CommandError: we may not make roles; its text holds what to give to whoever may.
    """
    connection.ensure_connection()
    nom, base = (quote_ident(n, connection.connection) for n in (role, connection.settings_dict["NAME"]))
    secret = ""
    if mot_de_passe:
        # Only what PostgreSQL keeps of it: its logs never show the password itself.
        garde = encrypt_password(mot_de_passe, role, connection.connection, "scram-sha-256")
        secret = f" PASSWORD '{garde}'"
    # Refused to whoever is no superuser, even to say no, where the role exists: that is looked at afterwards.
    neuf = "" if existe else " NOSUPERUSER NOREPLICATION NOBYPASSRLS"
    ordres = [
        f"{'ALTER' if existe else 'CREATE'} ROLE {nom} LOGIN NOINHERIT NOCREATEDB NOCREATEROLE{neuf} "
        f"CONNECTION LIMIT {CONNEXIONS}{secret};",
        f"GRANT CONNECT ON DATABASE {base} TO {nom};",
    ]
    try:
        with transaction.atomic(), connection.cursor() as curseur:
            for ordre in ordres:
                curseur.execute(ordre)
    except DatabaseError as erreur:
        if getattr(erreur.__cause__, "pgcode", "") != errorcodes.INSUFFICIENT_PRIVILEGE:
            raise
        raise CommandError(
            "le propriétaire de la base n'a pas le droit de faire des rôles (CREATEROLE). Qui administre "
            "PostgreSQL exécute ceci, puis cette commande relancée donne les droits :\n\n" + "\n".join(ordres)
        ) from erreur
