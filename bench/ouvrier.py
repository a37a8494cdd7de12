"""The site as it is served: granian, one worker, on a database of the measures."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from django.contrib.auth import get_user_model
from django.test import Client

from bench.serveur import RACINE, proprietaire
from bench.visiteur import Visiteur
from partenariat.lancement.serveur import attendre_reponse, commande
from partenariat.postgres import WEB, Grappe


@dataclass(frozen=True)
class Ouvrier:
    processus: psutil.Process
    port: int

    @property
    def memoire(self) -> float:
        """MB in the memory of the machine."""
        return self.processus.memory_info().rss / 1e6

    def visiteur(self) -> Visiteur:
        return Visiteur(self.port)

    def membre(self) -> Visiteur:
        """Someone signed in who may do everything; the password is not what is measured."""
        with proprietaire():
            comptes = get_user_model().objects
            compte = comptes.filter(username="memoire").first() or comptes.create_superuser("memoire")
            client = Client()
            client.force_login(compte)
        visiteur = self.visiteur()
        visiteur.cookies["session"] = client.cookies["session"].value
        return visiteur


@contextmanager
def ouvrier(grappe: Grappe, base: str, **variables: str) -> Iterator[Ouvrier]:
    """Serves the database `base` while the block runs; `variables` join the environment."""
    with socket.socket() as essai:
        essai.bind(("127.0.0.1", 0))
        port = essai.getsockname()[1]
    ligne = commande(port)
    ligne[ligne.index("--workers") + 1] = "1"
    # What would be replaced for its weight is what is to be weighed.
    ligne[ligne.index("--workers-max-rss") + 1] = "4000"
    env = os.environ | {
        "DATABASE_URL": grappe.adresse(WEB, base),
        "PROCESSUS": "web",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": f"http://127.0.0.1:{port}",
        **variables,
    }
    granian = subprocess.Popen(ligne, cwd=RACINE, env=env, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        attendre_reponse(granian, port)
        yield Ouvrier(psutil.Process(granian.pid).children()[0], port)
    finally:
        granian.terminate()
        granian.wait()
