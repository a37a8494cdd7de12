"""Logs: one JSON object a line, of named fields only; nothing that a visitor sent.

A path may hold the key of a signed link, a query what someone looks for, a message of the database the values
that were written. So a line says by name which address was asked for (`engagements/<code>`), what kind of
failure it was and where in the code; never the text of what failed, which quotes what it failed on.
"""

import json
import logging
import traceback
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.middleware import csrf
from django.urls import Resolver404, resolve

journal = logging.getLogger(__name__)

_requete: ContextVar[HttpRequest | None] = ContextVar("requete", default=None)

CACHE = "[…]"
COURT = 3
"""Characters: what is shorter is found in any word, and tells nothing."""
RAISONS = {texte for nom, texte in vars(csrf).items() if nom.startswith("REASON_") and "%" not in texte}
"""Why a form was refused, where the sentence quotes nothing."""


class FluxInterrompu(Exception):
    """An answer that was being sent failed: the connection is cut, and the cause is in our own log."""


class Requete:
    """Middleware: names the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # On the request too: Django says what it answered once every middleware is over.
        request.identifiant = uuid.uuid4().hex  # type: ignore[attr-defined]
        jeton = _requete.set(request)
        try:
            reponse = self.get_response(request)
            reponse["X-Request-ID"] = request.identifiant  # type: ignore[attr-defined]
            if isinstance(reponse, StreamingHttpResponse) and not isinstance(reponse, FileResponse):
                reponse.streaming_content = _suivre(reponse.streaming_content, request)  # type: ignore[arg-type]
            return reponse
        finally:
            _requete.reset(jeton)


def _suivre(contenu: Iterable[bytes], request: HttpRequest) -> Iterator[bytes]:
    """What is sent once Django has answered fails in the server, whose log would quote it.

    Raises:
        FluxInterrompu: instead of what went wrong.
    """
    try:
        yield from contenu
    except Exception:
        jeton = _requete.set(request)
        journal.exception("Une réponse s'est interrompue.")
        _requete.reset(jeton)
        raise FluxInterrompu from None


class EnJson(logging.Formatter):
    """A record as one JSON object: the fields below and no other, whatever the record carries."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            champs = self._champs(record)
        except Exception as erreur:  # told here, or the standard library would print the whole record
            champs = {"niveau": record.levelname, "source": record.name, "message": nature(erreur)}
        return json.dumps({nom: valeur for nom, valeur in champs.items() if valeur}, ensure_ascii=False)

    def _champs(self, record: logging.LogRecord) -> dict[str, Any]:
        request = getattr(record, "request", None) or _requete.get()
        # A socket, from the development server, is no request.
        request = request if isinstance(request, HttpRequest) else None
        return {
            "quand": datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "source": record.name,
            "message": _message(record, request),
            "requete": getattr(request, "identifiant", ""),
            "methode": (request.method or "") if request else "",
            "route": _route(request) if request else "",
            "statut": getattr(record, "status_code", ""),
            "trace": _trace(record.exc_info[1]) if record.exc_info and record.exc_info[1] else "",
        }


def _message(record: logging.LogRecord, request: HttpRequest | None) -> str:
    if hasattr(record, "request"):
        # Django's own: the path or, where a request is suspect, the very text that is.
        statut = getattr(record, "status_code", 0)
        arguments = record.args if isinstance(record.args, tuple) else ()
        dites = [str(raison) for raison in arguments if raison in RAISONS]
        return " ".join([HTTPStatus(statut).phrase if statut else record.levelname, *dites])
    return _sans_la_requete(record.getMessage(), request)


def _sans_la_requete(texte: str, request: HttpRequest | None) -> str:
    for valeur in sorted(_envoye(request), key=len, reverse=True) if request else ():
        texte = texte.replace(valeur, CACHE)
    return texte


def _envoye(request: HttpRequest) -> set[str]:
    """What this request brought: address, query, headers and, where it was read, form."""
    valeurs = {request.path, request.META.get("QUERY_STRING", ""), request.get_full_path()}
    valeurs.update(request.path.split("/"))
    valeurs.update(str(valeur) for nom, valeur in request.META.items() if nom.startswith("HTTP_"))
    valeurs.update(request.COOKIES.values())
    # Reading a form here could fail a second time, and so could a query of too many fields.
    lus = [request.POST] if hasattr(request, "_post") else []
    with suppress(SuspiciousOperation):
        lus.append(request.GET)
    valeurs.update(valeur for lu in lus for _, dites in lu.lists() for valeur in dites)
    return {valeur for valeur in valeurs if len(valeur) > COURT}


def _route(request: HttpRequest) -> str:
    """The pattern of the address, with the names of its parts instead of what they are."""
    trouvee = request.resolver_match
    if trouvee is None:
        try:
            trouvee = resolve(request.path_info)
        except Resolver404:
            return "?"
    return trouvee.route or "/"


def _trace(erreur: BaseException) -> str:
    """Where it happened, and of what kind each failure was, the first cause first.

    The lines of code are ours to show; the texts of the exceptions are not.
    """
    parties: list[str] = []
    vues: set[int] = set()
    suite: BaseException | None = erreur
    while suite is not None and id(suite) not in vues:
        vues.add(id(suite))
        parties.insert(0, "".join(_pile(suite.__traceback__)) + nature(suite))
        suite = suite.__cause__ or (None if suite.__suppress_context__ else suite.__context__)
    return "\n\n".join(parties)


def _pile(trace: TracebackType | None) -> list[str]:
    return traceback.format_tb(trace) if trace else []


def nature(erreur: BaseException) -> str:
    """The kind of a failure, with what its own fields say that no visitor wrote."""
    classe = type(erreur)
    dits = [f"{classe.__module__}.{classe.__qualname__}".removeprefix("builtins.")]
    if isinstance(erreur, OSError) and erreur.errno is not None:
        dits.append(f"errno={erreur.errno}")
    if isinstance(erreur, ImportError) and erreur.name:
        dits.append(f"module={erreur.name}")
    if code := getattr(erreur, "pgcode", None):
        dits.append(f"sqlstate={code}")
        diag = getattr(erreur, "diag", None)
        noms = {nom: getattr(diag, f"{nom}_name", None) for nom in ("table", "column", "constraint")}
        dits += [f"{nom}={valeur}" for nom, valeur in noms.items() if valeur]
    return " ".join(dits)
