"""The recipe of `docs/exploitation.md`, run as it is written, on a PostgreSQL of the system's own."""

import contextlib
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pytest

from partenariat.postgres import TEMPORAIRE
from partenariat.postgres.lieu import compte_du_serveur, confier
from tests.lancement import RACINE, REGLAGES, port_libre

PROGRAMMES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda d: float(d.parent.name))
PROGRAMMES = [d for d in PROGRAMMES if (d / "initdb").exists() and float(d.parent.name) >= 15]
TITRE = "## Install on a PostgreSQL of one's own"

pytestmark = [
    pytest.mark.skipif(not PROGRAMMES, reason="Aucun PostgreSQL ≥ 15 du système dans /usr/lib/postgresql."),
    pytest.mark.xdist_group("recette"),
]


def blocs() -> list[str]:
    """The fenced commands of the section, in order: the administrator's, ours, the server, an upgrade."""
    texte = (RACINE / "docs/exploitation.md").read_text().partition(TITRE)[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```", texte, flags=re.M | re.S)


@contextlib.contextmanager
def serveur(dossier: Path):
    """The oldest that we promise, of those of the machine; entered by password, on a socket of its own."""
    compte = compte_du_serveur()
    confier(dossier, compte)
    (dossier / "s").mkdir()
    (dossier / "secret").write_text("administrateur")
    for chemin in (dossier / "s", dossier / "secret"):
        os.chown(chemin, compte.uid, compte.gid)
    os.chown(dossier, compte.uid, compte.gid)
    commun = {"cwd": "/", "check": True, "capture_output": True, **compte.emprunt}
    initdb = [
        PROGRAMMES[0] / "initdb",
        "-D",
        dossier / "d",
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "--no-sync",
    ]
    subprocess.run([*initdb, f"--pwfile={dossier / 'secret'}", "--locale=C", "-E", "UTF8"], **commun)
    options = f"-c listen_addresses= -c unix_socket_directories={dossier / 's'} -c fsync=off"
    pg_ctl = [PROGRAMMES[0] / "pg_ctl", "-D", dossier / "d", "-w"]
    subprocess.run([*pg_ctl, "-l", dossier / "journal", "-o", options, "start"], **commun)
    try:
        yield
    finally:
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], **commun)


@pytest.fixture(scope="module")
def installe():
    """The environment of a site installed by the recipe, and what its commands said."""
    dossier = Path(tempfile.mkdtemp(prefix="recette-", dir=TEMPORAIRE))
    try:
        with serveur(dossier):
            env = {
                nom: valeur for nom, valeur in os.environ.items() if nom not in {*REGLAGES, "BASE_JETABLE"}
            }
            env |= {
                "SERVEUR": quote(str(dossier / "s"), safe=""),
                "SECRET_PROPRIETAIRE": "secret-du-proprietaire",
                "SECRET_WEB": "secret-du-web",
                "SECRET_KEY": "une-cle-d-essai" * 4,
                "ALLOWED_HOSTS": "127.0.0.1",
                "DONNEES": str(dossier / "donnees"),
                "PORT": str(port_libre()),
            }
            administrateur = {
                "PGHOST": str(dossier / "s"),
                "PGUSER": "postgres",
                "PGPASSWORD": "administrateur",
            }
            administre, installer = blocs()[:2]
            sh(administre, env | administrateur)
            env["DIT"] = sh(installer, env)
            adresse = f"{env['SERVEUR']}/partenariat"
            env["DATABASE_ADMIN_URL"] = (
                f"postgres://partenariat_proprietaire:{env['SECRET_PROPRIETAIRE']}@{adresse}"
            )
            env["DATABASE_URL"] = f"postgres://partenariat_web:{env['SECRET_WEB']}@{adresse}"
            yield env
    finally:
        shutil.rmtree(dossier, ignore_errors=True)


def sh(commandes: str, env: dict[str, str]) -> str:
    essai = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commandes],
        cwd=RACINE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert essai.returncode == 0, essai.stdout + essai.stderr
    return essai.stdout


def demander(adresse: str, requete: str):
    with contextlib.closing(psycopg2.connect(adresse)) as connexion, connexion, connexion.cursor() as curseur:
        curseur.execute(requete)
        return curseur.fetchall()


def test_it_makes_a_role_that_owns_nothing_and_is_said_again_without_harm(installe):
    assert "il a ses droits" in installe["DIT"]
    assert "il a ses droits" in sh(".venv/bin/python manage.py creer_role_web", installe)
    attributs = demander(
        installe["DATABASE_URL"],
        "SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolconnlimit FROM pg_roles "
        "WHERE rolname = current_user",
    )
    assert attributs == [(False, False, False, False, 40)]


@pytest.mark.parametrize(
    "interdit",
    [
        "SET ROLE partenariat_proprietaire",
        "SET SESSION AUTHORIZATION partenariat_proprietaire",
        "CREATE EXTENSION dblink",
        "CREATE TABLE public.intruse (a int)",
        "CREATE TEMPORARY TABLE intruse (a int)",
        "SELECT lo_create(0)",
        r"SELECT lo_from_bytea(0, '\x00')",
        "DELETE FROM django_migrations",
    ],
)
def test_its_role_makes_nothing_and_becomes_nobody_else(installe, interdit):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        demander(installe["DATABASE_URL"], interdit)


def test_it_serves_by_the_web_role_alone(installe):
    # As a service manager: it never had the owner's address.
    sien = {nom: valeur for nom, valeur in installe.items() if nom != "DATABASE_ADMIN_URL"}
    web = subprocess.Popen(["bash", "-eu", "-c", blocs()[2]], cwd=RACINE, env=sien)
    try:
        assert json.loads(attendre(sien["PORT"], "/readyz")) == {"etat": "pret", "roles": "separes"}
        assert b"</html>" in attendre(sien["PORT"], "/")
    finally:
        web.terminate()
        web.wait(30)


def attendre(port: str, chemin: str) -> bytes:
    limite = time.monotonic() + 60
    while True:
        connexion = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
        try:
            connexion.request("GET", chemin)
            reponse = connexion.getresponse()
            assert reponse.status == 200
            return reponse.read()
        except ConnectionError:
            if time.monotonic() > limite:
                raise
            time.sleep(0.2)
        finally:
            connexion.close()


def test_an_upgrade_leaves_all_standing(installe):
    sh(blocs()[3], installe)


def test_a_new_password_enters_once_the_command_ran_again(installe):
    ancienne = installe["DATABASE_URL"]
    nouvelle = ancienne.replace(installe["SECRET_WEB"], "un-autre-secret")
    try:
        with pytest.raises(psycopg2.OperationalError):
            demander(nouvelle, "SELECT 1")
        sh(".venv/bin/python manage.py creer_role_web", installe | {"DATABASE_URL": nouvelle})
        assert demander(nouvelle, "SELECT 1") == [(1,)]
    finally:
        sh(".venv/bin/python manage.py creer_role_web", installe)


def test_an_owner_that_makes_no_roles_is_told_what_to_ask_for(installe):
    autre = installe["DATABASE_URL"].replace("partenariat_web", "autre_web")
    essai = subprocess.run(
        [".venv/bin/python", "manage.py", "creer_role_web"],
        cwd=RACINE,
        env=installe | {"DATABASE_ADMIN_URL": installe["DATABASE_URL"], "DATABASE_URL": autre},
        capture_output=True,
        text=True,
        check=False,
    )
    assert essai.returncode == 1
    assert 'CREATE ROLE "autre_web" LOGIN NOINHERIT' in essai.stderr
    assert "SCRAM-SHA-256" in essai.stderr
    assert "secret-du-web" not in essai.stderr
