"""The web server: granian, its workers, and how they are found again after a violent death."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psutil

from partenariat.lancement.embarque import DONNEES, RACINE

# Carried by granian and inherited by its workers: what bears it is ours, whatever its number or its parent.
MARQUE = "PARTENARIAT_SERVEUR"
# More than those who may wait (presentation/cache.py): (4 + 12) × 2 + 24.
FILS = 64
# Longer than the slowest request (the web's `statement_timeout` is 10 s).
DERNIERES_REQUETES = 15


class ServeurErreur(Exception):
    """The web server cannot serve; the text is one line for the person at the console."""


def commande(port: int) -> list[str]:
    # A worker a core. Python runs one thread at a time: few requests are computed at once, and most threads
    # hold those who wait for them, while the others give the pages that are ready (presentation/cache.py).
    # Granian warns of so many, in English and at each start: its errors alone are shown.
    workers = min(os.cpu_count() or 1, 4)
    return [
        *(sys.executable, "-m", "granian", "partenariat.wsgi:application"),
        *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--http", "1", "--no-ws"),
        *("--workers", str(workers), "--blocking-threads", str(FILS), "--backlog", "1024"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
        *("--workers-kill-timeout", str(DERNIERES_REQUETES), "--log-level", "error"),
    ]


@contextmanager
def serveur_web(port: int, adresse: str) -> Iterator[subprocess.Popen]:
    """Runs granian while the block runs, on that database; requests in flight are finished at the end."""
    environnement = os.environ | {"DATABASE_URL": adresse, "PROCESSUS": "web", MARQUE: str(DONNEES)}
    # The web process needs no password but its own role's.
    environnement.pop("DEMO_MOT_DE_PASSE", None)
    processus = None
    try:
        # Its own session: Ctrl-C is for us, who let it finish before the database goes.
        processus = subprocess.Popen(commande(port), cwd=RACINE, env=environnement, start_new_session=True)  # noqa: S603
        yield processus
    finally:
        arreter_web()
        if processus:
            processus.wait()


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
