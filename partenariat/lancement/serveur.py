"""The web server: granian, its workers, and how they are found again after a violent death."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil

from partenariat.lancement.embarque import DONNEES, RACINE

# Carried by granian and inherited by its workers: what bears it is ours, whatever its number or its parent.
MARQUE = "PARTENARIAT_SERVEUR"
# Where a file says to the workers that we are closing.
FERMETURE = "PARTENARIAT_FERMETURE"
# More than those who may wait, and those who are slow (presentation/cache.py): (4 + 12) × 2 + 24 + 24 + 24.
FILS = 128
# Longer than the slowest request (the web's `statement_timeout` is 10 s).
DERNIERES_REQUETES = 15
# What a worker has kept for no reason goes with it; a start costs two seconds of CPU, twice a day.
AGE = 12 * 3600
# MiB. A worker that has served everything holds 230 MB at most (docs/decisions/0019); far more leaks.
POIDS = 400
# Seconds between the birth of a worker and the end of the one that it replaces: longer than a start.
RELEVE = 5
PROGRAMME = Path(__file__).with_name("web.py")


class ServeurErreur(Exception):
    """The web server cannot serve; the text is one line for the person at the console."""


def commande(port: int) -> list[str]:
    # A worker a core. Python runs one thread at a time: few requests are computed at once, and most threads
    # hold those who wait for them, while the others give the pages that are ready (presentation/cache.py).
    # Granian warns of so many, in English and at each start: its errors alone are shown.
    workers = min(os.cpu_count() or 1, 4)
    return [
        # Run by its path, and nothing beside it is found: the site is what stands in the working directory.
        *(sys.executable, "-P", str(PROGRAMME), "partenariat.wsgi:application"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(FILS), "--backlog", "1024"),
        *("--respawn-failed-workers", "--respawn-interval", str(RELEVE)),
        *("--workers-lifetime", str(AGE), "--workers-max-rss", str(POIDS)),
        *("--workers-kill-timeout", str(DERNIERES_REQUETES), "--log-level", "error"),
        # An address may hold the key of a signed link, or what someone looks for.
        "--no-access-log",
    ]


@contextmanager
def processus_marque(
    ligne: list[str], env: Mapping[str, str] = os.environ, **options
) -> Iterator[subprocess.Popen]:
    """Runs a process that a later start finds again; it is over when the block is."""
    processus = None
    try:
        # Its own session: Ctrl-C is for us, who let it finish before the database goes.
        processus = subprocess.Popen(  # noqa: S603
            ligne, cwd=RACINE, env={**env, MARQUE: str(DONNEES)}, start_new_session=True, **options
        )
        yield processus
    finally:
        arreter_web()
        if processus:
            processus.wait()


@contextmanager
def serveur_web(port: int, adresse: str) -> Iterator[subprocess.Popen]:
    """Runs granian while the block runs, on that database; requests in flight are finished at the end."""
    environnement = os.environ | {"DATABASE_URL": adresse, "PROCESSUS": "web", FERMETURE: str(_fermeture())}
    # The web process needs no password but its own role's.
    for secret in ("DEMO_MOT_DE_PASSE", "DATABASE_ADMIN_URL"):
        environnement.pop(secret, None)
    _fermeture().unlink(missing_ok=True)
    with processus_marque(commande(port), environnement) as processus:
        yield processus


def _fermeture() -> Path:
    return DONNEES / "fermeture"


def annoncer_la_fin(duree: int) -> None:
    """For that many seconds the site still answers, and `/readyz` says that it closes."""
    if duree:
        _fermeture().touch()
        time.sleep(duree)


def arreter_web() -> None:
    """Stops the web processes of this clone, ours or those of a launcher that was killed.

    Granian tells its workers; one that was only starting does not hear, and is told a second time. Never a
    third: that freezes a worker (measured, granian 2.8), and with it the requests that it was finishing.
    """
    for ordre, a_tous, delai in (
        (signal.SIGTERM, False, 3),
        (signal.SIGTERM, True, DERNIERES_REQUETES - 2),
        (signal.SIGKILL, True, 5),
    ):
        vivants = list(_marques())
        numeros = {processus.pid for processus in vivants}
        for processus in vivants:
            with suppress(psutil.NoSuchProcess):
                if a_tous or processus.ppid() not in numeros:
                    processus.send_signal(ordre)
        psutil.wait_procs(vivants, timeout=delai)


def _marques() -> Iterator[psutil.Process]:
    for processus in psutil.process_iter():
        with suppress(psutil.Error):
            if processus.uids().effective == os.geteuid() and processus.environ().get(MARQUE) == str(DONNEES):
                yield processus


def verifier_port(port: int) -> None:
    """
    Raises:
        ServeurErreur: another program already listens there.
    """
    with socket.socket() as essai:
        # As granian does: a port whose last connections are still closing is free.
        essai.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            essai.bind(("127.0.0.1", port))
        except OSError as erreur:
            raison = "est réservé au système" if isinstance(erreur, PermissionError) else "est déjà pris"
            raise ServeurErreur(f"le port {port} {raison}; en choisir un autre avec PORT=…") from erreur


def attendre_reponse(processus: subprocess.Popen, port: int, patience: float = 60) -> None:
    """
    Raises:
        ServeurErreur: granian stopped, or `/healthz` has not answered in time.
    """
    limite = time.monotonic() + patience
    while time.monotonic() < limite:
        if processus.poll() is not None:
            raise ServeurErreur(f"le serveur web n'a pas démarré (code {processus.returncode}).")
        connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with closing(connexion), suppress(OSError, http.client.HTTPException):
            connexion.request("GET", "/healthz")
            if connexion.getresponse().status == http.HTTPStatus.OK:
                return
        time.sleep(0.05)
    raise ServeurErreur(f"le serveur web ne répond pas après {patience:.0f} s.")
