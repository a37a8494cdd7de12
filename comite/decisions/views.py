"""The register of decisions, and the files that hold the same rows."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import en_bref
from actions.models import Plan
from actions.plan_courant import vue_du_plan
from comite.decisions.exports import ExportDecisions
from comite.decisions.filters import FiltreDecisions
from comite.models import Decision
from partenariat.donnees.sorties import erreurs_en_json, fichier
from partenariat.presentation.formats import date_longue
from partenariat.presentation.listes import PAPIER, Case, contexte_de_liste
from partenariat.presentation.publique import RequeteDatee
from partenariat.retraits.dit import dit_en_langue


def _touches(decision: Decision) -> str:
    """The codes of what it is about and that the public may see."""
    visibles: Any = decision
    return ", ".join(objet.code for objet in (*visibles.actions_visibles, *visibles.engagements_visibles))


COLONNES = (
    Case(gettext_lazy("Numéro"), lambda decision: decision.numero),
    Case(gettext_lazy("Séance du"), lambda decision: date_longue(decision.seance.date)),
    Case(gettext_lazy("Décision"), lambda decision: dit_en_langue(decision.libelle)),
    Case(gettext_lazy("Ce qu'elle touche"), _touches),
)
"""Of the register on paper."""


@partial(vue_du_plan, parametres=("page", PAPIER, *FiltreDecisions.base_filters))
def decisions(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """The public decisions, filtered, counted, sorted."""
    filtre = FiltreDecisions(request.GET, plan=plan)
    contexte = contexte_de_liste(
        request,
        filtre,
        filtre.qs.select_related("seance__plan").avec_objets().avec_effets(),
        adresse=plan.adresse,
        nom="decisions",
        colonnes=COLONNES,
        gabarit="comite/decisions.html",
    )
    lus = [lu for decision in contexte["page"] for lu in (decision, *decision.effets.all())]
    titre = _("Décisions du comité")
    dit = en_bref.de_la_liste(plan, titre, contexte)
    dits = {"plan": plan, "titre": titre, "lus": lus, "en_bref": dit}
    return render(request, contexte["gabarit"], {**contexte, **dits})


@partial(vue_du_plan, jeu=True, parametres=FiltreDecisions.base_filters)
def fichier_decisions(request: RequeteDatee, plan: Plan, format_: str) -> HttpResponseBase:
    """The dataset `decisions`, under the same filters as the page."""
    filtre = FiltreDecisions(request.GET, plan=plan)
    if erreurs := erreurs_en_json(request, filtre):
        return erreurs
    export = ExportDecisions(plan)
    return fichier("decisions", format_, export.colonnes, export.objets(filtre.qs))
