"""A form that was held, on its own page, read for whoever is signed in."""

from copy import copy
from urllib.parse import urljoin, urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme

from partenariat.presentation.langue import langue_de
from partenariat.une_fois.remplir import remplir
from partenariat.une_fois.reprise import Reprise
from partenariat.une_fois.saisie import CHAMP

RETOUR = "retour"
"""The field that says, of a form that several pages show, which one it was on."""
ETAPES = 3
"""Pages on the way: the address of a gesture leads to that of its form."""


def sur_sa_page(request: HttpRequest, tenue: Reprise) -> HttpResponse | None:
    """The page of the form, filled; None where it can no longer be shown so."""
    # First: the page shows the token of this request, which alone is given a cookie for it.
    get_token(request)
    retours = [dit for nom, dit in tenue.champs if nom == RETOUR]
    for adresse in (*retours, tenue.adresse):
        trouvee = _lire(request, adresse)
        if trouvee and (page := _remplie(request, tenue, *trouvee)):
            return page
    return None


def _remplie(request: HttpRequest, tenue: Reprise, page: HttpResponse, ici: str) -> HttpResponse | None:
    rempli = remplir(
        page.content.decode(),
        ici,
        tenue.adresse,
        tenue.caches,
        {CHAMP: tenue.cle},
        tenue.fichiers,
        render_to_string("composants/reprise.html", {"user": request.user}),
    )
    if rempli is None:
        return None
    page.content = rempli.encode()
    return page


def _lire(request: HttpRequest, adresse: str) -> tuple[HttpResponse, str] | None:
    """The page at this address of the site, and the address where it was found."""
    for _etape in range(ETAPES):
        if not adresse.startswith("/") or not url_has_allowed_host_and_scheme(adresse, allowed_hosts=None):
            return None
        adresse = adresse.partition("#")[0]
        reponse = _reponse(request, adresse)
        if isinstance(reponse, HttpResponseRedirectBase):
            adresse = urljoin(adresse, reponse.url)
            continue
        lisible = isinstance(reponse, HttpResponse) and reponse.status_code == 200
        if lisible and reponse.get("Content-Type", "").startswith("text/html"):  # type: ignore[union-attr]
            return reponse, adresse  # type: ignore[return-value]  # a whole page, just above
        return None
    return None


def _reponse(request: HttpRequest, adresse: str) -> HttpResponseBase | None:
    """What the view of this address answers to this account, had it followed a link."""
    chemin, recherche = urlsplit(adresse)[2:4]
    try:
        trouvee = resolve(chemin)
        with translation.override(langue_de(chemin)):
            reponse = trouvee.func(_lue(request, chemin, recherche, trouvee), *trouvee.args, **trouvee.kwargs)
            if isinstance(reponse, SimpleTemplateResponse):
                reponse.render()
    except (Resolver404, Http404, PermissionDenied):
        return None
    return reponse


def _lue(request: HttpRequest, chemin: str, recherche: str, trouvee) -> HttpRequest:
    lue = copy(request)
    lue.method, lue.path, lue.path_info, lue.resolver_match = "GET", chemin, chemin, trouvee
    lue.META = request.META | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": chemin,
        "QUERY_STRING": recherche,
        "CONTENT_LENGTH": "0",
    }
    lue.GET, lue.POST, lue._files = QueryDict(recherche), QueryDict(), MultiValueDict()  # type: ignore[attr-defined]
    return lue
