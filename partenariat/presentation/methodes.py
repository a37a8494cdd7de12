"""Middleware: what a page does not answer (a form where one only reads, or the reverse) is said."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from partenariat.erreurs import methode_refusee


class MethodeRefusee:
    """Django's own answer is empty: a browser shows a page of its own for it, without a link."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reponse = self.get_response(request)
        if not isinstance(reponse, HttpResponseNotAllowed):
            return reponse
        dite = methode_refusee(request)
        dite["Allow"] = reponse["Allow"]
        return dite
