"""The list of commitments, and the files that hold the same rows."""

from functools import partial

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import en_bref
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from engagements.exports import ExportEngagements, ExportPreuves
from engagements.filters import FiltreEngagements
from engagements.models import Engagement
from partenariat.donnees.sorties import erreurs_en_json, fichier
from partenariat.presentation.formats import argent, date_longue
from partenariat.presentation.listes import PAPIER, Case, contexte_de_liste
from partenariat.presentation.publique import RequeteDatee


def _etats(engagement: Engagement) -> str:
    return ", ".join(mot for _etat, mot in engagement.etats)


COLONNES = (
    Case(gettext_lazy("Code"), lambda engagement: engagement.code),
    Case(gettext_lazy("Engagement"), lambda engagement: engagement.traduit("titre")),
    Case(gettext_lazy("Qui s'engage"), lambda engagement: str(engagement.partie)),
    Case(gettext_lazy("Envers qui"), lambda engagement: str(engagement.envers)),
    Case(gettext_lazy("État"), _etats),
    Case(gettext_lazy("Échéance"), lambda engagement: date_longue(engagement.echeance)),
    Case(gettext_lazy("Montant"), lambda engagement: argent(engagement.montant), nombre=True),
)
"""Of the list on paper."""


@partial(vue_du_plan, parametres=("page", PAPIER, *FiltreEngagements.base_filters))
def engagements(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """The published commitments, filtered, counted, sorted. At most eight queries, whatever the page."""
    filtre = FiltreEngagements(request.GET, plan=plan)
    contexte = contexte_de_liste(
        request,
        filtre,
        filtre.qs.select_related("partie", "envers", "plan"),
        adresse=plan.adresse,
        nom="engagements",
        colonnes=COLONNES,
        gabarit="engagements/liste.html",
    )
    titre = _("Engagements")
    dit = en_bref.de_la_liste(plan, titre, contexte)
    return render(request, contexte["gabarit"], {**contexte, "plan": plan, "titre": titre, "en_bref": dit})


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
