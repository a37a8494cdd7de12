"""The way to the login, which a form never takes with the text that it says."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partenariat.erreurs import session_finie
from partenariat.une_fois.saisie import textes


def vers_la_connexion(request: HttpRequest) -> HttpResponseBase:
    """To the login and back here; or a page that gives back the text first."""
    reponse = redirect_to_login(request.get_full_path())
    return session_finie(request, reponse.url) if textes(request) else reponse


class ConnexionRequise(LoginRequiredMiddleware):
    """Django's own, for every page but those that say that they are open."""

    def handle_no_permission(  # type: ignore[override]  # a page too, where there is a text to give back
        self, request: HttpRequest, view_func
    ) -> HttpResponseBase:
        return vers_la_connexion(request)
