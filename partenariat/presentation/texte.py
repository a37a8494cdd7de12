"""Staff's rich text: a small Markdown, cleaned."""

import re
from collections.abc import Iterable

import markdown
import nh3
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from partenariat.donnees.champs import LONG
from partenariat.presentation.langue import anglais
from partenariat.presentation.traduction import Traduit
from partenariat.presentation.typographie import typographie

SUSPECT = re.compile(r"[\[(*_`]{20}|(?:> ?){20}|^(?: {24}|\t{6})", re.MULTILINE)
CROCHETS_MAX = 2_000_000
"""Brackets × characters: for each bracket the parser looks for its end, as far as the end of the text."""
BALISE = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|<[!?][^<>]*>")
"""A tag, a comment: neither an address nor a letter box between « < » and « > »."""
TRAIT = re.compile(r"^ {0,3}(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
"""A line across the page, or under a title."""
BALISES = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}


def texte_riche(source: str) -> SafeString:
    """Markdown to safe HTML: paragraphs, lists, bold, italics, links. Anything else loses its tags.

    A text that would keep the parser busy for minutes (brackets by the hundred, lists in lists in lists) is
    shown as plain paragraphs.
    """
    crochets = source.count("[") * len(source)
    if len(source) > LONG or SUSPECT.search(source) or crochets > CROCHETS_MAX:
        return SafeString(linebreaks(source, autoescape=True))
    try:
        html = _petit_markdown().convert(TRAIT.sub("", BALISE.sub("", source)))
    except RecursionError:
        return SafeString(linebreaks(source, autoescape=True))
    return mark_safe(  # noqa: S308  # cleaned just above
        nh3.clean(
            html,
            tags=BALISES,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener nofollow",
        )
    )


def _petit_markdown() -> markdown.Markdown:
    """Without what would be cleaned away, or takes a time that grows with the square of the text.

    Tags and lines across are taken away before, in one pass each: the parser begins again at each « < », and
    at each line; for its images and its references, at each bracket.
    """
    md = markdown.Markdown(extensions=["sane_lists"])
    md.preprocessors.deregister("html_block")
    for sorte in ("setextheader", "hr"):
        md.parser.blockprocessors.deregister(sorte)
    for sorte in ("html", "image_link", "image_reference", "reference", "short_reference", "short_image_ref"):
        md.inlinePatterns.deregister(sorte)
    return md


def en_langue(texte: str, reste_francais: bool) -> SafeString:
    """A text of the plan, told apart by `lang="fr"` where the page around it is in English."""
    return format_html('<span lang="fr">{}</span>', texte) if reste_francais else conditional_escape(texte)


def passages(phrase: str, francais: Iterable[str]) -> SafeString:
    """A sentence of the site, in which each of these words of the plan is told apart as French where the page
    around it is in English.

    Args:
        francais: as they stand in the sentence; empty ones are left out.
    """
    dits = {typographie(dit) for dit in francais if dit} if anglais() else set()
    phrase = typographie(phrase)
    if not dits:
        return conditional_escape(phrase)
    # The longest first: one may be said within another.
    motif = "|".join(re.escape(dit) for dit in sorted(dits, key=lambda dit: (-len(dit), dit)))
    morceaux = re.split(f"({motif})", phrase)
    return format_html_join("", "{}", ((en_langue(morceau, morceau in dits),) for morceau in morceaux))


def francais_de(objet: Traduit, champ: str = "titre") -> tuple[str, ...]:
    """That field, for `passages`, where it stays in French on an English page."""
    return (getattr(objet, champ),) if objet.reste_francais(champ) else ()


def compose(objet: Traduit, champ: str) -> str:
    """A field in the visitor's language, as plain text, with the blanks of French where it is French."""
    traduit = objet.traduit(champ)
    return traduit if objet.est_traduit(champ) else typographie(traduit)


def champ_en_langue(objet: Traduit, champ: str) -> SafeString:
    """Likewise, marked `lang="fr"` where it stays in French on a page that is not."""
    return en_langue(compose(objet, champ), objet.reste_francais(champ))
