"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict:
    """The other language's address of this very page, and the site's own address."""
    autre = "en" if (get_language() or "").startswith("fr") else "fr-ca"
    propose = settings.ANGLAIS_ACTIF and not request.path.startswith("/admin/")
    return {
        "autre_langue": autre if propose else "",
        "autre_langue_adresse": translate_url(request.get_full_path(), autre) if propose else "",
        "site_url": settings.SITE_URL,
    }
