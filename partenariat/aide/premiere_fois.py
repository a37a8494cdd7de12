"""« Première fois »: one short page by role, offered on the desk until it is dismissed or no longer needed.

Its end is kept with the account, and nothing else: whoever has done something here is known by what they did,
once and for all.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import Exists, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from partenariat.aide.marches import marches_de, premiere_fois_de
from partenariat.parties.roles import NOMS
from partenariat.parties.utilisateurs import RequeteConnectee, Utilisateur
from partenariat.poste.gestes import a_ecrit
from partenariat.une_fois.reception import plusieurs_fois

Gestes = Callable[[Any], "Iterable[QuerySet[Any]]"]

_gestes: list[Gestes] = [lambda personne: [LogEntry.objects.filter(user=personne)]]


def inscrire_gestes(gestes: Gestes) -> None:
    """Adds where it is known that an account has done something: given the account, its acts."""
    _gestes.append(gestes)


def est_offerte(request: HttpRequest) -> bool:
    """Whether the desk offers it: to an account with a role, which did not dismiss it and did nothing yet.

    No query once that is known: what was done is looked for until something is found, and no more.
    """
    personne = request.user
    if not personne.is_authenticated or personne.premiere_fois_le or not premiere_fois_de(personne):
        return False
    if _a_fait(personne) or a_ecrit(personne):
        passer(personne)
        return False
    return True


def _a_fait(personne: Utilisateur) -> bool:
    """One query, whatever the kinds of acts."""
    siens = [Exists(actes.order_by()) for gestes in _gestes for actes in gestes(personne)]
    return Utilisateur.objects.filter(reduce(or_, siens), pk=personne.pk).exists()


def passer(personne: Utilisateur) -> None:
    """It is not offered to this account any more."""
    Utilisateur.objects.filter(pk=personne.pk, premiere_fois_le=None).update(premiere_fois_le=timezone.now())


@plusieurs_fois
@require_http_methods(["GET", "HEAD", "POST"])
def premiere_fois(request: RequeteConnectee) -> HttpResponse:
    """What this person's roles do here, in five lines each; put aside by its button."""
    personne = request.user
    if request.method == "POST":
        passer(personne)
        return redirect(reverse("admin:index") if personne.is_staff else reverse("espace"))
    roles = [(NOMS[role], lignes) for role, lignes in premiere_fois_de(personne)]
    contexte = {"roles": roles, "marches": marches_de(personne), "noindex": True}
    return render(request, "aide/premiere_fois.html", contexte)
