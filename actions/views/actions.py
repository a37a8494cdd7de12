"""The list of actions and one action."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from actions.filters import TRIS, FiltreActions
from actions.greffes import greffes
from actions.historique import changements, histoire_depuis
from actions.listes import criteres, criteres_connus, essais, facettes
from actions.models import Action, Plan
from actions.models.etats import Publication
from actions.plan_courant import vue_du_plan

PAR_PAGE = 25


@vue_du_plan
def actions(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The published actions, filtered, counted, sorted. At most eight queries, whatever the page."""
    filtre = FiltreActions(request.GET, plan=plan)
    trouvees = filtre.qs.select_related("axe", "responsable", "plan")
    page = Paginator(trouvees, PAR_PAGE).get_page(request.GET.get("page"))
    requete = criteres_connus(request.GET)
    return render(
        request,
        "actions/liste.html",
        {
            "plan": plan,
            "filtre": filtre,
            "facettes": facettes(filtre),
            "criteres": criteres(filtre, requete),
            "essais": [] if page.paginator.count else essais(filtre, requete),
            "refus": filtre.refus(),
            "page": page,
            "pages_elidees": page.paginator.get_elided_page_range(page.number),
            "depuis": histoire_depuis(plan) if request.au and not page.paginator.count else None,
            "saisie": request.GET.get("q", ""),
            "requete": requete.urlencode(),
            "tris": [(cle, nom) for cle, (nom, _ordre) in TRIS.items()],
            "tri": filtre.form.cleaned_data.get("tri") or "code" if filtre.is_bound else "code",
        },
    )


@vue_du_plan
def action(request: HttpRequest, plan: Plan, code: str) -> HttpResponse:
    """One action. An unpublished one does not exist here: same 404 as a code that never was."""
    cette_action = (
        Action.objects.consultables()
        .filter(plan=plan, code=code)
        .avec_lectures()
        .select_related("axe__plan", "volet", "responsable", "plan", "remplacee_par")
        .prefetch_related(
            "participations__organisation",
            "arrondissements",
            "objectifs",
            "domaines",
            "sources",
            "jalons",
            "reports__jalon",
            "indicateurs__mesures",
        )
        .first()
    )
    if cette_action is None:
        raise Http404
    return render(
        request,
        "actions/detail.html",
        {
            "plan": plan,
            "action": cette_action,
            "suivis": cette_action.suivis.publics(),
            "documents": cette_action.documents.publics(),
            "changements": changements(cette_action),
            "greffes": greffes("action", plan=plan, action=cette_action),
            "suivante": cette_action.remplacee_par if _publique(cette_action.remplacee_par) else None,
        },
    )


def _publique(action: Action | None) -> bool:
    return action is not None and action.publication == Publication.PUBLIEE
