"""The list of commitments, and the files that hold the same rows."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from actions import en_bref
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from engagements.exports import ExportEngagements, ExportPreuves
from engagements.filters import FiltreEngagements
from partenariat.donnees.sorties import erreurs_en_json, fichier
from partenariat.presentation.listes import contexte_de_liste
from partenariat.presentation.publique import RequeteDatee


@partial(vue_du_plan, parametres=("page", *FiltreEngagements.base_filters))
def engagements(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """The published commitments, filtered, counted, sorted. At most eight queries, whatever the page."""
    filtre = FiltreEngagements(request.GET, plan=plan)
    lignes = filtre.qs.select_related("partie", "envers", "plan")
    contexte = contexte_de_liste(request, filtre, lignes, adresse=plan.adresse, nom="engagements")
    dit = en_bref.de_la_liste(plan, _("Engagements"), contexte)
    return render(request, "engagements/liste.html", {**contexte, "plan": plan, "en_bref": dit})


@partial(vue_du_plan, jeu=True, parametres=FiltreEngagements.base_filters)
def fichier_engagements(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `engagements`, under the same filters as the page."""
    filtre = FiltreEngagements(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportEngagements(plan)
    return fichier("engagements", format_, export.colonnes, export.objets(filtre.qs))


@partial(vue_du_plan, jeu=True, parametres=FiltreEngagements.base_filters)
def fichier_preuves(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `preuves`: the evidence of the commitments that the same filters find."""
    filtre = FiltreEngagements(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportPreuves(plan)
    return fichier("preuves", format_, export.colonnes, export.objets(filtre.objets()))
