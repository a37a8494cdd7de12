"""Help for whoever reads the page."""

from django import template

from partenariat.aide import premiere_fois
from partenariat.aide.marches import Marche, marches_de

register = template.Library()


@register.simple_tag(takes_context=True)
def marches_a_suivre(context, partout: bool = False) -> list[Marche]:
    """How what is done on this page is done; `partout`: all that this person does."""
    request = context["request"]
    page = "" if partout else request.resolver_match and request.resolver_match.url_name
    # A signed link acts for a body, without an account (`engagements.acteur`).
    lien = bool(page) and context.get("acteur") is not None
    return marches_de(request.user, page, par_lien=lien) if partout or page else []


@register.simple_tag(takes_context=True)
def premiere_fois_offerte(context) -> bool:
    return premiere_fois.est_offerte(context["request"])
