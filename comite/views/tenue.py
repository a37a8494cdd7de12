"""Holding a meeting: attendance and quorum, what is said, what is decided and its effect, follow-ups."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from actions.models import Plan
from actions.models.publication import TransitionRefusee
from comite.acces import du_comite, seance_du_comite
from comite.formulaires import FormulaireDecision, FormulaireDelibere, FormulaireSeanceTenue, FormulaireSuite
from comite.models import Decision, Membre, Point, Presence, Seance, Suite
from comite.models.etats import EtatSuite
from comite.views.gestes import essayer, refus_de, retour


@require_safe
@seance_du_comite
def tenue(request: HttpRequest, seance: Seance) -> HttpResponse:
    return _page(request, seance)


def _points(seance: Seance):
    return seance.points.select_related("action__plan", "engagement__plan").prefetch_related(
        "decisions", "action__jalons"
    )


def _page(request: HttpRequest, seance: Seance, *, saisi=None, suite=None, statut: int = 200) -> HttpResponse:
    """The whole meeting on one page. `saisi`: the decision form that was refused, with what was typed."""
    points = list(_points(seance))
    peut = seance.peut_deliberer
    return render(
        request,
        "comite/tenue.html",
        {
            "plan": seance.plan,
            "seance": seance,
            "appel": _appel(seance),
            "points": [
                {
                    "point": point,
                    "delibere": FormulaireDelibere(instance=point, auto_id=f"id_d{point.pk}_%s"),
                    "decision": _formulaire(point, saisi) if peut else None,
                    "ouvert": bool(saisi and saisi.point.pk == point.pk),
                }
                for point in points
            ],
            "entete": FormulaireSeanceTenue(instance=seance),
            "reportees": Suite.objects.reportees_a(seance).select_related(
                "responsable", "decision", "seance"
            ),
            "suites": seance.suites.select_related("responsable", "decision"),
            "etats_suite": EtatSuite.choices,
            "nouvelle_suite": suite or FormulaireSuite(seance=seance),
        },
        status=statut,
    )


def _formulaire(point: Point, saisi: FormulaireDecision | None) -> FormulaireDecision:
    return saisi if saisi and saisi.point.pk == point.pk else FormulaireDecision(point=point)


def _appel(seance: Seance) -> list[dict]:
    """Every member in office that day, and anyone else whose presence is written, with what is written."""
    inscrites = {p.membre_id: p for p in seance.presences.select_related("membre__organisation")}
    en_fonction = list(Membre.objects.filter(plan=seance.plan).en_fonction(seance.date).par_rang())
    connus = {membre.pk for membre in en_fonction}
    lignes = [
        {"membre": m, "present": m.pk in inscrites and inscrites[m.pk].present, "compte": True}
        for m in en_fonction
    ]
    lignes += [
        {"membre": p.membre, "present": p.present, "compte": False}
        for pk, p in inscrites.items()
        if pk not in connus
    ]
    return lignes


@require_POST
@seance_du_comite
def presences(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Takes attendance: one row a member in office, present or not."""

    def inscrire():
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(_("Les présences se prennent à une séance convoquée."))
        membres = Membre.objects.filter(plan=seance.plan).en_fonction(seance.date)
        deja = {p.membre_id: p for p in seance.presences.all()}
        cochees = set(request.POST.getlist("present"))
        for membre in membres:
            present = str(membre.pk) in cochees
            if membre.pk not in deja:
                Presence.objects.create(seance=seance, membre=membre, present=present)
            elif deja[membre.pk].present != present:
                deja[membre.pk].present = present
                deja[membre.pk].save(update_fields=["present"])
        formulaire = FormulaireSeanceTenue(request.POST, instance=seance)
        if formulaire.is_valid():
            seance.save(update_fields=["presidee_par", "secretaire", "invites"])

    essayer(request, inscrire, _("Les présences sont inscrites."))
    return retour(seance, "tenue", "presences")


@require_POST
@seance_du_comite
def deliberer(request: HttpRequest, seance: Seance, pk: int) -> HttpResponse:
    point = get_object_or_404(seance.points, pk=pk)
    formulaire = FormulaireDelibere(request.POST, instance=point)

    def inscrire():
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(_("Cette séance ne délibère pas, ou plus."))
        formulaire.save()

    if formulaire.is_valid():
        essayer(request, inscrire, _("Le délibéré est inscrit."))
    return retour(seance, "tenue", f"point-{point.pk}")


@require_POST
@seance_du_comite
def decider(request: HttpRequest, seance: Seance) -> HttpResponse:
    """A decision with its effect, in one transaction: both, or neither, and nothing typed is lost."""
    numero = request.POST.get("point", "")
    point = get_object_or_404(_points(seance), pk=numero if numero.isdecimal() and len(numero) < 18 else 0)
    formulaire = FormulaireDecision(request.POST, point=point)
    if formulaire.is_valid():
        try:
            with transaction.atomic():
                refus = refus_de(
                    lambda: Decision.prendre(seance, request.user, point=point, **formulaire.champs)
                )
                if refus:
                    raise TransitionRefusee(refus)
        except TransitionRefusee as erreur:
            formulaire.add_error(None, erreur)
        else:
            essayer(request, lambda: None, _("La décision est inscrite."))
            return retour(seance, "tenue", f"point-{point.pk}")
    return _page(request, seance, saisi=formulaire, statut=422)


@require_POST
@seance_du_comite
def ajouter_suite(request: HttpRequest, seance: Seance) -> HttpResponse:
    formulaire = FormulaireSuite(request.POST, seance=seance)
    if not seance.peut_deliberer:
        essayer(request, lambda: _refuser(_("Cette séance ne donne pas, ou plus, de suite.")))
    elif formulaire.is_valid():
        essayer(request, formulaire.save, _("La suite est inscrite."))
    else:
        return _page(request, seance, suite=formulaire, statut=422)
    return retour(seance, "tenue", "suites")


def _refuser(raison: str) -> None:
    raise TransitionRefusee(raison)


@require_POST
@seance_du_comite
def lever(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Closes the meeting; the draft of its minutes is next."""
    if essayer(request, seance.tenir, _("La séance est levée. Voici le projet de procès-verbal.")):
        return retour(seance, "proces-verbal")
    return retour(seance, "tenue")


@require_POST
@du_comite
def noter_suite(request: HttpRequest, plan: Plan, pk: int) -> HttpResponse:
    """Says where a follow-up stands, from whichever page shows it."""
    suite = get_object_or_404(Suite, pk=pk, seance__plan=plan)
    essayer(
        request,
        lambda: suite.noter(request.POST.get("etat", ""), request.POST.get("note", "")),
        _("La suite est à jour."),
    )
    vers = request.POST.get("retour", "")
    sur = url_has_allowed_host_and_scheme(vers, allowed_hosts=None)
    return redirect(f"{vers}#suites" if sur else plan.adresse("comite"))
