"""What `sauvegarder` keeps, `restaurer` gives back: every row and file, here and on a server of one's own."""

import io
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as reglages_du_site
from django.core.management import call_command
from django.db import connection

from actions.demonstration import PLAN
from engagements.models import Preuve
from partenariat.postgres.lieu import compte_du_serveur

COPIE = "copie_restauree"
QUINZE = Path("/usr/lib/postgresql/15/bin")
# As the one that restores: nothing is found by the path.
MD5 = "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM public.{} t"


@contextmanager
def base_vide():
    """An empty database of the tests' own server, by its address."""
    reglages = connection.settings_dict
    with connection.cursor() as curseur:
        curseur.execute(f"CREATE DATABASE {COPIE} TEMPLATE template0")
    try:
        secret = f":{reglages['PASSWORD']}" if reglages["PASSWORD"] else ""
        hote = str(reglages["HOST"]).replace("/", "%2F")
        port = f":{reglages['PORT']}" if reglages["PORT"] else ""
        yield f"postgres://{reglages['USER']}{secret}@{hote}{port}/{COPIE}"
    finally:
        with connection.cursor() as curseur:
            curseur.execute(f"DROP DATABASE {COPIE} WITH (FORCE)")


@contextmanager
def serveur_15(dossier: Path):
    """A PostgreSQL 15 as an operator would have: an owner with a password, by TCP, who is no superuser."""
    if not (QUINZE / "initdb").exists():
        pytest.skip(f"Pas de PostgreSQL 15 ici ({QUINZE}).")
    compte = compte_du_serveur()
    lieu = dossier / "quinze"
    lieu.mkdir()
    for parent in (lieu, *lieu.parents):
        if parent.is_relative_to(dossier.parents[2]) and compte.emprunt:
            parent.chmod(0o755)
    os.chown(lieu, compte.uid, compte.gid)
    port = 20000 + os.getpid() % 20000

    def jouer(*ordre):
        subprocess.run(ordre, check=True, capture_output=True, cwd="/", **compte.emprunt)

    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={lieu} -c fsync=off"
    jouer(
        QUINZE / "initdb",
        "-D",
        lieu / "pgdata",
        "-U",
        "postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
    )
    jouer(QUINZE / "pg_ctl", "-D", lieu / "pgdata", "-l", lieu / "journal", "-o", options, "-w", "start")
    try:
        admin = psycopg2.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres")
        admin.autocommit = True
        with admin.cursor() as curseur:
            curseur.execute("CREATE ROLE proprietaire LOGIN PASSWORD 'secret-du-serveur'")
            curseur.execute("CREATE DATABASE site OWNER proprietaire")
        admin.close()
        yield f"postgres://proprietaire:secret-du-serveur@127.0.0.1:{port}/site"
    finally:
        jouer(QUINZE / "pg_ctl", "-D", lieu / "pgdata", "-m", "immediate", "stop")


def manage(*mots, **environnement) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, reglages_du_site.RACINE / "manage.py", *map(str, mots)],
        env=os.environ | {nom: str(valeur) for nom, valeur in environnement.items()},
        capture_output=True,
        text=True,
        check=False,
    )


def ici(**environnement) -> dict[str, str]:
    """The environment of a command on the tests' own database and files."""
    reglages = connection.settings_dict
    adresse = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{reglages['NAME']}"
    return {"DATABASE_URL": adresse, "DEPOTS": reglages_du_site.MEDIA_ROOT, **environnement}


def sommes(connexion) -> dict[str, tuple]:
    with connexion.cursor() as curseur:
        curseur.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
            "AND tablename <> 'partenariat_restauration' ORDER BY tablename"
        )
        tables = [nom for (nom,) in curseur.fetchall()]
        resultat = {}
        for table in tables:
            curseur.execute(MD5.format(f'"{table}"'))
            resultat[table] = curseur.fetchone()
        return resultat


def sommes_de(adresse: str) -> dict[str, tuple]:
    autre = psycopg2.connect(adresse, options="-c timezone=UTC")
    try:
        return sommes(autre)
    finally:
        autre.close()


def fichiers(dossier: Path) -> dict[str, bytes]:
    return {
        c.relative_to(dossier).as_posix(): c.read_bytes() for c in Path(dossier).rglob("*") if c.is_file()
    }


@pytest.fixture
def depots(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "depots"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def plan(depots, transactional_db):
    """The demonstration plan, with the files that were handed in."""
    call_command("charger_plan", str(PLAN), publier=True, stdout=io.StringIO(), stderr=io.StringIO())
    assert Preuve.objects.exclude(fichier="").exists()


@pytest.mark.parametrize("ou", ["embarquee", "externe"])
def test_every_row_and_every_file_comes_back_and_every_guard_with_them(plan, depots, tmp_path, ou):
    avant, deposes = sommes(connection), fichiers(depots)
    assert avant["actions_action"][0] > 40
    faite = manage("sauvegarder", "--vers", tmp_path / "archives", **ici(SAUVEGARDE_PHRASE="sept mots"))
    assert faite.returncode == 0, faite.stderr
    assert "Chiffrée." in faite.stdout
    assert "restaurée dans une base jetable" in faite.stdout
    (chemin,) = [c for c in (tmp_path / "archives").iterdir() if not c.name.startswith(".")]
    assert chemin.stat().st_mode & 0o777 == 0o600

    with base_vide() if ou == "embarquee" else serveur_15(tmp_path) as adresse:
        la_bas = {"DATABASE_URL": adresse, "DEPOTS": tmp_path / "rendus", "SAUVEGARDE_PHRASE": "sept mots"}
        rendue = manage("restaurer", chemin, **la_bas)
        assert rendue.returncode == 0, rendue.stderr
        assert "aucun courriel n'en part" in rendue.stdout
        assert "SECRET_KEY" not in rendue.stdout
        assert sommes_de(adresse) == avant
        assert fichiers(tmp_path / "rendus") == deposes
        verifiee = manage("verifier_integrite", **la_bas)
        assert verifiee.returncode == 0, verifiee.stderr
        # What came back is saved in its turn, by an owner who is no superuser.
        encore = manage("sauvegarder", "--vers", tmp_path / "encore", "--sans-verifier", **la_bas)
        assert encore.returncode == 0, encore.stderr
        assert "n'a pas été restaurée" in encore.stdout
