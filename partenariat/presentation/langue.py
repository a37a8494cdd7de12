"""In which language one reads."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language, get_language_from_path

REPETEE = 1000
"""Characters of an address that links repeat; what is longer was not typed by a reader."""


def langue_de(chemin: str) -> str:
    """That of an address, as `LocaleMiddleware`, which comes later, will read it."""
    return get_language_from_path(chemin) or settings.LANGUAGE_CODE


def langue() -> str:
    """ "fr" or "en": that in which the visitor reads."""
    return "en" if anglais() else "fr"


def anglais() -> bool:
    """Whether the visitor reads in English."""
    return (get_language() or "fr").startswith("en")


def autre_langue(request: HttpRequest) -> tuple[str, str]:
    """The other language, and this very address in it; both empty where it has none there, as what is for
    programs.

    An address that leads nowhere has one too: whoever was sent there reads that in their own language.
    """
    if not settings.ANGLAIS_ACTIF or request.path_info.startswith("/admin/"):
        return "", ""
    # « //ailleurs.test » would lead away.
    adresse = escape_leading_slashes(request.get_full_path())
    if len(adresse) > REPETEE:
        adresse = escape_leading_slashes(request.path)
    autre = "fr-ca" if anglais() else "en"
    traduite: str = translate_url(adresse, autre)
    if traduite == adresse:
        return ("", "") if request.resolver_match else (autre, _sans_route(adresse))
    return autre, traduite


def _sans_route(adresse: str) -> str:
    """The other one of an address that no route knows."""
    # So would « /en//ailleurs.test ».
    return escape_leading_slashes(adresse.removeprefix("/en") if anglais() else f"/en{adresse}")
