"""The bodies of both parties, and the boroughs on their map."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from actions.carte import COLONNES, COTE, tuiles
from actions.greffes import greffes
from actions.models import Action, Plan
from actions.organisations import avec_comptes, organisations_publiques, organisations_visibles
from actions.plan_courant import vue_du_plan
from actions.portraits import portrait
from partenariat.parties.natures import Cote, Nature


@vue_du_plan
def organisations(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Who takes part, by party."""
    toutes = list(avec_comptes(organisations_publiques(plan), plan))
    parties = [
        (partie, [organisation for organisation in toutes if organisation.partie == partie])
        for partie in Cote
    ]
    return render(
        request, "organisations/liste.html", {"plan": plan, "parties": parties, "total": len(toutes)}
    )


@vue_du_plan
def organisation(request: HttpRequest, plan: Plan, slug: str) -> HttpResponse:
    """One body: what it answers for, what it takes part in, what happens on its territory."""
    cette_organisation = get_object_or_404(organisations_visibles(plan), slug=slug)
    publiques = Action.objects.publiques().filter(plan=plan)
    responsables = publiques.filter(responsable=cette_organisation)
    arrondissement = cette_organisation.nature == Nature.ARRONDISSEMENT

    def lignes(actions):
        return actions.avec_lectures().select_related("axe", "responsable", "plan").par_code()

    return render(
        request,
        "organisations/detail.html",
        {
            "plan": plan,
            "organisation": cette_organisation,
            "portrait": portrait(responsables),
            "responsable_de": lignes(responsables),
            "participe_a": lignes(publiques.filter(participations__organisation=cette_organisation)),
            "locales": lignes(publiques.filter(arrondissements=cette_organisation, tout_le_territoire=False))
            if arrondissement
            else None,
            "touchent": publiques.filter(Q(tout_le_territoire=True) | Q(arrondissements=cette_organisation))
            .distinct()
            .count()
            if arrondissement
            else 0,
            "greffes": greffes("organisation", plan=plan, organisation=cette_organisation),
            "rubrique": "arrondissements" if arrondissement else "organisations",
        },
    )


@vue_du_plan
def arrondissements(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The boroughs on a tile map, with its table."""
    cases, partout = tuiles(plan)
    lignes = max((case.y for case in cases), default=0) // COTE + 1
    return render(
        request,
        "organisations/arrondissements.html",
        {
            "plan": plan,
            "tuiles": cases,
            "partout": partout,
            "largeur": COLONNES * COTE,
            "hauteur": lignes * COTE,
        },
    )
