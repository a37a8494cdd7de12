"""A request id on every log line and response; no personal data in either."""

import logging
import uuid
from contextvars import ContextVar

from django.http import HttpRequest

_requete: ContextVar[str] = ContextVar("requete", default="")


class Requete:
    """Middleware: names the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest):
        identifiant = uuid.uuid4().hex
        jeton = _requete.set(identifiant)
        try:
            reponse = self.get_response(request)
            reponse["X-Request-ID"] = identifiant
            return reponse
        finally:
            _requete.reset(jeton)


class AvecRequete(logging.Filter):
    """Adds the request id to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.requete = _requete.get()
        return True
