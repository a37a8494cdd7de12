"""`make run` from outside: the real launcher, on data of its own, stopped and killed in every way."""

import http.client
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from partenariat.lancement import embarque, preparatifs, serveur
from partenariat.postgres import TEMPORAIRE
from tests.lancement import (
    APPLICATION_LENTE,
    CATALOGUE,
    RACINE,
    Site,
    attendre,
    demander,
    environnement,
    port_libre,
    trafic,
)


@pytest.fixture(scope="module")
def lance():
    """The site of the whole module, as its first start made it, under a name with a space and an accent."""
    racine = Path(tempfile.mkdtemp(prefix="é à-", dir=TEMPORAIRE))
    racine.chmod(0o755)
    site = Site(racine / "donnees")
    try:
        site.dit = site.demarrer()
        yield site
    finally:
        arreter(site)
        shutil.rmtree(racine)


def arreter(site: Site) -> None:
    if site.processus.poll() is None:
        site.processus.terminate()
        site.processus.wait(40)
    site.processus.stdout.close()
    assert site.vivants() == []


def sert(site: Site) -> bool:
    with suppress(OSError, http.client.HTTPException):
        return site.processus.poll() is None and site.sante() == 200
    return False


@pytest.fixture
def site(lance):
    """It serves. Whoever stops it leaves nothing that runs; what is left serving serves the next test."""
    if not sert(lance):
        arreter(lance)
        lance.dit = lance.demarrer()
    yield lance
    if lance.processus.poll() is not None:
        arreter(lance)


def test_it_says_where_to_look_and_with_which_accounts(site):
    mot_de_passe = (site.donnees / "mot-de-passe").read_text().strip()
    assert f"http://127.0.0.1:{site.port}/" in site.dit
    assert mot_de_passe in site.dit
    assert "admin" in site.dit
    assert site.sante() == 200


def test_secrets_are_for_our_eyes_only(site):
    for nom in ("cle-secrete", "mot-de-passe", "comptes"):
        assert stat.S_IMODE((site.donnees / nom).stat().st_mode) == 0o600, nom


@pytest.mark.parametrize("numero", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_stops_everything_without_a_fuss(site, numero):
    ligne = site.postgres().cmdline()
    dossier_du_socket = Path(next(mot for mot in ligne if "unix_socket_directories" in mot).partition("=")[2])
    assert dossier_du_socket.exists()
    site.processus.send_signal(signal.Signals[numero])
    statut, dit = site.finir(10)
    assert statut == 0
    assert "Traceback" not in dit
    assert site.vivants() == []
    assert not dossier_du_socket.exists()


def test_an_idle_connection_does_not_delay_the_end(site):
    connexion = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    connexion.request("GET", "/healthz")
    connexion.getresponse().read()
    site.processus.terminate()
    assert site.finir(10)[0] == 0
    connexion.close()


def test_a_killed_launcher_leaves_orphans_that_the_next_start_replaces(site):
    orphelins = site.vivants()
    site.processus.kill()
    site.processus.wait()
    # Not read to its end, which the orphans hold.
    site.processus.stdout.close()
    assert any(p.is_running() for p in orphelins)
    site.demarrer()
    assert site.sante() == 200
    assert not any(p.is_running() for p in orphelins)


def test_a_killed_web_server_is_announced_and_takes_the_database_down(site):
    site.granian().kill()
    statut, dit = site.finir()
    assert statut == 1
    assert "le serveur web s'est arrêté" in dit
    assert "Traceback" not in dit
    assert site.vivants() == []


def test_a_killed_database_is_announced_and_takes_the_web_server_down(site):
    site.postgres().kill()
    statut, dit = site.finir()
    assert statut == 1
    assert "PostgreSQL s'est arrêté" in dit
    assert site.vivants() == []
    site.demarrer()
    assert site.sante() == 200


def test_a_killed_worker_is_replaced(site):
    for ouvrier in site.granian().children():
        ouvrier.kill()
    limite = time.monotonic() + 60
    while time.monotonic() < limite:
        try:
            assert site.sante() == 200
            break
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    else:
        pytest.fail("no worker came back")


def test_what_prepared_the_site_gave_its_memory_back(site):
    assert psutil.Process(site.processus.pid).memory_info().rss < 40_000_000


def test_workers_are_replaced_without_losing_a_request(site):
    avant = {p.pid for p in site.granian().children()}
    with trafic(lambda: [site.port]) as vus:
        site.processus.send_signal(signal.SIGUSR1)
        attendre(
            lambda: avant.isdisjoint(p.pid for p in site.granian().children()), "the old workers still serve"
        )
    assert set(vus) == {200}, vus
    assert sum(vus.values()) > 50


def test_before_it_stops_a_site_says_so_and_still_answers(lance):
    arreter(lance)
    lance.demarrer(VIDANGE="3")
    assert lance.pret() == 200
    lance.processus.terminate()
    attendre(lambda: lance.pret() == 503, "readyz")
    assert demander(lance.port, "/") == 200
    statut, dit = lance.finir()
    assert (statut, lance.vivants()) == (0, [])
    assert "Traceback" not in dit
    # What was said then is forgotten by the next start.
    lance.dit = lance.demarrer()
    assert lance.pret() == 200


def test_two_processes_are_restarted_in_turn_without_a_failed_request(site, tmp_path):
    """As a proxy does: each second, who is ready; a request goes to one of those."""
    siens = site.granian().environ()
    reglages = {nom: siens[nom] for nom in ("DATABASE_URL", "SECRET_KEY")}
    reglages |= {"ALLOWED_HOSTS": "127.0.0.1", "VIDANGE": "3"}
    autre = Site(tmp_path / "autre")
    prets = [site.port]

    def sonder() -> None:
        while not fini.wait(1):
            vus = []
            for un in (site, autre):
                with suppress(OSError, http.client.HTTPException):
                    if un.pret() == 200:
                        vus.append(un.port)
            prets[:] = vus

    fini = threading.Event()
    sonde = threading.Thread(target=sonder)
    sonde.start()
    try:
        with trafic(lambda: prets[:]) as vus:
            for _ in range(2):
                autre.demarrer(**reglages)
                attendre(lambda: autre.port in prets, "the second process never was ready")
                time.sleep(1)
                autre.processus.terminate()
                assert autre.finir()[0] == 0
    finally:
        fini.set()
        sonde.join()
    assert set(vus) == {200}, vus


@pytest.mark.parametrize("duree", ["-1", "dix", "121"])
def test_a_wait_that_is_none_is_said_in_one_line(tmp_path, duree):
    site = Site(tmp_path)
    site.processus = site.lancer(VIDANGE=duree)
    statut, dit = site.finir()
    assert statut == 1
    assert dit == f"Partenariat : VIDANGE doit être un nombre de 0 à 120 secondes, non « {duree} ».\n"


def test_a_second_launcher_of_the_same_clone_leaves_the_first_alone(site):
    second = site.lancer()
    dit, _ = second.communicate(timeout=20)
    assert second.returncode == 1
    assert dit == f"Partenariat : déjà lancé dans ce dossier par le processus {site.processus.pid}.\n"
    assert site.sante() == 200


def test_a_command_joins_the_site_that_runs_from_any_folder(site, tmp_path):
    code = "from django.db import connection as c; c.ensure_connection(); print(c.connection.info.user)"
    commande = subprocess.run(
        [sys.executable, RACINE / "manage.py", "shell", "--no-imports", "-c", code],
        cwd=tmp_path,
        env=environnement(DONNEES=str(site.donnees)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert commande.stdout == "partenariat_proprietaire\n", commande.stderr
    assert site.sante() == 200


def test_a_request_in_flight_is_finished_before_the_end(tmp_path, monkeypatch):
    paquet = tmp_path / "partenariat"
    paquet.mkdir()
    (paquet / "__init__.py").touch()
    (paquet / "wsgi.py").write_text(APPLICATION_LENTE)
    monkeypatch.setattr(serveur, "RACINE", tmp_path)
    monkeypatch.setattr(serveur, "DONNEES", tmp_path)
    port = port_libre()
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with serveur.serveur_web(port, "postgres:///x") as processus:
        serveur.attendre_reponse(processus, port)
        connexion.request("GET", "/lent")
        time.sleep(0.3)
    assert connexion.getresponse().read() == b"fini"
    connexion.close()


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path):
    site = Site(tmp_path)
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", site.port))
        occupant.listen()
        site.processus = site.lancer()
        statut, dit = site.finir()
    assert statut == 1
    assert dit == f"Partenariat : le port {site.port} est déjà pris; en choisir un autre avec PORT=…\n"


@pytest.mark.parametrize("absente", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_an_operator_s_database_comes_with_an_operator_s_settings(tmp_path, absente):
    site = Site(tmp_path)
    donnees = {"DATABASE_URL": "postgres:///x", "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "exemple.test"}
    site.processus = site.lancer(**{nom: valeur for nom, valeur in donnees.items() if nom != absente})
    statut, dit = site.finir()
    assert statut == 1
    assert len(dit.splitlines()) == 1
    assert absente in dit


def test_an_operator_s_database_that_does_not_answer_is_said_in_one_line(tmp_path):
    site = Site(tmp_path)
    site.processus = site.lancer(
        DATABASE_URL="postgres://x@127.0.0.1:1/x", SECRET_KEY="x" * 50, ALLOWED_HOSTS="exemple.test"
    )
    statut, dit = site.finir()
    assert statut == 1
    assert dit.startswith("Partenariat : la base de données ne répond pas")
    assert len(dit.splitlines()) == 1


def test_a_port_that_is_no_number_is_said_in_one_line(tmp_path):
    site = Site(tmp_path)
    site.port = "huit mille"
    site.processus = site.lancer()
    assert site.finir() == (1, "Partenariat : PORT doit être un nombre de 1 à 65535, non « huit mille ».\n")


@pytest.mark.parametrize(
    ("noms", "adresse"),
    [
        ("", "http://127.0.0.1:8123"),
        ("exemple.test, 127.0.0.1", "http://exemple.test:8123"),
        (".exemple.test", "http://exemple.test:8123"),
    ],
    ids=["aucun", "deux", "tous ceux d'un domaine"],
)
def test_our_own_site_is_reached_by_the_first_of_its_names(noms, adresse, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", {"ALLOWED_HOSTS": noms} if noms else {})
    monkeypatch.setattr(embarque, "DONNEES", tmp_path)
    embarque.poser_environnement("postgres:///x", 8123)
    assert os.environ["SITE_URL"] == adresse


def test_a_secret_is_made_once_and_kept(tmp_path):
    fichier = tmp_path / "sous" / "secret"
    assert embarque.garder(fichier, lambda: "premier") == "premier"
    assert embarque.garder(fichier, lambda: "second") == "premier"
    assert [f.name for f in fichier.parent.iterdir()] == ["secret"]


def test_only_a_catalogue_that_changed_is_compiled(tmp_path):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    preparatifs.compiler_messages(tmp_path)
    resultat = source.with_suffix(".mo")
    assert b"Due date" in resultat.read_bytes()
    resultat.write_bytes(b"intact")
    preparatifs.compiler_messages(tmp_path)
    assert resultat.read_bytes() == b"intact"
    os.utime(source, (time.time() + 10, time.time() + 10))
    preparatifs.compiler_messages(tmp_path)
    assert b"Due date" in resultat.read_bytes()
