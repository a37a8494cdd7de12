"""In which language one reads."""

from django.conf import settings
from django.utils.translation import get_language, get_language_from_path


def langue_de(chemin: str) -> str:
    """That of an address, as `LocaleMiddleware`, which comes later, will read it."""
    return get_language_from_path(chemin) or settings.LANGUAGE_CODE


def langue() -> str:
    """ "fr" or "en": that in which the visitor reads."""
    return "en" if anglais() else "fr"


def anglais() -> bool:
    """Whether the visitor reads in English."""
    return (get_language() or "fr").startswith("en")
