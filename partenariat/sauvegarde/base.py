"""The database: out of one snapshot, and in by one transaction that holds or leaves everything as it was."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connections, transaction

from partenariat.lancement.embarque import site_lance
from partenariat.postgres import grappe_jetable
from partenariat.postgres.serveur import BASE, PROPRIETAIRE
from partenariat.sauvegarde.archive import Manifeste
from partenariat.sauvegarde.erreurs import SauvegardeErreur
from partenariat.sauvegarde.outils import derniere_ligne, environnement, programmes

LAISSEES = {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
}
"""What `migrate` writes by itself: a database that holds nothing else holds nothing."""
PRET = "tout est en place"
DEPART = 2.0
"""Seconds."""

TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = to_regnamespace('public') AND c.relkind IN ('r', 'p')
   AND a.attnum > 0 AND NOT a.attisdropped
 GROUP BY c.relname ORDER BY c.relname
"""
VIDER = """
DROP SCHEMA IF EXISTS histoire CASCADE;
DROP SCHEMA IF EXISTS prive CASCADE;
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""


@contextmanager
def instantane(using: str) -> Iterator[str]:
    """One moment of the database, that other connections may read by its name while this lasts."""
    with transaction.atomic(using=using), connections[using].cursor() as curseur:
        curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # It waits for `pg_dump`, however long that takes.
        curseur.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
        curseur.execute("SELECT pg_export_snapshot()")
        yield curseur.fetchone()[0]


def majeure(using: str) -> int:
    with connections[using].cursor() as curseur:
        curseur.execute("SELECT current_setting('server_version_num')::int / 10000")
        numero: int = curseur.fetchone()[0]
        return numero


def exporter(using: str, nom_instantane: str, vers: Path) -> None:
    """Raises:
    SauvegardeErreur: `pg_dump` failed.
    """
    essai = subprocess.run(  # noqa: S603
        [
            programmes(majeure(using)) / "pg_dump",
            "--format=custom",
            # The key of the seal: `migrate` poses it again (partenariat.histoire.sceau).
            "--exclude-schema=prive",
            f"--snapshot={nom_instantane}",
            f"--file={vers}",
        ],
        env=environnement(connections[using].settings_dict),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if essai.returncode:
        raise SauvegardeErreur(f"la base n'a pas pu être copiée : {derniere_ligne(essai.stderr)}")


def decrire(using: str) -> dict[str, dict[str, Any]]:
    """Every table: how many rows, which columns."""
    with connections[using].cursor() as curseur:
        curseur.execute(TABLES)
        tables = {nom: {"lignes": 0, "colonnes": colonnes} for nom, colonnes in curseur.fetchall()}
        for nom, table in tables.items():
            curseur.execute(f'SELECT count(*) FROM public."{nom}"')  # noqa: S608
            table["lignes"] = curseur.fetchone()[0]
    return tables


def occupee(using: str) -> bool:
    """Whether it holds anything that a migration did not put there."""
    with connections[using].cursor() as curseur:
        curseur.execute(TABLES)
        noms = [nom for nom, _colonnes in curseur.fetchall() if nom not in LAISSEES]
        for nom in noms:
            curseur.execute(f'SELECT EXISTS (SELECT 1 FROM public."{nom}")')  # noqa: S608
            if curseur.fetchone()[0]:
                return True
    return False


def site_ouvert(using: str) -> bool:
    """Whether the web is connected to it, or is about to be.

    The server ends a session a moment after its process: the sessions of a site that was just stopped are
    waited for, up to `DEPART`.
    """
    if site_lance(str(connections[using].settings_dict["HOST"])):
        return True
    limite = time.monotonic() + DEPART
    while ouvert := _sessions_du_web(using):
        if time.monotonic() >= limite:
            break
        time.sleep(0.05)
    return ouvert


def _sessions_du_web(using: str) -> bool:
    with connections[using].cursor() as curseur:
        curseur.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity "
            "WHERE datname = current_database() AND application_name = %s)",
            [settings.APPLICATION_WEB],
        )
        ouvert: bool = curseur.fetchone()[0]
        return ouvert


def controle(manifeste: Manifeste) -> str:
    """SQL that fails where a table does not have the rows that the archive says."""
    comptes = "".join(
        f'SELECT count(*) INTO n FROM public."{nom}";\n'  # noqa: S608  # a name that the manifest holds to
        f"IF n <> {table['lignes']:d} THEN\n"
        f"RAISE EXCEPTION '{nom} : % lignes au lieu de {table['lignes']:d}', n;\nEND IF;\n"
        for nom, table in manifeste.tables.items()
    )
    return f"DO $controle$ DECLARE n bigint; BEGIN\n{comptes}END $controle$;\n"


def injecter(
    reglages: dict[str, Any],
    dossier: Path,
    copie: Path,
    *,
    apres: str,
    avant_de_garder: Callable[[], object] = lambda: None,
) -> None:
    """Puts a copy in the place of what the database holds: all of it, checked, or nothing.

    `pg_restore` writes SQL that `psql` plays between our own BEGIN and COMMIT: a `pg_restore` that stops
    half-way, and a run that is killed, never reach the COMMIT.

    Args:
        dossier: where the programs are.
        apres: SQL played last in the same transaction.
        avant_de_garder: called once everything stands, before it is kept; what it raises undoes all.

    Raises:
        SauvegardeErreur: it could not be; the database is as it was.
    """
    with (
        tempfile.TemporaryFile("w+", errors="replace") as dit_psql,
        tempfile.TemporaryFile("w+") as dit_copie,
    ):
        psql = subprocess.Popen(  # noqa: S603
            [dossier / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null"],
            env=environnement(reglages),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=dit_psql,
        )
        assert psql.stdin is not None and psql.stdout is not None  # noqa: S101, PT018  # pipes
        try:
            with suppress(BrokenPipeError):
                psql.stdin.write(f"BEGIN;\n{VIDER}".encode())
                _verser(dossier, copie, psql.stdin, dit_copie)
                psql.stdin.write(f"\n{apres}\n\\echo {PRET}\n".encode())
                psql.stdin.flush()
            if psql.stdout.readline().decode().strip() != PRET:
                raise SauvegardeErreur(_echec(psql, dit_psql))
            avant_de_garder()
            with suppress(BrokenPipeError):
                psql.stdin.write(b"COMMIT;\n")
                psql.stdin.close()
            if psql.wait():
                raise SauvegardeErreur(_echec(psql, dit_psql))
        finally:
            # Without its COMMIT, what it was told is forgotten.
            with suppress(BrokenPipeError):
                psql.stdin.close()
            psql.stdout.close()
            psql.wait()


def _echec(psql: "subprocess.Popen[bytes]", dit: IO[str]) -> str:
    with suppress(BrokenPipeError):
        if psql.stdin:
            psql.stdin.close()
    psql.wait()
    dit.seek(0)
    return f"la base n'a pas pu être restaurée, elle est comme avant : {derniere_ligne(dit.read())}"


def _verser(dossier: Path, copie: Path, vers: IO[bytes], dit: IO[str]) -> None:
    with subprocess.Popen(  # noqa: S603
        [
            dossier / "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--no-comments",
            "--file=-",
            copie,
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=dit,
    ) as programme:
        assert programme.stdout is not None  # noqa: S101  # a pipe
        try:
            # It speaks to the newest servers: an older one does not know that setting, and has no need of it.
            for ligne in programme.stdout:
                if not ligne.startswith(b"SET transaction_timeout"):
                    vers.write(ligne)
                if ligne.startswith(b"SELECT pg_catalog.set_config('search_path'"):
                    break
            shutil.copyfileobj(programme.stdout, vers, 1024 * 1024)
        except BaseException:
            programme.kill()
            raise
    if programme.returncode:
        dit.seek(0)
        raise SauvegardeErreur(f"la copie de la base ne se lit pas : {derniere_ligne(dit.read())}")


def essayer(manifeste: Manifeste, copie: Path) -> None:
    """Restores into a throwaway cluster and counts again.

    Raises:
        SauvegardeErreur, GrappeErreur: it does not come back as it went.
    """
    with grappe_jetable() as grappe:
        reglages = {"HOST": str(grappe.socket), "USER": PROPRIETAIRE, "NAME": BASE}
        injecter(reglages, programmes(0), copie, apres=controle(manifeste))
