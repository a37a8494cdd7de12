"""Open data: the files and their dictionary."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from actions import en_bref
from actions.exports import ExportActions
from actions.filters import FiltreActions
from actions.greffes import greffes
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from partenariat.donnees.sorties import erreurs_en_json, fichier, fichiers
from partenariat.histoire.temps import jour
from partenariat.presentation.publique import RequeteDatee


@vue_du_plan
def donnees(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """What can be taken away, under which licence, and what each field means."""
    autres = greffes("donnees", plan=plan)
    jeux = [jeu_des_actions(plan), *(jeu for greffe in autres for jeu in greffe["jeux"])]
    return render(
        request,
        "donnees/index.html",
        {
            "plan": plan,
            "en_bref": en_bref.des_donnees(plan, jeux),
            "colonnes": ExportActions(plan).colonnes,
            "greffes": autres,
            # What is given as an example answers.
            "jour": jour(),
        },
    )


def jeu_des_actions(plan: Plan) -> dict[str, Any]:
    """The dataset of this floor, as the others say theirs."""
    return {
        "nom": "actions",
        "phrase": _("Une ligne par action publiée."),
        "fichiers": fichiers(partial(plan.adresse, "donnees-actions")),
    }


@partial(vue_du_plan, jeu=True, parametres=FiltreActions.base_filters)
def fichier_actions(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `actions`, under the same filters as the page."""
    filtre = FiltreActions(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportActions(plan)
    return fichier("actions", format_, export.colonnes, export.objets(filtre.qs))
