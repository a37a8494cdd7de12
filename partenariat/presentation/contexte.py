"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from partenariat.presentation.citation import citation
from partenariat.presentation.langue import REPETEE, autre_langue
from partenariat.presentation.rubriques import rubrique_de
from partenariat.presentation.theme import SCHEMAS, THEMES, theme_de
from partenariat.textes.equipe import equipe_lue
from partenariat.textes.modele import textes_courts

CITEE = 500
"""Those of the query of an address that a page says is its own: its head and its foot repeat it ten times."""


def site(request: HttpRequest) -> dict:
    """The menu entry to light, the addresses of this very page, the site's own address."""
    autre, adresse_autre = autre_langue(request)
    ici = "fr-ca" if (get_language() or "").startswith("fr") else "en"
    adresse = (request.resolver_match.url_name if request.resolver_match else None) or ""
    return {
        # Set by `publique`; absent elsewhere.
        "au": getattr(request, "au", None),
        "aujourd_hui": _sans(request, "au", "page"),
        "au_laisse_de_cote": getattr(request, "au_laisse_de_cote", ""),
        "langue": (get_language() or "fr")[:2],
        "rubrique": rubrique_de(adresse),
        "autre_langue": autre,
        "autre_langue_adresse": adresse_autre,
        "site_url": settings.SITE_URL,
        "chiffres_du": getattr(request, "au", None) or timezone.localdate(),
        "theme": (theme := theme_de(request)),
        "schema_de_couleurs": SCHEMAS[theme],
        "themes": THEMES,
        # Brought by the plan's own query (`actions.plan_courant`); one query where a page has no plan.
        "equipe": request.equipe if hasattr(request, "equipe") else SimpleLazyObject(equipe_lue),
        # One query, where a page shows any.
        "textes_courts": SimpleLazyObject(textes_courts),
        **_durables(request, ici, autre),
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
