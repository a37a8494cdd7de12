"""The list of actions and one action."""

from functools import partial

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions import en_bref
from actions.fiche import fiche_de
from actions.filters import FiltreActions
from actions.frises.rangee import avec_temps
from actions.models import Action, Plan
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication
from actions.plan_courant import vue_du_plan
from actions.renommes import Renommes
from partenariat.donnees.preparees import preparee
from partenariat.models import Retrait
from partenariat.presentation.formats import date_longue, pourcent
from partenariat.presentation.listes import PAPIER, Case, contexte_de_liste
from partenariat.presentation.publique import RequeteDatee, la_seule
from partenariat.retraits.pages import retire
from partenariat.retraits.registre import TOUT


def _etats(action: Action) -> str:
    return ", ".join(mot for _etat, mot in action.etats_en_tete)


def _fin(action: Action) -> str:
    return _("en continu") if action.en_continu else date_longue(action.fin)


COLONNES = (
    Case(gettext_lazy("Code"), lambda action: action.code),
    Case(gettext_lazy("Action"), lambda action: action.traduit("titre")),
    Case(gettext_lazy("Responsable"), lambda action: str(action.responsable)),
    Case(gettext_lazy("État"), _etats),
    Case(gettext_lazy("Fin"), _fin),
    Case(gettext_lazy("Avancement"), lambda action: pourcent(action.avancement), nombre=True),
)
"""Of the list on paper."""


@partial(vue_du_plan, parametres=("page", PAPIER, *FiltreActions.base_filters))
def actions(request: RequeteDatee, plan: Plan) -> HttpResponse:
    """The published actions, filtered, counted, sorted. At most eight queries, whatever the page."""
    filtre = FiltreActions(request.GET, plan=plan)
    contexte = contexte_de_liste(
        request,
        filtre,
        avec_temps(filtre.qs.select_related("axe", "responsable", "plan")),
        adresse=plan.adresse,
        nom="actions",
        colonnes=COLONNES,
        gabarit="actions/liste.html",
    )
    titre = _("Actions")
    dit = en_bref.de_la_liste(plan, titre, contexte)
    return render(request, contexte["gabarit"], {**contexte, "plan": plan, "titre": titre, "en_bref": dit})


def _nommables(plan: Plan) -> QuerySet[Action]:
    """Those that have a page, or what stands in place of one that was withdrawn."""
    retirees = Retrait.objects.publics().de(Action.objects.filter(plan=plan)).filter(champ=TOUT)
    siennes = Action.objects.filter(plan=plan)
    return siennes.filter(Q(publication__in=VISIBLES_DU_PUBLIC) | Q(pk__in=retirees.values("cle")))


@partial(vue_du_plan, renommes=Renommes(_nommables, Action))
def action(request: RequeteDatee, plan: Plan, code: str) -> HttpResponse:
    """One action. An unpublished one does not exist here: same 404 as a code that never was."""
    lues = _lire(plan, code)
    if not lues and (partie := retire(request, Action.objects.filter(plan=plan, code=code))):
        return partie
    cette_action = la_seule(lues)
    # First: it reads all that the others say.
    fiche = fiche_de(plan, cette_action)
    return render(
        request,
        "actions/detail.html",
        {
            "plan": plan,
            "action": cette_action,
            "en_bref": en_bref.de_l_action(plan, cette_action),
            **fiche,
            "modifiable": _modifiable(request, cette_action),
            "suivante": cette_action.remplacee_par if _publique(cette_action.remplacee_par) else None,
        },
    )


@preparee(Plan, str)
def _lire(plan: Plan, code: str) -> QuerySet[Action]:
    lues = Action.objects.consultables().filter(plan=plan, code=code).avec_lectures()
    return lues.select_related("axe__plan", "volet", "responsable", "plan", "remplacee_par").order_by()


def _modifiable(request: RequeteDatee, action: Action) -> bool:
    """Whether who reads gives news of it; a day of the past is only read. No query for a visitor."""
    if request.au or not request.user.is_authenticated:
        return False
    return Action.objects.modifiables_par(request.user).filter(pk=action.pk).exists()


def _publique(action: Action | None) -> bool:
    return action is not None and action.publication == Publication.PUBLIEE
