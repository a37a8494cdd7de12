"""The address that a page of a plan has for ever, and what says it: a redirection, the head of a file."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from actions.models import Plan


def nom_demande(request: HttpRequest) -> str:
    """The name of the address that is asked for."""
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


def adresse_durable(request: HttpRequest, plan: Plan, dits: dict[str, Any]) -> str:
    """That of the page asked for, in `plan`, under these names; without its query."""
    return plan.adresse(nom_demande(request), **dits)


def avec_sa_requete(request: HttpRequest, adresse: str) -> str:
    requete = request.META.get("QUERY_STRING")
    return f"{adresse}?{requete}" if requete else adresse


def vers_l_adresse_durable(request: HttpRequest, plan: Plan, dits: dict[str, Any]) -> HttpResponse:
    """Sends on a short address, with its query."""
    return redirect(avec_sa_requete(request, adresse_durable(request, plan, dits)))


def donne_un_fichier(request: HttpRequest) -> bool:
    """Whether its address ends as a file's: it is read by programs, some of which follow no redirection."""
    return not request.path.endswith("/")


def dire_ou(request: HttpRequest, reponse: HttpResponseBase, plan: Plan, dits: dict[str, Any]) -> None:
    """Says in the head of a file where the same will always be."""
    durable = avec_sa_requete(request, adresse_durable(request, plan, dits))
    reponse["Link"] = f'<{settings.SITE_URL}{durable}>; rel="canonical"'
