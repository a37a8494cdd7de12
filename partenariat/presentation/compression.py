"""Bodies made smaller: quickly for whoever waits, and well, once, for those who come after."""

import gzip
import threading
from collections.abc import Callable
from queue import SimpleQueue

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from partenariat.presentation.codages import codage_accepte

OFFERTS = ("br", "gzip")
MINIMUM = 1_000
"""Bytes; a smaller body is sent as it is."""
TEXTES = (
    "text/",
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "application/xml",
    "application/manifest+json",
)


def est_du_texte(reponse: HttpResponseBase) -> bool:
    return reponse.get("Content-Type", "").startswith(TEXTES)


def vite(corps: bytes, codage: str) -> bytes:
    """In this coding, for someone who waits: 1 ms for 100 kB."""
    if codage == "br":
        return bytes(brotli.compress(corps, quality=1))
    return gzip.compress(corps, 1, mtime=0) if codage == "gzip" else corps


def bien(corps: bytes) -> dict[str, bytes]:
    """In each coding, for those who come after: some tens of milliseconds."""
    return {"br": bytes(brotli.compress(corps, quality=6)), "gzip": gzip.compress(corps, 6, mtime=0)}


def comprimer(request: HttpRequest, reponse: HttpResponseBase) -> None:
    """An answer made for one person, where it is text and its reader accepts it (docs/decisions/0020).

    What shows a secret says `no-transform` and is left as it is.
    """
    if (
        not isinstance(reponse, HttpResponse)
        or reponse.has_header("Content-Encoding")
        or len(reponse.content) < MINIMUM
        or not est_du_texte(reponse)
        or "no-transform" in reponse.get("Cache-Control", "")
    ):
        return
    patch_vary_headers(reponse, ["Accept-Encoding"])
    if codage := codage_accepte(request.headers.get("Accept-Encoding", ""), OFFERTS):
        reponse.content = vite(reponse.content, codage)
        reponse["Content-Encoding"] = codage
        reponse["Content-Length"] = str(len(reponse.content))


class Atelier:
    """One thread a process, that does afterwards what nobody waits for. It is started by its first task."""

    def __init__(self) -> None:
        self._taches: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._verrou = threading.Lock()
        self._fil: threading.Thread | None = None

    def confier(self, tache: Callable[[], None]) -> None:
        self._taches.put(tache)
        with self._verrou:
            if self._fil is None:
                self._fil = threading.Thread(target=self._travailler, name="compression", daemon=True)
                self._fil.start()

    def _travailler(self) -> None:
        while True:
            self._taches.get()()
