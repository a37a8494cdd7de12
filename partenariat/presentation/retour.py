"""Where one came from, and goes back to: an address of this site, or none."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

RETOUR = "retour"
"""The parameter, and the field, that says it."""
_LONGUEUR = 1_500
"""Characters of it, beyond which it is nobody's page."""


def chez_nous(adresse: str) -> str:
    """This address where it is a path of this site, with its query; empty otherwise."""
    if len(adresse) > _LONGUEUR or not adresse.startswith("/"):
        return ""
    return adresse if url_has_allowed_host_and_scheme(adresse, allowed_hosts=None) else ""


def d_ou_l_on_vient(request: HttpRequest) -> str:
    """The page that one goes back to: the one that is said; else, on opening, the one that led here. Empty
    where neither is of this site."""
    if request.method == "POST" or RETOUR in request.GET:
        dite = request.POST if request.method == "POST" else request.GET
        return chez_nous(dite.get(RETOUR, ""))
    d_ou = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(d_ou, {request.get_host()}):
        return ""
    lue = urlsplit(d_ou)
    chemin = f"{lue.path}?{lue.query}" if lue.query else lue.path
    return "" if lue.path == request.path else chez_nous(chemin)
