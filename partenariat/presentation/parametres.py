"""The parameters that a public view reads, and the query of an address brought back to those.

What a view does not declare is neither in the key of its kept page nor given to the view: the page could not
show it. Any `?zz=N` is the same page.
"""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, get_urlconf, resolve
from django.utils import translation

ADRESSE_MAX = 300
"""Characters of a path; a longer one is of no public page."""


def parametres_de(request: HttpRequest) -> tuple[str, ...] | None:
    """The parameters that the public view of this address reads; None where it leads to no public view."""
    if len(request.path_info) > ADRESSE_MAX:
        return None
    urlconf = getattr(request, "urlconf", None) or get_urlconf() or settings.ROOT_URLCONF
    return _parametres(request.path_info, urlconf)


def langue_de(chemin: str) -> str:
    """As `LocaleMiddleware`, which comes later, will read it."""
    return translation.get_language_from_path(chemin) or settings.LANGUAGE_CODE


@lru_cache(maxsize=4096)
def _parametres(chemin: str, urlconf: str) -> tuple[str, ...] | None:
    with translation.override(langue_de(chemin)):
        try:
            vue = resolve(chemin, urlconf).func
        except Resolver404:
            return None
    return getattr(vue, "parametres", None)


def ramener(request: HttpRequest, parametres: tuple[str, ...]) -> str:
    """Leaves in the request the parameters of this view alone, in one order, without blanks.

    Returns:
        The query that is left.
    """
    connus = QueryDict(mutable=True)
    for nom in sorted(parametres):
        if valeurs := [valeur for valeur in request.GET.getlist(nom) if valeur.strip()]:
            connus.setlist(nom, valeurs)
    requete = connus.urlencode()
    request.META["QUERY_STRING"] = requete
    connus._mutable = False  # as Django's own is
    request.GET = connus  # type: ignore[assignment]
    return requete
