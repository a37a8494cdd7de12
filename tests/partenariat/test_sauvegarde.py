"""What `sauvegarder` keeps, `restaurer` gives back: every row and file, here and on a server of one's own."""

import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings as reglages_du_site
from django.core.management import CommandError, call_command
from django.db import connection

from actions.demonstration import PLAN
from actions.models import Document
from engagements.models import Preuve
from partenariat.postgres import TEMPORAIRE
from partenariat.postgres.lieu import compte_du_serveur
from partenariat.postgres.verrou import saisir
from partenariat.sauvegarde import archive, base, creation
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.creation import sauvegarder
from partenariat.sauvegarde.depots import Echange, arrivee
from partenariat.sauvegarde.service import VERROU
from tests.lancement import port_libre
from tests.retraits import retirer

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
            # Not by FORCE: only a superuser may end an autovacuum; without it, it is waited for.
            curseur.execute(f"DROP DATABASE {COPIE}")


@contextmanager
def serveur_15():
    """A PostgreSQL 15 as an operator would have: an owner with a password, by TCP, who is no superuser."""
    if not (QUINZE / "initdb").exists():
        pytest.skip(f"Pas de PostgreSQL 15 ici ({QUINZE}).")
    compte = compte_du_serveur()
    # Not in a folder of pytest's, which each session closes again to every account but its own.
    lieu = Path(tempfile.mkdtemp(prefix="quinze-", dir=TEMPORAIRE))
    os.chown(lieu, compte.uid, compte.gid)
    port = port_libre()

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
        shutil.rmtree(lieu)


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
    """What was deposited; not what says that a site serves it."""
    return {
        c.relative_to(dossier).as_posix(): c.read_bytes()
        for c in Path(dossier).rglob("*")
        if c.is_file() and c.name != VERROU
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
    assert Document.objects.exclude(fichier="").exists()


@dataclass
class Archive:
    """One that `sauvegarder` made and verified, and what it was made from."""

    chemin: Path
    avant: dict[str, tuple]
    deposes: dict[str, bytes]


@pytest.fixture(scope="module")
def faites() -> list[Archive]:
    return []


@pytest.fixture
def faite(request, faites, tmp_path_factory, depots, transactional_db):
    """The same for all who only restore it: making and verifying one takes longer than anything else here."""
    if not faites:
        request.getfixturevalue("plan")
        avant, deposes = sommes(connection), fichiers(depots)
        assert avant["actions_action"][0] > 40
        dossier = tmp_path_factory.mktemp("archives")
        dit = manage("sauvegarder", "--vers", dossier, **ici(SAUVEGARDE_PHRASE="sept mots"))
        assert dit.returncode == 0, dit.stderr
        assert "Chiffrée." in dit.stdout
        assert "restaurée dans une base jetable" in dit.stdout
        (chemin,) = [c for c in dossier.iterdir() if not c.name.startswith(".")]
        assert chemin.stat().st_mode & 0o777 == 0o600
        faites.append(Archive(chemin, avant, deposes))
    return faites[0]


@pytest.mark.parametrize("ou", ["embarquee", "externe"])
def test_every_row_and_every_file_comes_back_and_every_guard_with_them(faite, tmp_path, ou):
    with base_vide() if ou == "embarquee" else serveur_15() as adresse:
        la_bas = {"DATABASE_URL": adresse, "DEPOTS": tmp_path / "rendus", "SAUVEGARDE_PHRASE": "sept mots"}
        rendue = manage("restaurer", faite.chemin, **la_bas)
        assert rendue.returncode == 0, rendue.stderr
        assert "aucun courriel n'en part" in rendue.stdout
        assert "SECRET_KEY" not in rendue.stdout
        assert sommes_de(adresse) == faite.avant
        assert fichiers(tmp_path / "rendus") == faite.deposes
        verifiee = manage("verifier_integrite", **la_bas)
        assert verifiee.returncode == 0, verifiee.stderr
        # What came back is saved in its turn, by an owner who is no superuser.
        encore = manage("sauvegarder", "--vers", tmp_path / "encore", "--sans-verifier", **la_bas)
        assert encore.returncode == 0, encore.stderr
        assert "n'a pas été restaurée" in encore.stdout


def test_an_older_archive_is_withdrawn_from_again(plan, depots, tmp_path):
    """The archive holds the words, and knows nothing of what was decided since."""
    preuve = Preuve.objects.exclude(fichier="").first()
    sauvegarder(tmp_path / "archives", Secrets(), essayer=False)
    retirer(preuve)
    assert (depots / preuve.fichier.name).exists()
    (chemin,) = (tmp_path / "archives").glob("*.tar")
    with base_vide() as adresse:
        rendue = manage("restaurer", chemin, DATABASE_URL=adresse, DEPOTS=depots)
        assert rendue.returncode == 0, rendue.stderr
        assert "Retraits pour cause : 1 rejoués, 1 caviardés" in rendue.stdout
        assert not (depots / preuve.fichier.name).exists()
        with closing(psycopg2.connect(adresse)) as copie, copie.cursor() as curseur:
            curseur.execute("SELECT titre FROM engagements_preuveevent WHERE pgh_obj_id = %s", [preuve.pk])
            assert {titre[:19] for (titre,) in curseur.fetchall()} == {"[retiré du site le "}
        verifiee = manage("verifier_integrite", DATABASE_URL=adresse, DEPOTS=depots)
        assert verifiee.returncode == 0, verifiee.stderr


# --- What goes wrong ----------------------------------------------------------------------------------------


@pytest.fixture
def atelier(monkeypatch, tmp_path):
    """Where what is in clear is made."""
    (tmp_path / "atelier").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "atelier"))
    return tmp_path / "atelier"


@pytest.fixture
def ancienne(tmp_path):
    """A folder of archives that rotation would thin, the day that a new one stands."""
    dossier = tmp_path / "archives"
    dossier.mkdir()
    for heure in range(3):
        (dossier / f"partenariat-20250101T0{heure}0000Z.tar").write_bytes(b"manifeste.json\0")
    return dossier


def noms(dossier: Path) -> list[str]:
    return sorted(c.name for c in dossier.iterdir() if c.name != ".partenariat-verrou")


def remplir_le_disque(sortie, *_autres):
    sortie.write(bytes(10_000))
    raise OSError(errno.ENOSPC, "No space left on device")


def perdre_une_ligne(using):
    tables = DECRIRE(using)
    tables["django_content_type"]["lignes"] += 1
    return tables


DECRIRE = base.decrire


@pytest.mark.parametrize(
    ("ou", "faire", "dit"),
    [
        ("archive.ecrire", remplir_le_disque, "No space left on device"),
        ("base.decrire", perdre_une_ligne, "django_content_type : .* lignes au lieu de"),
    ],
    ids=["disque plein", "ne se restaure pas"],
)
def test_what_fails_leaves_nothing_and_takes_nothing_away(
    transactional_db, depots, ancienne, atelier, monkeypatch, ou, faire, dit
):
    avant = noms(ancienne)
    monkeypatch.setattr(f"partenariat.sauvegarde.{ou}", faire)
    with pytest.raises(CommandError, match=dit):
        call_command("sauvegarder", vers=ancienne)
    assert noms(ancienne) == avant
    assert list(atelier.iterdir()) == []


@pytest.mark.parametrize("ordre", [signal.SIGTERM, signal.SIGKILL], ids=["arrêtée", "tuée"])
def test_a_killed_backup_leaves_nothing_once_the_next_has_begun(
    transactional_db, depots, ancienne, atelier, ordre
):
    avant = noms(ancienne)
    tuee = subprocess.Popen(
        [sys.executable, reglages_du_site.RACINE / "manage.py", "sauvegarder", "--vers", ancienne],
        env=os.environ | {nom: str(v) for nom, v in ici(TMPDIR=atelier).items()},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    limite = time.monotonic() + 60
    while not list(atelier.glob("*/base.dump")) and time.monotonic() < limite:
        time.sleep(0.01)
    assert tuee.poll() is None
    tuee.send_signal(ordre)
    tuee.wait()
    if ordre == signal.SIGKILL:
        (ancienne / ".partenariat-20260101T000000Z.tar.partiel").write_bytes(b"coupee")
        sauvegarder(ancienne, Secrets(), essayer=False)
        # The new one, and the last of the three of that day.
        assert len(noms(ancienne)) == 2
    else:
        assert noms(ancienne) == avant
    assert list(atelier.iterdir()) == []


def test_two_backups_never_share_a_folder(transactional_db, depots, ancienne):
    with creation._seul(ancienne), pytest.raises(CommandError, match="une autre sauvegarde est en cours"):
        call_command("sauvegarder", vers=ancienne)


def test_a_file_that_is_lost_does_not_cost_the_backup_and_is_named(plan, depots, tmp_path):
    perdu = Preuve.objects.exclude(fichier="").first().fichier.name
    (depots / perdu).unlink()
    dit = io.StringIO()
    with pytest.raises(CommandError, match="Archive gardée, mais 1 fichier"):
        call_command("sauvegarder", vers=tmp_path / "a", sans_verifier=True, stdout=dit, stderr=dit)
    assert perdu in dit.getvalue()
    (chemin,) = (tmp_path / "a").glob("*.tar")
    assert archive.lire(chemin, Secrets()).absents == [perdu]


def test_a_restoration_that_cannot_be_changes_nothing(plan, depots, tmp_path, monkeypatch):
    """Refused before anything; or failing at the very end, the database and the files in place come back."""
    monkeypatch.setattr(base, "decrire", perdre_une_ligne)
    fausse = sauvegarder(tmp_path / "a", Secrets(), essayer=False).chemin
    avant, deposes = sommes(connection), fichiers(depots)
    for options, dit in (
        ({}, "contient déjà des données"),
        ({"remplacer": True}, "comme avant : .*django_content_type : .* lignes au lieu de"),
    ):
        with pytest.raises(CommandError, match=dit):
            call_command("restaurer", fausse, **options)
        assert (sommes(connection), fichiers(depots)) == (avant, deposes)
    octets = fausse.read_bytes()
    fausse.write_bytes(octets[:-1_000] + b"x" + octets[-999:])
    with pytest.raises(CommandError, match="coupée ou altérée"):
        call_command("restaurer", fausse, remplacer=True)
    assert (sommes(connection), fichiers(depots)) == (avant, deposes)


def test_files_come_back_to_their_place_where_the_database_does_not_keep(depots, tmp_path):
    (depots / "ab").mkdir()
    (depots / "ab" / "ancien.pdf").write_bytes(b"ancien")
    with arrivee() as arrives:
        (arrives / "ab").mkdir()
        (arrives / "ab" / "nouveau.pdf").write_bytes(b"nouveau")
        echange = Echange(arrives)
        echange.faire()
        assert fichiers(depots / "ab") == {"nouveau.pdf": b"nouveau"}
        assert fichiers(echange.ecartes) == {"ab/ancien.pdf": b"ancien"}
        echange.defaire()
    assert fichiers(depots) == {"ab/ancien.pdf": b"ancien"}


@contextmanager
def connecte(_dossier, _monkeypatch):
    web = connection.copy()
    options = {**web.settings_dict["OPTIONS"], "application_name": reglages_du_site.APPLICATION_WEB}
    web.settings_dict = {**web.settings_dict, "OPTIONS": options}
    web.connect()
    try:
        yield
    finally:
        web.close()


@contextmanager
def lance(dossier, monkeypatch):
    """The launcher of the embedded site, before anyone asked for a page."""
    monkeypatch.setattr("partenariat.lancement.embarque.DONNEES", dossier)
    (dossier / "postgres" / "pgdata").mkdir(parents=True)
    socket = connection.settings_dict["HOST"]
    (dossier / "postgres" / "pgdata" / "postmaster.pid").write_text(f"1\n/\n0\n5432\n{socket}\n")
    verrou = saisir(dossier / "lancement")
    try:
        yield
    finally:
        os.close(verrou)


@pytest.mark.parametrize("ouvrir", [connecte, lance])
def test_nothing_is_restored_under_an_open_site(transactional_db, depots, tmp_path, monkeypatch, ouvrir):
    with (
        ouvrir(tmp_path, monkeypatch),
        pytest.raises(CommandError, match="le site est ouvert"),
    ):
        call_command("restaurer", tmp_path / "archive", remplacer=True)
    # At once: the server may not have seen yet that the session ended.
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("restaurer", tmp_path / "archive", remplacer=True)
