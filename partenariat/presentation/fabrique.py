"""Has charts and documents made in a short-lived process (docs/decisions/0019), a few at a time."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from partenariat.erreurs import pas_fabrique
from partenariat.presentation.atelier import REFUS, Refuse

ATELIER = Path(__file__).with_name("atelier.py")
A_LA_FOIS = 2
"""A process holds a hundred megabytes and a core; a worker has four threads, and pages to serve."""
PATIENCE = 10
"""Seconds that one waits for a place: two documents, at the least."""
DELAI = 30
"""Seconds that one piece of work may take; a packet of 200 actions takes two."""
# Neither the address of the database nor any secret: what it needs to run, and no more.
_ENVIRONNEMENT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")

journal = logging.getLogger(__name__)
_places = BoundedSemaphore(A_LA_FOIS)


class Indisponible(RuntimeError):
    """Nothing was made, and not for what was asked: it may be asked again in a moment."""


def pas_maintenant() -> str:
    """What a form says of it: nothing was written, and asking again is right."""
    return _("Le document n'a pas pu être fait maintenant; rien n'a été inscrit. Réessayez dans un instant.")


def fabriquer(outil: str, **travail: Any) -> bytes:
    """What `atelier` makes of a piece of work.

    Args:
        outil: a key of `atelier.OUTILS`.

    Raises:
        Refuse: the work itself cannot be done.
        Indisponible: no place became free, or the process was stopped or died (one line of the journal).
    """
    with _une_place(outil):
        try:
            fini = subprocess.run(  # noqa: S603
                # Isolated: nothing of ours is imported, nothing of the environment changes what is made.
                [sys.executable, "-I", ATELIER],
                input=json.dumps({"outil": outil, **travail}, ensure_ascii=False).encode(),
                capture_output=True,
                timeout=DELAI,
                # Days of a chart are placed where the site is.
                env={n: os.environ[n] for n in _ENVIRONNEMENT if n in os.environ}
                | {"TZ": settings.TIME_ZONE},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _indisponible(outil, f"arrêté après {DELAI} s") from None
        except OSError as erreur:
            raise _indisponible(outil, f"n'a pas démarré ({erreur.strerror})") from erreur
    if fini.returncode == REFUS:
        raise Refuse(fini.stdout.decode())
    if fini.returncode:
        derniers = fini.stderr.decode(errors="replace").split("\n")
        mot = next((ligne for ligne in reversed(derniers) if ligne.strip()), "")
        raise _indisponible(outil, f"terminé par {fini.returncode} {mot[:200]}".strip())
    return fini.stdout


@contextmanager
def _une_place(outil: str) -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise _indisponible(outil, f"aucune place en {PATIENCE} s")
    try:
        yield
    finally:
        _places.release()


def _indisponible(outil: str, raison: str) -> Indisponible:
    journal.error("atelier, %s : %s", outil, raison)
    return Indisponible(raison)


class Fabrication:
    """Middleware: a page that waits for what cannot be made now answers 503, with when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, erreur: Exception) -> HttpResponseBase | None:
        return pas_fabrique(request) if isinstance(erreur, Indisponible) else None
