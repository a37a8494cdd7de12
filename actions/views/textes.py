"""Statements: accessibility, privacy, and how every figure is made."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from actions import lectures
from actions.models import Plan
from actions.plan_courant import vue_du_plan


def _texte(gabarit: str) -> Callable[..., HttpResponseBase]:
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

    return vue_du_plan(vue, sans_plan=True, sans_date=True)


accessibilite = _texte("textes/accessibilite.html")
confidentialite = _texte("textes/confidentialite.html")
methode = _texte("textes/methode.html")
