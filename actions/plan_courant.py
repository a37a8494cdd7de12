"""Which plan an address speaks of: the active one without prefix, another under `/plans/<slug>/`."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from actions.models import Plan
from partenariat.donnees.preparees import preparee
from partenariat.presentation.publique import publique


@preparee()
def _actif() -> QuerySet[Plan]:
    return Plan.objects.filter(actif=True).order_by()


def vue_du_plan(
    vue: Callable[..., HttpResponseBase], *, sans_plan: bool = False
) -> Callable[..., HttpResponseBase]:
    """Declares a public view whose second argument is the plan.

    The plan itself is read in the present, also where the page reads a past date: it is what the address
    means today. An unknown or unpublished plan is a 404; the active plan under its prefix is redirected to
    its address without one. Without any active plan the view receives None, if it accepts it (`sans_plan`).
    """
    interieure = publique(vue)

    @wraps(vue)
    def enveloppe(request: HttpRequest, plan: str = "", **kwargs) -> HttpResponseBase:
        trouve = Plan.objects.publics().filter(slug=plan).first() if plan else next(iter(_actif()), None)
        if plan and trouve and trouve.actif:
            nom = (request.resolver_match.url_name if request.resolver_match else None) or ""
            requete = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
            return redirect(trouve.adresse(nom, **kwargs) + requete)
        if trouve is None and (plan or not sans_plan):
            raise Http404
        return interieure(request, trouve, **kwargs)

    return login_not_required(enveloppe)
