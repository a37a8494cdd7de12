"""Preparing a meeting: the proposed agenda, its order, what happened since the last one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from comite.acces import seance_du_comite
from comite.gestes import essayer, geste_de, numero, retour
from comite.mesures.depuis import depuis
from comite.models import Seance, Suite
from comite.seance import preparation as regles
from comite.seance.depuis_par_groupes import GROUPE, LISTES, par_groupes
from comite.seance.formulaires import FormulaireMotif, FormulairePoint
from partenariat.administration.phrases import phrase_de
from partenariat.presentation.pages import Tables, UnePage

PROPOSEES = {
    "actions": ("page-actions", gettext_lazy("Actions")),
    "engagements": ("page-engagements", gettext_lazy("Engagements")),
}
"""The tables of what the state of the plan proposes, by kind: the name of their parameter, their title."""
SUITES = "page-suites"
PAR_FORMULAIRE = 25
"""Rows of a table each line of which is a form."""


def page_des_suites(tables: Tables, seance: Seance) -> UnePage:
    """The follow-ups of the earlier meetings. Three queries, whatever their number."""
    lues = Suite.objects.reportees_a(seance).select_related("responsable", "decision", "seance")
    suites = lues.avec_derniere_reponse()
    return tables.page(SUITES, suites, _("Suites"), total=lues.count(), par_page=PAR_FORMULAIRE)


@require_safe
@seance_du_comite
def preparation(request: HttpRequest, seance: Seance) -> HttpResponse:
    """The agenda, what the state of the plan proposes, and « depuis la dernière séance »."""
    return _page(request, seance, statut=200)


def _page(
    request: HttpRequest,
    seance: Seance,
    *,
    sujet: FormulairePoint | None = None,
    annulation: FormulaireMotif | None = None,
    statut: int = 422,
) -> HttpResponse:
    precedente, proposees = seance.precedente, regles.propositions(seance)
    noms = (*(nom for nom, _titre in PROPOSEES.values()), SUITES, *LISTES)
    tables = Tables(request.GET, (GROUPE,), noms, seance.adresse("preparation"))
    suites = page_des_suites(tables, seance)
    return render(
        request,
        "comite/preparation.html",
        {
            "plan": seance.plan,
            "seance": seance,
            "points": seance.points.select_related("action__plan", "engagement__plan"),
            "usages": proposees["usage"],
            "propositions": {
                genre: tables.page(nom, proposees[genre], str(titre), par_page=PAR_FORMULAIRE)
                for genre, (nom, titre) in PROPOSEES.items()
            },
            "nombre_propose": len(proposees["actions"]) + len(proposees["engagements"]),
            "depuis": par_groupes(
                depuis(seance.plan, precedente.vu_jusqu_a), tables, request.GET.get(GROUPE, "")
            )
            if precedente
            else None,
            "suites": suites,
            "retour_des_suites": seance.adresse("preparation") + suites.ici,
            "dossiers": seance.dossiers.sans_octets(),
            "sujet": sujet or FormulairePoint(),
            "annulation": annulation or FormulaireMotif(),
        },
        status=statut,
    )


@geste_de("preparation", "ordre")
def ajouter(request: HttpRequest, seance: Seance) -> HttpResponse:
    """One click: a proposal, all the usual points, or a subject in one's own words."""
    cle = request.POST.get("cle", "")
    if cle == "usages":
        essayer(
            request,
            lambda: [regles.ajouter(seance, usage.cle) for usage in regles.proposees(seance, "usage")],
            _("Les points d'usage sont à l'ordre du jour."),
        )
        return retour(seance, "preparation", "ordre")
    if cle:
        essayer(request, lambda: regles.ajouter(seance, cle), _("Le point est à l'ordre du jour."))
        return retour(seance, "preparation", "propositions")
    formulaire = FormulairePoint(request.POST)
    if formulaire.is_valid():
        raison = phrase_de(lambda: regles.ajouter(seance, titre=formulaire.cleaned_data["titre"]))
        if not raison:
            messages.success(request, _("Le point est à l'ordre du jour."))
            return retour(seance, "preparation", "ordre")
        formulaire.add_error(None, raison)
    return _page(request, seance, sujet=formulaire)


@geste_de("preparation", "ordre")
def ordonner(request: HttpRequest, seance: Seance) -> HttpResponse:
    """One point up or down (buttons), or the whole order (dragging; answers JSON)."""
    if ordre := request.POST.get("ordre", ""):
        pks = [numero(pk) for pk in ordre.split(",")]
        raison = phrase_de(lambda: regles.ordonner(seance, pks))
        return JsonResponse({"raison": raison}, status=409 if raison else 200)
    point = get_object_or_404(seance.points, pk=numero(request.POST.get("point", "")))
    essayer(request, lambda: regles.deplacer(seance, point, request.POST.get("sens", "")))
    return retour(seance, "preparation", f"point-{point.pk}")


@geste_de("preparation", "ordre")
def retirer(request: HttpRequest, seance: Seance, pk: int) -> HttpResponse:
    point = get_object_or_404(seance.points, pk=pk)
    essayer(request, lambda: regles.retirer(seance, point), _("Le point est retiré de l'ordre du jour."))
    return retour(seance, "preparation", "ordre")


@geste_de("preparation")
def convoquer(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Calls the meeting."""
    essayer(
        request,
        lambda: seance.convoquer(request.user),
        _("La séance est convoquée : son ordre du jour est public."),
    )
    return retour(seance, "preparation")


@geste_de("preparation", "annuler")
def annuler(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Cancels the meeting, with its reason."""
    formulaire = FormulaireMotif(request.POST)
    if formulaire.is_valid():
        motif = formulaire.cleaned_data["motif"]
        raison = phrase_de(lambda: seance.annuler(motif, request.user))
        if not raison:
            messages.success(request, _("La séance est annulée."))
            return retour(seance, "preparation")
        formulaire.add_error("motif", raison)
    return _page(request, seance, annulation=formulaire)
