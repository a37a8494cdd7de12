"""What programs look for at fixed addresses: robots, whom to tell of a flaw, the icon.

Nothing of the plan is read: they answer without the database, and there is no past day to read.
"""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

FERMES = ("admin", "compte", "espace", "tableau-de-bord", "plans/*/tableau-de-bord")
"""The parts of the site that open after login; « * » stands for anything (RFC 9309)."""
SANS_FIN = ("q=", "tri=", "au=", "le=", "&")
"""What is in an address that leads to as many pages as one likes, all of them made of what others show."""
VALIDITE = timedelta(days=180)
"""For how long what it says of whom to tell holds; it is written again each day."""
ICONE = settings.RACINE / "static" / "img" / "icone.ico"
TEXTE = "text/plain; charset=utf-8"


def ouverte(vue: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    return login_not_required(require_safe(vue))


@ouverte
def robots(request: HttpRequest) -> HttpResponse:
    """Which addresses a robot should leave, and where the map of the site is."""
    langues = ["", *(f"/{code}" for code, _nom in settings.LANGUAGES if code != settings.LANGUAGE_CODE)]
    lignes = ["User-agent: *"]
    lignes += [f"Disallow: {langue}/{partie}/" for partie in FERMES for langue in langues]
    lignes += [f"Disallow: /*?*{signe}" for signe in SANS_FIN]
    lignes += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lignes), content_type=TEXTE)


@ouverte
def securite(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a flaw (RFC 9116). A 404 where nobody was named: a false address is worse than none."""
    if not settings.CONTACT_SECURITE:
        raise Http404
    jour = datetime.combine(timezone.localdate() + VALIDITE, time.min, tzinfo=UTC)
    langues = ", ".join(code[:2] for code, _nom in settings.LANGUAGES)
    lignes = [f"Contact: {contact}" for contact in settings.CONTACT_SECURITE]
    lignes += [
        f"Expires: {jour:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {langues}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        "",
    ]
    return HttpResponse("\n".join(lignes), content_type=TEXTE)


@ouverte
def icone(request: HttpRequest) -> HttpResponse:
    """The icon, where browsers and readers look for it without being told."""
    reponse = HttpResponse(ICONE.read_bytes(), content_type="image/x-icon")
    reponse["Cache-Control"] = "public, max-age=86400"
    return reponse
