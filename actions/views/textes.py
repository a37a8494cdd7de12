"""Statements: accessibility, privacy, and how every figure is made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions import lectures
from actions.models import Plan
from actions.plan_courant import vue_du_plan


def _texte(gabarit: str) -> Callable[..., HttpResponse]:
    def vue(request: HttpRequest, plan: Plan | None) -> HttpResponse:
        return render(
            request,
            gabarit,
            {
                "plan": plan,
                "regles": {
                    "preavis": lectures.PREAVIS.days,
                    "a_jour": lectures.A_JOUR_JUSQU_A.days,
                    "a_rafraichir": lectures.A_RAFRAICHIR_JUSQU_A.days,
                },
            },
        )

    vue.sans_plan = True
    return vue_du_plan(vue)


accessibilite = _texte("textes/accessibilite.html")
confidentialite = _texte("textes/confidentialite.html")
methode = _texte("textes/methode.html")
