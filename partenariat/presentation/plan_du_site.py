"""The map of the site for search engines: which addresses it has, in which languages, and since when.

Addresses that name nothing are read from the map of URLs; those that name a record, from what each app
registers of its own (`PagesNommees`): one query, whatever there is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import CharField, DateField, Expression, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

PAR_FICHIER = 500
"""Addresses of a file, each in every language: well under what the protocol allows (50,000), so that a file
is made in a moment and is kept as pages are."""
_URLSET = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@dataclass(frozen=True)
class PagesNommees:
    """Records that have a page each.

    Args:
        page: name of its address.
        parametre: what names one there.
        champ: the field that is that name.
        publics: those of a plan that have a page for the public; no order.
        modifie: expression of the day when it last changed for its readers, where that is truly known.
    """

    page: str
    parametre: str
    champ: str
    publics: Callable[[Any], QuerySet[Any, Any]]
    modifie: Expression | None = None


_sortes: list[PagesNommees] = []


def inscrire(*sortes: PagesNommees) -> None:
    """Adds kinds of records; called once, when the application is ready."""
    _sortes.extend(sortes)


def sortes() -> tuple[PagesNommees, ...]:
    return tuple(_sortes)


def pages_nommees(plan: Any) -> QuerySet[Any, Any]:
    """What names the records of a plan that have a page: rank of their kind, name, day. No query yet."""
    branches = [
        sorte.publics(plan)
        .order_by()
        .annotate(
            s_rang=Value(rang, IntegerField()),
            s_nom=Cast(F(sorte.champ), CharField()),
            s_modifie=Cast(sorte.modifie or Value(None), DateField()),
        )
        .values_list("s_rang", "s_nom", "s_modifie")
        for rang, sorte in enumerate(_sortes)
    ]
    return branches[0].union(*branches[1:], all=True).order_by("s_rang", "s_nom")


@lru_cache(maxsize=1)
def _sans_nom() -> tuple[tuple[str, ...], tuple[str, ...]]:
    du_plan: list[str] = []
    du_site: list[str] = []
    for noms, page in _publiques(get_resolver().url_patterns):
        (du_plan if noms == {"plan"} else du_site if not noms else []).append(page)
    return tuple(dict.fromkeys(du_plan)), tuple(p for p in dict.fromkeys(du_site) if p not in du_plan)


def _publiques(motifs: Iterable[Any], avant: frozenset[str] = frozenset()) -> Iterator[tuple[set[str], str]]:
    """What each public page of the map of URLs needs to be named, and its name; files are no pages."""
    for motif in motifs:
        noms = avant | set(motif.pattern.converters)
        if isinstance(motif, URLResolver):
            yield from _publiques(motif.url_patterns, noms)
        elif isinstance(motif, URLPattern) and hasattr(motif.callback, "parametres") and motif.name:
            route = str(motif.pattern)
            if not route or route.endswith("/"):
                yield set(noms), motif.name


def pages_du_plan() -> tuple[str, ...]:
    """Names of the public pages that every plan has."""
    return _sans_nom()[0]


def pages_du_site() -> tuple[str, ...]:
    """Names of the public pages that are of no plan."""
    return _sans_nom()[1]


def adresses(ecrire: Callable[[], str], modifie: date | None = None) -> str:
    """The entries of one page: one a language, each naming the others.

    Args:
        ecrire: its address in the active language.
    """
    langues = {}
    for code, _nom in settings.LANGUAGES:
        with translation.override(code):
            langues[code] = settings.SITE_URL + ecrire()
    autres = ""
    if len(langues) > 1:
        par_defaut = {"x-default": langues[settings.LANGUAGE_CODE]}
        autres = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{_xml(adresse)}"/>'
            for code, adresse in (langues | par_defaut).items()
        )
    quand = f"<lastmod>{modifie.isoformat()}</lastmod>" if modifie else ""
    return "".join(f"<url><loc>{_xml(adresse)}</loc>{quand}{autres}</url>\n" for adresse in langues.values())


def _xml(adresse: str) -> str:
    return escape(adresse, {'"': "&quot;"})


def fichier(entrees: Iterable[str]) -> HttpResponse:
    return _reponse(f"{_URLSET}{''.join(entrees)}</urlset>\n")


def index(fichiers: Iterable[str]) -> HttpResponse:
    """Args:
    fichiers: addresses of files, without the host.
    """
    lignes = (f"<sitemap><loc>{_xml(settings.SITE_URL + un)}</loc></sitemap>\n" for un in fichiers)
    return _reponse(f"{_INDEX}{''.join(lignes)}</sitemapindex>\n")


def _reponse(xml: str) -> HttpResponse:
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")
