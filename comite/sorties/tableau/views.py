"""The dashboard of the committee and of the coordination."""

import re

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actions.models import Plan
from comite.acces import du_comite
from comite.mesures.perimetre import Perimetre
from comite.models import Preference, Ronde, Seance
from comite.models.etats import EtatProcesVerbal
from comite.mots.portee import FILTRES, Portee, requete
from comite.sorties.tableau.modules import MODULES, modules, resume
from comite.sorties.tableau.tete import ADecider, grands_chiffres
from partenariat.histoire.temps import jour
from partenariat.parties.utilisateurs import RequeteConnectee
from partenariat.presentation.formats import dans_combien
from partenariat.presentation.pages import Tables
from partenariat.une_fois.envois import rien_d_ecrit

TABLE, TABLES_MAX = re.compile(r"(parts|suites|indicateurs)-[a-z0-9_-]{1,40}"), 40
"""The names that its tables bear, and how many a link repeats."""


@require_safe
@du_comite
def tableau(request: RequeteConnectee, plan: Plan) -> HttpResponse:
    """Every reading of the plan at once; each figure opens the list that it counts."""
    derniere, a_approuver = _tenues(plan)
    perimetre = Perimetre.du_plan(plan, derniere.vu_jusqu_a if derniere else None, request.GET)
    portee = Portee(perimetre)
    caches, prochaine = _caches(request), perimetre.prochaine
    return render(
        request,
        "comite/tableau.html",
        {
            "plan": plan,
            "jour": jour(),
            "derniere": derniere,
            "prochaine": prochaine,
            "prochaine_dite": dans_combien(prochaine.date) if prochaine else "",
            "a_decider": ADecider(perimetre, a_approuver),
            "grands_chiffres": grands_chiffres(perimetre, caches),
            "ronde": Ronde.objects.ouvertes().filter(plan=plan).first(),
            "laisses_de_cote": perimetre.filtre.laisses_de_cote(),
            "resume": resume(perimetre),
            "filtres": portee.filtres(),
            "portee": portee.phrase(),
            "criteres": portee.criteres(),
            "notes": portee.notes(),
            "requete": requete(perimetre.choisis),
            "modules": modules(perimetre, caches, _tables(request)),
            "choix_modules": [(cle, nom, cle not in caches) for cle, (nom, _calculer) in MODULES.items()],
        },
    )


def _tenues(plan: Plan) -> tuple[Seance | None, list[Seance]]:
    """The last meeting held, and those whose minutes wait to be approved, the oldest first. One query."""
    tenues = Seance.objects.tenues().filter(plan=plan)
    derniere = tenues.reverse().values("pk")[:1]
    lues = tenues.filter(Q(pk__in=derniere) | Q(etat_pv=EtatProcesVerbal.PROJET)).select_related("plan")
    seances = list(lues.defer("proces_verbal"))
    return (seances[-1] if seances else None), [s for s in seances if not s.approuvee]


def _tables(request: RequeteConnectee) -> Tables:
    """The links of a table keep the filters, and where the other tables are."""
    return Tables(request.GET, FILTRES, [nom for nom in request.GET if TABLE.fullmatch(nom)][:TABLES_MAX])


def _caches(request: RequeteConnectee) -> list[str]:
    preference = Preference.objects.filter(utilisateur=request.user).first()
    return preference.caches if preference else []


@du_comite
def modules_(request: RequeteConnectee, plan: Plan) -> HttpResponse:
    """Keeps which modules this person wants in sight; the filters in force stay."""
    vers = plan.adresse("tableau-de-bord") + requete(request.GET)
    if request.method != "POST":
        return redirect(vers)
    vus = set(request.POST.getlist("module"))
    caches = [cle for cle in MODULES if cle not in vus]
    if len(caches) == len(MODULES):
        messages.error(request, _("Gardez au moins un module."))
        rien_d_ecrit(request)
    else:
        Preference.objects.update_or_create(utilisateur=request.user, defaults={"caches": caches})
        messages.success(request, _("Choix gardé : il vaut pour votre compte, d'une visite à l'autre."))
    return redirect(vers)
