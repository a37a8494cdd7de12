"""The register of decisions, and the files that hold the same rows."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from actions import en_bref
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite.decisions.exports import ExportDecisions
from comite.decisions.filters import FiltreDecisions
from partenariat.donnees.sorties import erreurs_en_json, fichier
from partenariat.presentation.listes import contexte_de_liste
from partenariat.presentation.publique import RequeteDatee


@partial(vue_du_plan, parametres=("page", *FiltreDecisions.base_filters))
def decisions(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """The public decisions, filtered, counted, sorted."""
    filtre = FiltreDecisions(request.GET, plan=plan)
    lignes = filtre.qs.select_related("seance__plan").avec_objets().avec_effets()
    contexte = contexte_de_liste(request, filtre, lignes, adresse=plan.adresse, nom="decisions")
    lus = [lu for decision in contexte["page"] for lu in (decision, *decision.effets.all())]
    dit = en_bref.de_la_liste(plan, _("Décisions du comité"), contexte)
    return render(request, "comite/decisions.html", {**contexte, "plan": plan, "lus": lus, "en_bref": dit})


@partial(vue_du_plan, jeu=True, parametres=FiltreDecisions.base_filters)
def fichier_decisions(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `decisions`, under the same filters as the page."""
    filtre = FiltreDecisions(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportDecisions(plan)
    return fichier("decisions", format_, export.colonnes, export.objets(filtre.qs))
