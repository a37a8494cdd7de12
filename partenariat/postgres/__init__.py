"""The embedded PostgreSQL: the wheel's own binaries, one private cluster, no TCP, no password.

A cluster lives in one folder, its *lieu*:

    pgdata/         the data, closed to everyone but the server's account
    pg_hba.conf     who may enter: through the socket, known by the system as the person they claim to be
    pg_ident.conf   which system accounts those are
    verrou          held by the process that started the server, and that stops it
    journal         what the server said since its last start
    logiciel/       a copy of the binaries, only where the server's account cannot reach the wheel's

Why the wheel's `get_server()` is left alone: docs/decisions/0002.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from partenariat.postgres.lieu import GrappeErreur, compte_du_serveur, confier, lieu_de
from partenariat.postgres.serveur import (
    BASE,
    PROPRIETAIRE,
    REGLAGES,
    REGLAGES_JETABLES,
    WEB,
    Grappe,
    arreter,
    en_marche,
    servir,
)
from partenariat.postgres.verrou import porteur, saisir

__all__ = [
    "BASE",
    "PROPRIETAIRE",
    "WEB",
    "Grappe",
    "GrappeErreur",
    "GrappeOccupee",
    "grappe",
    "grappe_jetable",
]

# Short on purpose: the path of a Unix socket holds in about a hundred bytes.
TEMPORAIRE = Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108


class GrappeOccupee(GrappeErreur):
    """Another process holds the cluster and has not given it back."""


@contextmanager
def grappe(dossier: Path, *, rejoindre: bool = True, patience: float = 60) -> Iterator[Grappe]:
    """The cluster of `dossier`, created the first time, started unless another process already did.

    The process that started it stops it. Whoever finds it held uses it as it is, or, with
    `rejoindre=False`, waits for its turn.

    Raises:
        GrappeOccupee: it is still held, and of no use to us, after `patience` seconds.
        GrappeErreur: it cannot be created or started.
    """
    with ExitStack() as pile:
        try:
            compte = compte_du_serveur(dossier / "pgdata")
            lieu = lieu_de(dossier, compte)
            limite = time.monotonic() + patience
            while (verrou := saisir(lieu / "verrou")) is None:
                if rejoindre and (active := en_marche(lieu / "pgdata", dossier)):
                    break
                if time.monotonic() > limite:
                    raise GrappeOccupee(f"la base embarquée est tenue par {porteur(lieu / 'verrou')}.")
                time.sleep(0.1)
            else:
                pile.callback(os.close, verrou)
                active = pile.enter_context(servir(lieu, dossier, compte, REGLAGES, TEMPORAIRE))
        except PermissionError as erreur:
            raise GrappeErreur(f"accès refusé à {erreur.filename} : est-ce à un autre compte?") from erreur
        yield active


@contextmanager
def grappe_jetable() -> Iterator[Grappe]:
    """A cluster for tests: nothing is written for good, and its folder goes with it."""
    _balayer()
    compte = compte_du_serveur()
    lieu = Path(tempfile.mkdtemp(prefix="partenariat-jetable-", dir=TEMPORAIRE))
    verrou = saisir(lieu / "verrou")
    try:
        confier(lieu, compte)
        with servir(lieu, lieu, compte, REGLAGES | REGLAGES_JETABLES, lieu) as active:
            yield active
    finally:
        shutil.rmtree(lieu, ignore_errors=True)
        if verrou is not None:
            os.close(verrou)


def _balayer() -> None:
    """Clears the throwaway clusters of test runs that were killed."""
    for lieu in TEMPORAIRE.glob("partenariat-jetable-*"):
        # The data folder comes after the lock: without it, a cluster may be about to start.
        with suppress(OSError):
            if (lieu / "pgdata").exists() and (verrou := saisir(lieu / "verrou")) is not None:
                arreter(lieu / "pgdata")
                shutil.rmtree(lieu, ignore_errors=True)
                os.close(verrou)
