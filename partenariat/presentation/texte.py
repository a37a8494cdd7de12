"""Staff's rich text: a small Markdown, cleaned."""

import re

import markdown
import nh3
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

SUSPECT = re.compile(r"[\[(*_`]{20}|(?:> ?){20}|^(?: {24}|\t{6})", re.MULTILINE)
BALISES = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}


def texte_riche(source: str) -> SafeString:
    """Markdown to safe HTML: paragraphs, lists, bold, italics, links. Anything else loses its tags.

    A text that would keep the parser busy for minutes (brackets by the hundred, lists in lists in lists) is
    shown as plain paragraphs.
    """
    if len(source) > 20_000 or SUSPECT.search(source) or source.count("[") > 300:
        return SafeString(linebreaks(source, autoescape=True))
    try:
        html = markdown.markdown(source, extensions=["sane_lists"])
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


def en_langue(texte: str, reste_francais: bool) -> SafeString:
    """A text of the plan, told apart by `lang="fr"` where the page around it is in English."""
    return format_html('<span lang="fr">{}</span>', texte) if reste_francais else conditional_escape(texte)
