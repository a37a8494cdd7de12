"""The cards of the pages of the plan, each from what its page reads: what has no page has no card."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from actions import apercus
from actions.models import Action, Axe, Plan
from actions.organisations import organisations_visibles
from actions.plan_courant import vue_du_plan
from actions.portraits import portrait
from partenariat.parties.natures import Nature


@vue_du_plan
def du_plan(request: HttpRequest, plan: Plan) -> HttpResponse:
    return apercus.du_plan(plan, portrait(Action.objects.publiques().filter(plan=plan))).reponse()


@vue_du_plan
def de_l_axe(request: HttpRequest, plan: Plan, numero: int) -> HttpResponse:
    axe = get_object_or_404(Axe.objects.filter(plan=plan), numero=numero)
    siennes = Action.objects.publiques().filter(plan=plan, axe=axe)
    return apercus.de_l_axe(plan, axe, portrait(siennes)).reponse()


@vue_du_plan
def de_l_action(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    lues = Action.objects.consultables().filter(plan=plan).avec_lectures()
    action = get_object_or_404(lues.select_related("axe", "responsable", "plan"), code=code)
    return apercus.de_l_action(plan, action).reponse()


@vue_du_plan
def de_l_organisation(request: HttpRequest, plan: Plan, slug: str) -> HttpResponse:
    organisation = get_object_or_404(organisations_visibles(plan), slug=slug)
    publiques = Action.objects.publiques().filter(plan=plan)
    participe = publiques.filter(participations__organisation=organisation).count()
    repond = portrait(publiques.filter(responsable=organisation))
    touchent = 0
    if organisation.nature == Nature.ARRONDISSEMENT:
        touchent = publiques.touchant(organisation).count()
    return apercus.de_l_organisation(plan, organisation, repond, participe, touchent).reponse()
