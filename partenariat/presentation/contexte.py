"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language

from partenariat.presentation.citation import citation
from partenariat.presentation.rubriques import rubrique_de
from partenariat.presentation.theme import SCHEMAS, THEMES, theme_de

REPETEE = 1000
"""Characters of an address that links repeat; what is longer was not typed by a reader."""
CITEE = 500
"""Those of the query of an address that a page says is its own: its head and its foot repeat it ten times."""


def site(request: HttpRequest) -> dict:
    """The menu entry to light, the addresses of this very page, the site's own address."""
    ici, autre = ("fr-ca", "en") if (get_language() or "").startswith("fr") else ("en", "fr-ca")
    propose = settings.ANGLAIS_ACTIF and not request.path.startswith("/admin/")
    adresse = (request.resolver_match.url_name if request.resolver_match else None) or ""
    return {
        # Set by `publique`; absent elsewhere.
        "au": getattr(request, "au", None),
        "aujourd_hui": _sans(request, "au", "page"),
        "au_laisse_de_cote": getattr(request, "au_laisse_de_cote", ""),
        "langue": (get_language() or "fr")[:2],
        "rubrique": rubrique_de(adresse),
        "autre_langue": autre if propose else "",
        "autre_langue_adresse": translate_url(_adresse(request), autre) if propose else "",
        "site_url": settings.SITE_URL,
        "chiffres_du": getattr(request, "au", None) or timezone.localdate(),
        "theme": (theme := theme_de(request)),
        "schema_de_couleurs": SCHEMAS[theme],
        "themes": THEMES,
        **_durables(request, ici, autre if propose else ""),
    }


def _durables(request: HttpRequest, ici: str, autre: str) -> dict:
    """For robots and for who keeps a link: the address for ever of a public page, and that of each language.

    Nothing for what is not public, nor for a page that shows nothing.
    """
    if not hasattr(request, "au") or getattr(request, "rien_a_citer", False):
        return {}
    durable = getattr(request, "adresse_durable", request.path)
    requete = request.META.get("QUERY_STRING", "")
    if requete and len(requete) <= CITEE:
        durable += f"?{requete}"
    langues = {ici: durable, **({autre: translate_url(durable, autre)} if autre else {})}
    canonique = settings.SITE_URL + durable
    dite = citation(canonique, request.au, sans_date=getattr(request, "sans_date", False))
    return {"canonique": canonique, "langues": langues, "citation": dite}


def _sans(request: HttpRequest, *noms: str) -> str:
    """This address without some of its criteria."""
    requete = request.GET.copy()
    for nom in noms:
        requete.pop(nom, None)
    suite = requete.urlencode()
    return f"{request.path}?{suite}" if 0 < len(suite) <= REPETEE else request.path


def _adresse(request: HttpRequest) -> str:
    adresse = request.get_full_path()
    return adresse if len(adresse) <= REPETEE else request.path
