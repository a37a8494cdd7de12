"""Preparing a meeting: the proposed agenda, its order, what happened since the last one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from comite import preparation as regles
from comite.acces import seance_du_comite
from comite.depuis import depuis
from comite.models import Seance, Suite
from comite.views.gestes import essayer, refus_de, retour


@require_safe
@seance_du_comite
def preparation(request: HttpRequest, seance: Seance) -> HttpResponse:
    """The agenda, what the state of the plan proposes, and « depuis la dernière séance »."""
    precedente = seance.precedente
    return render(
        request,
        "comite/preparation.html",
        {
            "plan": seance.plan,
            "seance": seance,
            "points": seance.points.select_related("action__plan", "engagement__plan"),
            "propositions": regles.propositions(seance),
            "depuis": depuis(seance.plan, precedente.date) if precedente else None,
            "suites": Suite.objects.reportees_a(seance).select_related("responsable", "decision", "seance"),
            "dossiers": seance.dossiers.sans_octets(),
        },
    )


@require_POST
@seance_du_comite
def ajouter(request: HttpRequest, seance: Seance) -> HttpResponse:
    """One click: a proposal, all the usual points, or a subject in one's own words."""
    cle, titre = request.POST.get("cle", ""), request.POST.get("titre", "")
    if cle == "usages":
        for usage in regles.propositions(seance)["usage"]:
            essayer(request, lambda u=usage: regles.ajouter(seance, u.cle))
    else:
        essayer(request, lambda: regles.ajouter(seance, cle, titre), _("Le point est à l'ordre du jour."))
    return retour(seance, "preparation", "ordre")


@require_POST
@seance_du_comite
def ordonner(request: HttpRequest, seance: Seance) -> HttpResponse:
    """One point up or down (buttons), or the whole order (dragging; answers JSON)."""
    if ordre := request.POST.get("ordre", ""):
        pks = [int(pk) for pk in ordre.split(",") if pk.isdecimal() and len(pk) < 18]
        refus = refus_de(lambda: regles.ordonner(seance, pks))
        return JsonResponse({"refus": refus}, status=409 if refus else 200)
    pk = request.POST.get("point", "")
    point = get_object_or_404(seance.points, pk=pk if pk.isdecimal() and len(pk) < 18 else 0)
    essayer(request, lambda: regles.deplacer(seance, point, request.POST.get("sens", "")))
    return retour(seance, "preparation", f"point-{point.pk}")


@require_POST
@seance_du_comite
def retirer(request: HttpRequest, seance: Seance, pk: int) -> HttpResponse:
    point = get_object_or_404(seance.points, pk=pk)
    essayer(request, lambda: regles.retirer(seance, point), _("Le point est retiré de l'ordre du jour."))
    return retour(seance, "preparation", "ordre")


@require_POST
@seance_du_comite
def convoquer(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Calls the meeting, or cancels it with its reason."""
    if "annuler" in request.POST:
        essayer(request, lambda: seance.annuler(request.POST.get("motif", "")), _("La séance est annulée."))
    elif essayer(request, seance.convoquer):
        messages.success(request, _("La séance est convoquée : son ordre du jour est public."))
    return retour(seance, "preparation")
