"""« Première fois »: one short page by role, offered on the desk until it is dismissed or no longer needed.

Nothing of it is kept of the person: the dismissal is in the session, and whoever has done something here is
known by what they did.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.admin.models import LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from partenariat.aide.marches import marches_de, premiere_fois_de
from partenariat.parties.utilisateurs import RequeteConnectee
from partenariat.une_fois.reception import plusieurs_fois

ECARTEE = "premiere_fois_ecartee"
NOMS = {
    "coordination": _("Coordination"),
    "redaction": _("Rédaction"),
    "partenaire": _("Partenaire"),
    "comite": _("Comité"),
}

_gestes: list[Callable[[Any], bool]] = [lambda personne: LogEntry.objects.filter(user=personne).exists()]


def inscrire_gestes(a_fait: Callable[[Any], bool]) -> None:
    """Adds a way to know that an account has done something: given the account."""
    _gestes.append(a_fait)


def est_offerte(request: HttpRequest) -> bool:
    """Whether the desk offers it: to an account with a role, which did not dismiss it and did nothing yet."""
    personne = request.user
    if not personne.is_authenticated or request.session.get(ECARTEE):
        return False
    return bool(premiere_fois_de(personne)) and not any(a_fait(personne) for a_fait in _gestes)


@plusieurs_fois
@require_http_methods(["GET", "HEAD", "POST"])
def premiere_fois(request: RequeteConnectee) -> HttpResponse:
    """What this person's roles do here, in five lines each; put aside by its button."""
    personne = request.user
    if request.method == "POST":
        request.session[ECARTEE] = True
        return redirect(reverse("admin:index") if personne.is_staff else reverse("espace"))
    roles = [(NOMS[role], lignes) for role, lignes in premiere_fois_de(personne)]
    contexte = {"roles": roles, "marches": marches_de(personne), "noindex": True}
    return render(request, "aide/premiere_fois.html", contexte)
