"""Who enters the committee's own pages: its members and the coordination. For others they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from actions.adresse_durable import donne_un_fichier, vers_l_adresse_durable
from actions.models import Plan
from comite.models import Seance
from comite.models.deroulement import ROLES
from partenariat.parties.utilisateurs import RequeteConnectee


def du_comite(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view receives the plan; a visitor is sent to the login, an account without the role gets a 404.

    A page without the plan in its address sends on to the active plan's, as public pages do.
    """

    @wraps(vue)
    def enveloppe(request: RequeteConnectee, plan: str = "", **kwargs) -> HttpResponse:
        if not request.user.a_role(*ROLES):
            raise Http404
        trouve = get_object_or_404(Plan, slug=plan) if plan else Plan.objects.actif()
        if trouve is None:
            raise Http404
        lue = request.method in ("GET", "HEAD")
        if lue and not plan and not donne_un_fichier(request):
            return vers_l_adresse_durable(request, trouve, kwargs)
        reponse = vue(request, trouve, **kwargs)
        patch_cache_control(reponse, private=True, no_store=True)
        return reponse

    return enveloppe


def seance_du_comite(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Likewise, for one meeting, which the view receives."""

    @wraps(vue)
    def enveloppe(request: HttpRequest, plan: Plan, numero: str, **kwargs) -> HttpResponse:
        seances = Seance.objects.filter(plan=plan).select_related("plan", "approuve_a")
        return vue(request, get_object_or_404(seances, numero=numero), **kwargs)

    return du_comite(enveloppe)
