"""The bodies of both parties, and the boroughs on the island."""

from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from actions import en_bref
from actions.carte import carte_de
from actions.frises.parties import frise_de_l_organisation
from actions.frises.rangee import avec_temps
from actions.greffes import greffes
from actions.images import logo_de
from actions.localisation import localisation_de_l_arrondissement
from actions.models import Action, Plan
from actions.models.action import ActionQuerySet
from actions.organisations import organisations_visibles, participantes, roles_de
from actions.phrase_du_plan import membres
from actions.plan_courant import vue_du_plan
from actions.portraits import portrait
from actions.renommes import Renommes
from partenariat.donnees.preparees import par_tranches, preparee
from partenariat.models import Organisation
from partenariat.parties.natures import Cote, Nature
from partenariat.presentation.pages import Tables
from partenariat.presentation.publique import la_seule

TABLES = ("page-repond", "page-participe", "page-ici", "page-promis", "page-recus")
"""Those of the page of a body, by the name of their parameter; the last two are the commitments' own."""


@vue_du_plan
def organisations(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Who takes part, by party."""
    toutes = participantes(plan)
    parties = [(partie, [une for une in toutes if une.organisation.partie == partie]) for partie in Cote]
    contexte = {"plan": plan, "parties": parties, "total": len(toutes)}
    dit = en_bref.des_organisations(plan, len(toutes))
    return render(request, "organisations/liste.html", {**contexte, "en_bref": dit})


@partial(vue_du_plan, numeros=TABLES, renommes=Renommes(organisations_visibles, Organisation))
def organisation(request: HttpRequest, plan: Plan, slug: str) -> HttpResponse:
    """One body: what it answers for, what it takes part in, what happens on its territory."""
    cette_organisation = la_seule(_visibles(plan, slug))
    publiques = Action.objects.publiques().filter(plan=plan)
    responsables = publiques.filter(responsable=cette_organisation)
    arrondissement = cette_organisation.nature == Nature.ARRONDISSEMENT
    ensemble, tables = portrait(responsables), Tables(request.GET, noms=TABLES)
    participe = tables.page(
        "page-participe", _ou_elle_participe(plan, cette_organisation), _("Ce à quoi elle participe")
    )
    touchent = publiques.touchant(cette_organisation).count() if arrondissement else 0
    roles = roles_de(cette_organisation)
    parties = greffes("organisation", plan=plan, organisation=cette_organisation, tables=tables)
    frises = [frise_de_l_organisation(plan, cette_organisation)] if ensemble.total else []
    frises += [partie["frise"] for partie in parties if "frise" in partie]
    return render(
        request,
        "organisations/detail.html",
        {
            "plan": plan,
            "organisation": cette_organisation,
            "en_bref": en_bref.de_l_organisation(
                plan, cette_organisation, ensemble.total, participe.total, touchent, roles
            ),
            "roles": roles,
            "logo": logo_de(cette_organisation),
            "successeur": _successeur(plan, cette_organisation),
            "portrait": ensemble,
            "responsable_de": tables.page(
                "page-repond",
                _dont_elle_repond(plan, cette_organisation),
                _("Ce dont cette organisation répond"),
                total=ensemble.total,
            ),
            "participe_a": participe,
            "locales": tables.page(
                "page-ici", _sur_son_territoire(plan, cette_organisation), _("Ce qui s'y passe")
            )
            if arrondissement
            else None,
            "touchent": touchent,
            "localisation": localisation_de_l_arrondissement(cette_organisation) if arrondissement else None,
            "phrase": membres(ensemble),
            "frises": [frise for frise in frises if frise.parts],
            "greffes": parties,
            "rubrique": "arrondissements" if arrondissement else "organisations",
        },
    )


def _successeur(plan: Plan, organisation: Organisation) -> Organisation | None:
    """Who took over from a body that is no more, where the public may know of it."""
    if not (organisation.terminee and organisation.successeur_id):
        return None
    return organisations_visibles(plan).filter(pk=organisation.successeur_id).order_by().first()


@preparee(Plan, str)
def _visibles(plan: Plan, slug: str) -> QuerySet[Organisation]:
    return organisations_visibles(plan).filter(slug=slug).order_by()


@par_tranches(Plan, Organisation)
def _dont_elle_repond(plan: Plan, organisation: Organisation) -> QuerySet[Action]:
    return _lignes(plan).filter(responsable=organisation)


@par_tranches(Plan, Organisation)
def _ou_elle_participe(plan: Plan, organisation: Organisation) -> QuerySet[Action]:
    return _lignes(plan).filter(participations__organisation=organisation)


@par_tranches(Plan, Organisation)
def _sur_son_territoire(plan: Plan, organisation: Organisation) -> QuerySet[Action]:
    return _lignes(plan).filter(arrondissements=organisation, tout_le_territoire=False)


def _lignes(plan: Plan) -> ActionQuerySet:
    publiques = avec_temps(Action.objects.publiques().filter(plan=plan).avec_lectures())
    return publiques.select_related("axe", "responsable", "plan").par_code()


@vue_du_plan
def arrondissements(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Where the plan happens: the island, and each borough with its own actions."""
    carte = carte_de(plan)
    dit = en_bref.des_arrondissements(plan, carte.partout)
    contexte = {"plan": plan, "en_bref": dit, "carte": carte}
    return render(request, "organisations/arrondissements.html", contexte)
