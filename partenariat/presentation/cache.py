"""Whole public pages, kept for anonymous visitors until anything changes.

The key holds the *revision* of the data (any write moves it) and the day (readings change at midnight), so a
page is never stale and never computed twice. Only views marked by `publique` are kept.
"""

import gzip
import hashlib
from dataclasses import dataclass

import brotli
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from partenariat.histoire.revision import revision

TAILLE_MAX = 600_000
"""Bytes; a larger body (a whole export) is sent but not kept."""


REQUETE_MAX = 500
"""Characters of a query string; a longer one is answered but not kept: nobody asks for it twice."""


@dataclass(frozen=True)
class Page:
    corps: dict[str, bytes]
    """The body by content coding: `br`, `gzip`, and `""` as it is."""
    entetes: dict[str, str]
    etiquette: str

    def reponse(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("If-None-Match") == self.etiquette:
            return HttpResponseNotModified(headers={"ETag": self.etiquette})
        acceptes = request.headers.get("Accept-Encoding", "")
        codage = next((codage for codage in self.corps if codage and codage in acceptes), "")
        reponse = HttpResponse(self.corps[codage])
        for nom, valeur in self.entetes.items():
            reponse[nom] = valeur
        if codage:
            reponse["Content-Encoding"] = codage
        reponse["Content-Length"] = str(len(self.corps[codage]))
        return reponse


class PagesPubliques:
    """Middleware, before all that costs: answers an anonymous visitor from the kept page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        if not _anonyme(request) or len(request.META.get("QUERY_STRING", "")) > REQUETE_MAX:
            return self.get_response(request)
        # The host is checked here because a kept page would otherwise answer any.
        request.get_host()
        try:
            cle = _cle(request)
        except DatabaseError:
            return self.get_response(request)
        page = caches["pages"].get(cle)
        if page is None:
            reponse = self.get_response(request)
            page = _page(reponse, cle)
            if page is None:
                return reponse
            caches["pages"].set(cle, page, 86_400)
        return page.reponse(request)


def _anonyme(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def _cle(request: HttpRequest) -> str:
    parties = (
        revision(),
        timezone.localdate(),
        request.path,
        request.META.get("QUERY_STRING", ""),
        # A part asked for by htmx is never taken for the whole page.
        "HX-Request" in request.headers,
    )
    return hashlib.sha256(repr(parties).encode()).hexdigest()


def _page(reponse: HttpResponse, cle: str) -> Page | None:
    gardable = (
        getattr(reponse, "page_publique", False)
        and reponse.status_code == 200
        and not reponse.streaming
        and not reponse.cookies
        and len(reponse.content) <= TAILLE_MAX
    )
    if not gardable:
        return None
    patch_vary_headers(reponse, ["Accept-Encoding", "Cookie"])
    etiquette = f'W/"{cle[:32]}"'
    reponse["ETag"] = etiquette
    # Kept by browsers, asked about each time: a 304 costs one short query.
    reponse.setdefault("Cache-Control", "no-cache")
    corps = bytes(reponse.content)
    return Page(
        corps={"br": brotli.compress(corps, quality=5), "gzip": gzip.compress(corps, 6, mtime=0), "": corps},
        entetes={
            nom: valeur for nom, valeur in reponse.items() if nom not in ("Content-Length", "X-Request-ID")
        },
        etiquette=etiquette,
    )
