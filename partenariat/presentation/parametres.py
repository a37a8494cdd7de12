"""The parameters that a public view reads, and the query of an address brought back to those.

What a view does not declare is neither in the key of its kept page nor given to the view: the page could not
show it. Any `?zz=N` is the same page. Likewise for a value that says nothing: a day that is none, or is to
come, a number beyond any page. Each kind is brought back to one value, which the view reads as it would have.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, get_urlconf, resolve
from django.utils import timezone, translation

from partenariat.presentation.langue import langue_de

ADRESSE_MAX = 300
"""Characters of a path; a longer one is of no public page."""


DERNIERE = 1_000
"""The number of a page: this one and all those beyond are the last, whatever the list."""

Lire = Callable[[str], str]
"""From what an address says to what the view is given; empty where it is the same as nothing."""


def texte(valeur: str) -> str:
    """What is searched, or chosen among what the plan knows: the view says what it finds."""
    return valeur


def jour(valeur: str) -> str:
    """A past day; else what `lire_date` says the same of: what is no day, and what is to come."""
    try:
        lu = date.fromisoformat(valeur.strip())
    except ValueError:
        return "illisible"
    aujourdhui = timezone.localdate()
    if lu == aujourdhui:
        return ""
    return (lu if lu < aujourdhui else date.max).isoformat()


def numero(valeur: str) -> str:
    """As Django's paginator reads it: what is no number is the first page, what is beyond is the last."""
    try:
        lu = int(valeur)
    except ValueError:
        return ""
    return "" if lu == 1 else str(lu if 1 < lu < DERNIERE else DERNIERE)


USUELS: dict[str, Lire] = {"au": jour, "le": jour, "page": numero}
"""The parameters that mean the same wherever they are."""


def declarer(noms: Iterable[str], numeros: Iterable[str] = ()) -> dict[str, Lire]:
    """How a view reads each of its parameters; `numeros` are those that number the pages of one table."""
    lus = {nom: USUELS.get(nom, texte) for nom in noms}
    lus.update(dict.fromkeys(numeros, numero))
    return lus


def parametres_de(request: HttpRequest) -> Mapping[str, Lire] | None:
    """The parameters that the public view of this address reads; None where it leads to no public view."""
    if len(request.path_info) > ADRESSE_MAX:
        return None
    urlconf = getattr(request, "urlconf", None) or get_urlconf() or settings.ROOT_URLCONF
    return _parametres(request.path_info, urlconf)


@lru_cache(maxsize=4096)
def _parametres(chemin: str, urlconf: str) -> Mapping[str, Lire] | None:
    with translation.override(langue_de(chemin)):
        try:
            vue = resolve(chemin, urlconf).func
        except Resolver404:
            return None
    return getattr(vue, "parametres", None)


def ramener(request: HttpRequest, parametres: Mapping[str, Lire]) -> str:
    """Leaves in the request the parameters of this view alone, in one order, without blanks.

    Returns:
        The query that is left.
    """
    connus = QueryDict(mutable=True)
    for nom in sorted(parametres):
        valeurs = [valeur for valeur in request.GET.getlist(nom) if valeur.strip()]
        lire = parametres[nom]
        if lire is not texte:
            # Django gives the last one.
            valeurs = [lu for valeur in valeurs[-1:] if (lu := lire(valeur))]
        if valeurs:
            connus.setlist(nom, valeurs)
    requete = connus.urlencode()
    request.META["QUERY_STRING"] = requete
    connus._mutable = False  # as Django's own is
    request.GET = connus  # type: ignore[assignment]
    return requete
