"""Staff's rich text: a small Markdown, cleaned."""

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe

BALISES = {"p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}


def texte_riche(source: str) -> SafeString:
    """Markdown to safe HTML: paragraphs, lists, bold, italics, links. Anything else loses its tags."""
    html = markdown.markdown(source, extensions=["sane_lists"])
    return mark_safe(  # noqa: S308  # cleaned just above
        nh3.clean(
            html,
            tags=BALISES,
            attributes={"a": {"href"}},
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener nofollow",
        )
    )
