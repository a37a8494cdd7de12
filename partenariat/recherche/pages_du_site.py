"""The site's own pages among the results: how figures are made, privacy… Each app registers its own.

Their words are read from their templates, in the visitor's language, once a process: PostgreSQL is given them
as the vectors that it made of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.template import Context
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from partenariat.donnees.filtres import FiltreAFacettes
from partenariat.donnees.recherche import Coupee
from partenariat.presentation.formats import nombre
from partenariat.presentation.langue import langue
from partenariat.recherche.genres import Texte, Trouvaille

NOM, LIBELLE = "pages", _("Pages du site")
LISTES, LIBELLE_DES_LISTES = "listes", _("Listes")
_FIN_DE_BLOC = re.compile(r"</(?:p|li|h[1-6]|td|th|dt|dd)>")


@dataclass(frozen=True, eq=False)
class PageDuSite:
    """A page that says the same whatever the plan holds.

    Args:
        nom: name of its address.
        resume: what one reads there, in a sentence or two.
        gabarit: the template whose block `contenu` is its text, made of `contexte` alone; without one, the
            page shows rows, and only its title and its summary are searched.
        du_plan: whether its address is a plan's.
        requete: what its address asks for.
        expressions: it answers whoever types one of these and nothing more; without any, whoever types words
            that it says.
    """

    nom: str
    titre: Any
    resume: Any = ""
    gabarit: str = ""
    contexte: Mapping[str, Any] = field(default_factory=dict)
    du_plan: bool = False
    requete: Mapping[str, str] = field(default_factory=dict)
    expressions: tuple[Any, ...] = ()

    def adresse(self, plan: Any) -> str:
        adresse = str(plan.adresse(self.nom)) if self.du_plan else reverse(self.nom)
        return f"{adresse}?{urlencode(self.requete)}" if self.requete else adresse


_pages: list[PageDuSite] = []


def inscrire(*pages: PageDuSite) -> None:
    _pages.extend(pages)


def liste_et_filtres(
    nom: str, libelle: Any, filtre: type[FiltreAFacettes], *autrement: Any, **dites: Any
) -> Iterator[PageDuSite]:
    """A list of a plan, and the same under each value that its facets have whatever the plan: whoever types
    « en retard », or « actions en retard », is led there.

    Args:
        nom: name of its address, which takes these filters.
        autrement: other names of the list.
        dites: other words of a value.
    """
    yield PageDuSite(nom, libelle, du_plan=True, expressions=(libelle, *autrement))
    for critere in filtre.facettes():
        for valeur, mot in critere.choix:
            yield PageDuSite(
                nom,
                format_lazy("{} · {}", libelle, mot),
                critere.libelle,
                du_plan=True,
                requete={critere.nom: valeur},
                expressions=tuple(_expressions((libelle, *autrement), [mot, *dites.get(valeur, ())])),
            )


def _expressions(listes: Iterable[Any], mots: Iterable[Any]) -> Iterator[Any]:
    for mot in mots:
        yield mot
        yield from (format_lazy("{} {}", liste, mot) for liste in listes)


def compter(n: int) -> str:
    """« 2 pages du site »."""
    return ngettext("%(n)s page du site", "%(n)s pages du site", n) % {"n": nombre(n)}


def compter_listes(n: int) -> str:
    """« 2 listes »."""
    return ngettext("%(n)s liste", "%(n)s listes", n) % {"n": nombre(n)}


def trouver(plan: Any, dite: Coupee) -> tuple[list[Trouvaille], list[Trouvaille]]:
    """The lists that what was typed names, and the pages that say it. One query; one more, the first time in
    each language."""
    vecteurs, cles = _lues(get_language())
    with connection.cursor() as curseur:
        colonnes = ", ".join(["%s::tsvector @@ %s::tsquery"] * len(vecteurs))
        valeurs = [valeur for vecteur in vecteurs.values() for valeur in (vecteur, dite.requete)]
        curseur.execute(f"SELECT {colonnes}", valeurs)
        repondent = dict(zip(vecteurs, curseur.fetchone(), strict=True))
    dites = set(map(_sans_mots_vides, dite.cles))
    listes = [page for page, siennes in cles.items() if not siennes.isdisjoint(dites)]
    pages = [page for page, repond in repondent.items() if repond]
    return [_trouvaille(page, plan) for page in listes], [_trouvaille(page, plan) for page in pages]


def combien(plan: Any, dite: Coupee) -> int:
    """How many `trouver` finds."""
    return sum(map(len, trouver(plan, dite)))


def _trouvaille(page: PageDuSite, plan: Any) -> Trouvaille:
    return Trouvaille(
        "",
        str(page.titre),
        page.adresse(plan),
        textes=tuple(Texte(texte, langue=langue()) for texte in _textes(page, get_language())),
        langue=langue(),
    )


@cache
def _lues(langue: str | None) -> tuple[dict[PageDuSite, str], dict[PageDuSite, frozenset[frozenset[str]]]]:
    """The vector of each page that says something, the keys of each that is named by expressions."""
    dites = [page for page in _pages if not page.expressions]
    nommees = [page for page in _pages if page.expressions]
    textes = [t for page in dites for t in (str(page.titre), "\n".join(_textes(page, langue)))]
    expressions = ["\n".join(map(str, page.expressions)) for page in nommees]
    colonnes = ["public.vecteur_recherche('AC', %s, %s)::text"] * len(dites)
    colonnes += ["public.cles_recherche(%s)"] * len(nommees)
    with connection.cursor() as curseur:
        curseur.execute(f"SELECT {', '.join(colonnes)}", [*textes, *expressions])
        lues = curseur.fetchone()
    cles = (frozenset(map(_sans_mots_vides, siennes)) for siennes in lues[len(dites) :])
    return dict(zip(dites, lues, strict=False)), dict(zip(nommees, cles, strict=True))


def _sans_mots_vides(cle: str) -> frozenset[str]:
    """The stems of an expression, whatever their order: « retard », « late actions » and « actions late »."""
    lexemes = frozenset(cle.split(" "))
    return frozenset(lexeme for lexeme in lexemes if lexeme.startswith("/")) or lexemes


@cache
def _textes(page: PageDuSite, _langue: str | None) -> tuple[str, ...]:
    """What the page says, in the active language: its summary, then each of its paragraphs."""
    return tuple(filter(None, (str(page.resume), *(_du_gabarit(page) if page.gabarit else ()))))


def _du_gabarit(page: PageDuSite) -> list[str]:
    gabarit: Any = get_template(page.gabarit).template  # type: ignore[attr-defined]  # Django's own engine
    (contenu,) = (n for n in gabarit.nodelist.get_nodes_by_type(BlockNode) if n.name == "contenu")
    contexte = Context(dict(page.contexte))
    with contexte.render_context.push_state(gabarit), contexte.bind_template(gabarit):
        html = contenu.render(contexte)
    lignes = (strip_tags(morceau) for morceau in _FIN_DE_BLOC.split(html))
    return [propre for ligne in lignes if (propre := unescape(" ".join(ligne.split())))]
