"""A site that is launched as an operator does, and watched from outside."""

import http.client
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from partenariat.lancement import serveur
from partenariat.lancement.serveur import MARQUE
from partenariat.postgres import TEMPORAIRE

RACINE = Path(__file__).resolve().parents[1]
REGLAGES = {
    *(
        "DATABASE_URL",
        "DATABASE_ADMIN_URL",
        "ROLE_WEB",
        "SECRET_KEY",
        "SECRET_KEY_FALLBACKS",
        "ALLOWED_HOSTS",
    ),
    *("SITE_URL", "DEMO_MOT_DE_PASSE", "PROCESSUS", "CACHE_URL", "DEPOTS"),
}

APPLICATION_LENTE = """
import time

def application(environ, start_response):
    if environ["PATH_INFO"] == "/lent":
        time.sleep(1.5)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"fini"]
"""
CATALOGUE = r"""msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "Échéance"
msgstr "Due date"
"""

DEMONSTRATION = "/plans/jeu-de-demonstration-suivi-du-partenariat-en-economie-sociale"
"""The address of the plan that a site loads by itself."""


class Site:
    """A clone's data and port, and the launcher that serves them."""

    def __init__(self, donnees: Path):
        self.donnees = donnees
        self.port = port_libre()
        self.processus = None
        self.dit = ""
        """What was said before the site answered."""

    def lancer(self, **variables: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "partenariat.lancement"],
            cwd=RACINE,
            env=environnement(DONNEES=str(self.donnees), PORT=str(self.port), **variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def demarrer(self, **variables: str) -> str:
        """Starts, and returns what was said before the site answered."""
        self.processus = self.lancer(**variables)
        dit = []
        for ligne in self.processus.stdout:
            dit.append(ligne)
            if "Ctrl-C" in ligne:
                return "".join(dit)
        pytest.fail("".join(dit))

    def finir(self, delai: float = 40) -> tuple[int, str]:
        """Waits for the launcher's end: its status, and its last words."""
        dit, _ = self.processus.communicate(timeout=delai)
        return self.processus.returncode, dit

    def sante(self) -> int:
        return demander(self.port, "/healthz")

    def pret(self) -> int:
        return demander(self.port, "/readyz")

    def vivants(self) -> list[psutil.Process]:
        """Every process that serves this site, whoever its parent is."""
        trouves = []
        for processus in psutil.process_iter():
            try:
                web = processus.environ().get(MARQUE) == str(self.donnees)
                if web or processus.cwd() == str(self.donnees / "postgres" / "pgdata"):
                    trouves.append(processus)
            except psutil.Error:
                continue
        return trouves

    def granian(self) -> psutil.Process:
        return next(
            p
            for p in self.vivants()
            if p.ppid() == self.processus.pid and str(serveur.PROGRAMME) in p.cmdline()
        )

    def postgres(self) -> psutil.Process:
        return next(p for p in self.vivants() if p.ppid() == self.processus.pid and p.name() == "postgres")


@contextmanager
def donnees_preparees() -> Iterator[Path]:
    """Data that a first start has made, under a name with a space and an accent."""
    racine = Path(tempfile.mkdtemp(prefix="é à-", dir=TEMPORAIRE))
    racine.chmod(0o755)
    try:
        premier = Site(racine / "donnees")
        premier.demarrer()
        premier.processus.terminate()
        assert premier.finir()[0] == 0
        yield racine / "donnees"
    finally:
        shutil.rmtree(racine)


@contextmanager
def servi(donnees: Path, **variables: str) -> Iterator[Site]:
    """These data, served; whatever is done to the site, nothing of it outlives the block."""
    site = Site(donnees)
    site.dit = site.demarrer(**variables)
    try:
        yield site
    finally:
        if site.processus.poll() is None:
            site.processus.terminate()
            site.processus.wait(40)
        site.processus.stdout.close()
        assert site.vivants() == []


def environnement(**variables: str) -> dict[str, str]:
    return {nom: valeur for nom, valeur in os.environ.items() if nom not in REGLAGES} | variables


def demander(port: int, adresse: str) -> int:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connexion.request("GET", adresse)
        reponse = connexion.getresponse()
        reponse.read()
        return reponse.status
    finally:
        connexion.close()


@contextmanager
def trafic(ports: Callable[[], list[int]], fils: int = 6) -> Iterator[Counter]:
    """Requests that never stop while the block runs, to ports that `ports` gives; counts the answers.

    A connection that ends before its request was read is asked for again, once, as a proxy does for any GET:
    one may be taken at the very moment when its process ends.
    """
    vus, fin = Counter(), threading.Event()

    def tirer() -> None:
        while not fin.is_set():
            try:
                try:
                    statut = demander(random.choice(ports()), "/")
                except http.client.RemoteDisconnected:
                    statut = demander(random.choice(ports()), "/")
                vus[statut] += 1
            except (OSError, http.client.HTTPException) as erreur:
                vus[repr(erreur)] += 1

    tireurs = [threading.Thread(target=tirer) for _ in range(fils)]
    for tireur in tireurs:
        tireur.start()
    try:
        yield vus
    finally:
        fin.set()
        for tireur in tireurs:
            tireur.join()


def attendre(condition: Callable[[], bool], quoi: str, patience: float = 60) -> None:
    limite = time.monotonic() + patience
    while not condition():
        if time.monotonic() > limite:
            pytest.fail(quoi)
        time.sleep(0.1)


def port_libre() -> int:
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        return essai.getsockname()[1]
