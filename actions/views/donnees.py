"""Open data: the files and their dictionary."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from actions.exports import ExportActions
from actions.filters import FiltreActions
from actions.greffes import greffes
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.donnees.sorties import erreurs_en_json, fichier
from partenariat.presentation.publique import RequeteDatee


@vue_du_plan
def donnees(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """What can be taken away, under which licence, and what each field means."""
    return render(
        request,
        "donnees/index.html",
        {"plan": plan, "colonnes": ExportActions(plan).colonnes, "greffes": greffes("donnees", plan=plan)},
    )


@partial(vue_du_plan, jeu=True, parametres=FiltreActions.base_filters)
def fichier_actions(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `actions`, under the same filters as the page."""
    filtre = FiltreActions(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportActions(plan)
    return fichier("actions", format_, export.colonnes, export.objets(filtre.qs))
