"""Who commits in which axis."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from engagements import en_bref
from engagements.models.etats import EN_VIGUEUR
from engagements.tableau import tableau


@vue_du_plan
def par_axe(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Partner by axis, with single points of failure."""
    axes, cotes, avec_reste = tableau(plan)
    return render(
        request,
        "engagements/par_axe.html",
        {
            "plan": plan,
            "en_bref": en_bref.par_axe(plan),
            "axes": axes,
            "cotes": cotes,
            "avec_reste": avec_reste,
            "en_vigueur": EN_VIGUEUR,
        },
    )
