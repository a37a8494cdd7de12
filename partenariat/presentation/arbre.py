"""Staff's rich text for documents: the same cleaned source as the page, as a small tree of JSON values.

A document renders the tree with functions of its own; nothing that people typed is ever read as markup there.
"""

from html.parser import HTMLParser
from typing import Any

from partenariat.presentation.texte import BALISES, texte_riche

Noeud = dict[str, Any]
EN_BLOC = {"p", "ul", "ol", "li", "blockquote"}
# Between these, the blank lines of the HTML source are not text.
CONTENANTS = {"", "ul", "ol", "blockquote"}


def arbre(source: str) -> list[Noeud]:
    """Markdown to blocks: `{"t": "p", "e": […]}`; leaves are `{"t": "texte", "texte": …}`.

    The tags are those of `texte_riche`: p, ul, ol, li, strong, em, a (with `href`), br, blockquote.
    """
    lecteur = _Lecteur()
    lecteur.feed(str(texte_riche(source)))
    lecteur.close()
    return _en_paragraphes(lecteur.racine["e"])


def texte_nu(source: str) -> str:
    """The words of a rich text on one line, where there is no room for its layout."""

    def mots(noeuds: list[Noeud]) -> str:
        return "".join(
            noeud["texte"] if noeud["t"] == "texte" else mots(noeud["e"]) + _blanc(noeud) for noeud in noeuds
        )

    return " ".join(mots(arbre(source)).split())


def _blanc(noeud: Noeud) -> str:
    return " " if noeud["t"] in EN_BLOC or noeud["t"] == "br" else ""


class _Lecteur(HTMLParser):
    """Reads HTML that nh3 has already cleaned and closed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.racine: Noeud = {"t": "", "e": []}
        self.pile = [self.racine]

    def handle_starttag(self, tag, attrs):
        if tag not in BALISES:
            return
        noeud: Noeud = {"t": tag, "e": []}
        if tag == "a":
            noeud["href"] = dict(attrs).get("href") or ""
        self.pile[-1]["e"].append(noeud)
        if tag != "br":
            self.pile.append(noeud)

    def handle_endtag(self, tag):
        if len(self.pile) > 1 and self.pile[-1]["t"] == tag:
            self.pile.pop()

    def handle_data(self, data):
        if data.strip() or self.pile[-1]["t"] not in CONTENANTS:
            self.pile[-1]["e"].append({"t": "texte", "texte": data.replace("\n", " ")})


def _en_paragraphes(noeuds: list[Noeud]) -> list[Noeud]:
    """Text that stands alone between blocks (a heading that lost its tags) is a paragraph."""
    blocs: list[Noeud] = []
    for noeud in noeuds:
        if noeud["t"] in EN_BLOC:
            blocs.append(noeud)
        elif blocs and blocs[-1].get("libre"):
            blocs[-1]["e"].append(noeud)
        else:
            blocs.append({"t": "p", "e": [noeud], "libre": True})
    return blocs
