"""Light or dark: as the reader's device asks, unless they chose otherwise here (a cookie, nothing else)."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBadRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from partenariat.une_fois.reception import plusieurs_fois

THEME = "theme"
"""The cookie, and the field of the form."""
THEMES = {"": _("Automatique"), "clair": _("Clair"), "sombre": _("Sombre")}
SCHEMAS = {"": "light dark", "clair": "light", "sombre": "dark"}
"""What each says to the browser, for what it draws itself."""
GARDE = 365 * 24 * 3600


def theme_de(request: HttpRequest) -> str:
    """`clair` or `sombre` where it was chosen; empty: as the device asks."""
    choisi = request.COOKIES.get(THEME, "")
    return choisi if choisi in THEMES else ""


# No token: it would give each visitor a cookie, and a stranger who sends this form changes but a colour.
@csrf_exempt
@login_not_required
@plusieurs_fois
@require_POST
def choisir(request: HttpRequest) -> HttpResponseBase:
    """Keeps the choice, and goes back to the page where it was made."""
    choisi = request.POST.get(THEME, "")
    if choisi not in THEMES:
        return HttpResponseBadRequest(gettext("Apparence inconnue."))
    reponse = HttpResponseRedirect(_retour(request))
    if choisi:
        reponse.set_cookie(
            THEME,
            choisi,
            max_age=GARDE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        reponse.delete_cookie(THEME, samesite="Lax")
    return reponse


def _retour(request: HttpRequest) -> str:
    for vers in (request.headers.get("Referer", ""), request.POST.get("vers", "")):
        if vers and url_has_allowed_host_and_scheme(vers, {request.get_host()}, require_https=False):
            return vers
    return reverse("accueil")
