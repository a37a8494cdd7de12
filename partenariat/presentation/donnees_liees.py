"""What a page is in the terms of schema.org, as JSON-LD: facts that it shows, and no other."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from partenariat.presentation.en_bref import EnBref

_DANS_UNE_PAGE = {ord(signe): f"\\u{ord(signe):04x}" for signe in "<>&\u2028\u2029"}
"""Written otherwise, so that no text of a record ends the block that holds it."""


def liees(en_bref: EnBref, adresse: str, langue: str) -> SafeString:
    """The JSON-LD of a page.

    Args:
        adresse: its own, with the host.
        langue: « fr » or « en ».
    """
    dit: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "url": adresse,
        "name": en_bref.titre,
        "description": en_bref.phrase,
        "inLanguage": f"{langue}-CA",
        "isPartOf": {"@type": "WebSite", "name": _("Partenariat"), "url": f"{settings.SITE_URL}/"},
    }
    if en_bref.donnees:
        dit["mainEntity"] = sans_vides(en_bref.donnees)
    if en_bref.avis:
        # Whoever reads no page must not take what is invented for a fact.
        dit["usageInfo"] = {"@type": "CreativeWork", "text": en_bref.avis}
    texte = json.dumps(dit, ensure_ascii=False).translate(_DANS_UNE_PAGE)
    return mark_safe(texte)  # noqa: S308  # none of the signs of HTML is left in it


def sans_vides(dit: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {
        nom: sans_vides(valeur) if isinstance(valeur, Mapping) else valeur
        for nom, valeur in dit.items()
        if valeur not in (None, "", [])
    }
