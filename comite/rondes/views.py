"""The rounds in public: who answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite.rondes import en_bref
from comite.rondes.taux import rondes_publiques


@vue_du_plan
def rondes(request: HttpRequest, plan: Plan) -> HttpResponse:
    rondes = rondes_publiques(plan)
    contexte = {"plan": plan, "rondes": rondes, "lus": [lue.ronde for lue in rondes]}
    contexte["en_bref"] = en_bref.des_rondes(plan, rondes)
    return render(request, "comite/rondes.html", contexte)
