"""The plan at a glance, its axes, and the other plans."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from actions import en_bref
from actions.attention import en_retard
from actions.carte import carte_de
from actions.derniers_faits import FaitDate, derniers_faits
from actions.frises.parties import frise_de_l_axe
from actions.frises.plan import frise_du_plan
from actions.frises.rangee import avec_temps
from actions.greffes import PLACES, greffes
from actions.histoires import pied_de_l_accueil
from actions.historique import histoire_depuis
from actions.images import image_de_l_axe
from actions.models import Action, Axe, Plan
from actions.phrase_du_plan import membres
from actions.plan_courant import avant_l_histoire, vue_du_plan
from actions.portraits import portrait_d_ensemble, portrait_par_axe
from partenariat.donnees.preparees import par_tranches
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import nom_du_mois
from partenariat.presentation.pages import Tables
from partenariat.presentation.publique import RequeteDatee

CHANGEMENTS = 5
"""Facts that the home page tells."""


def _accueil(request: RequeteDatee, plan: Plan | None) -> HttpResponse:
    if plan is None:
        return render(request, "accueil/sans_plan.html", {"en_bref": en_bref.sans_plan()})
    axes = portrait_par_axe(plan)
    ensemble = portrait_d_ensemble(axes)
    parts = sorted((PLACES | une for une in greffes("accueil", plan=plan)), key=lambda une: une["rang"])
    retards = en_retard(plan) if ensemble.en_retard else []
    faits = derniers_faits(plan)
    histoire, reperes = pied_de_l_accueil(plan)
    return render(
        request,
        "accueil/accueil.html",
        {
            "plan": plan,
            "en_bref": en_bref.de_l_accueil(plan, ensemble),
            "portrait": ensemble,
            "phrase": membres(ensemble),
            "ile": carte_de(plan),
            "frise": frise_du_plan(plan, axes),
            "retards": retards,
            "autres_retards": ensemble.en_retard - len(retards),
            "attendus": bool(ensemble.en_retard) or any(part["attendus"] for part in parts),
            **_du_mois(faits),
            "greffes": parts,
            "histoire": histoire,
            "reperes": reperes,
        },
    )


def _du_mois(faits: list[FaitDate]) -> dict[str, Any]:
    """The latest facts of the month being read, or else the latest ones, and what they are called."""
    mois = jour().replace(day=1)
    de_ce_mois = [fait for fait in faits if fait.date >= mois]
    nom = _("Derniers changements en %(mois)s") % {"mois": nom_du_mois(mois)}
    dits = (de_ce_mois or faits)[:CHANGEMENTS]
    return {"faits": dits, "titre_des_faits": nom if de_ce_mois else _("Derniers changements")}


@par_tranches(Axe)
def _de_l_axe(axe: Axe) -> QuerySet[Action]:
    lues = avec_temps(Action.objects.publiques().filter(axe=axe).avec_lectures())
    lues = lues.select_related("axe", "responsable", "volet", "plan")
    return lues.order_by("volet__rang", "cle_code", "id")


accueil = vue_du_plan(_accueil, sans_plan=True)


@partial(vue_du_plan, parametres=("page",))
def axe(request: HttpRequest, plan: Plan, numero: int) -> HttpResponse:
    """An axis: what it seeks, where it stands, its actions by strand, a page of them."""
    cet_axe = get_object_or_404(Axe.objects.filter(plan=plan), numero=numero)
    axes = portrait_par_axe(plan)
    portrait = next(portrait for portrait in axes if portrait.axe.pk == cet_axe.pk)
    page = Tables(request.GET, noms=("page",)).page("page", _de_l_axe(cet_axe), total=portrait.total)
    frise = frise_de_l_axe(plan, cet_axe)
    return render(
        request,
        "actions/axe.html",
        {
            "plan": plan,
            "axe": cet_axe,
            "portrait": portrait,
            "phrase": membres(portrait),
            "frise": frise,
            "frises": [frise],
            "axes": axes,
            "image": image_de_l_axe(cet_axe),
            "page": page,
            "en_bref": en_bref.de_l_axe(plan, cet_axe, portrait, page.number),
        },
    )


def _plans(request: RequeteDatee, plan: Plan | None) -> HttpResponse:
    """Every plan that the public may know of: one may have a longer history than the active one."""
    publics = Plan.objects.publics()
    depuis = histoire_depuis(plan) if plan and request.au and not publics else None
    if plan and depuis:
        return avant_l_histoire(request, plan, depuis)
    contexte = {"plans": publics, "plan": plan, "en_bref": en_bref.des_plans(len(publics))}
    return render(request, "actions/plans.html", contexte)


plans = vue_du_plan(_plans, du_site=True, sans_date=True)
