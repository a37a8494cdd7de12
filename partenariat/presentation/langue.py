"""Whether the visitor reads in English."""

from django.utils.translation import get_language


def anglais() -> bool:
    return (get_language() or "fr").startswith("en")
