"""Holding a meeting: attendance and quorum, what is said, what is decided and its effect."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from actions.models import Action, Jalon
from comite.acces import seance_du_comite
from comite.gestes import essayer, geste_de, numero, retour
from comite.models import Decision, Membre, Point, Seance
from comite.models.decision import POINT_RETIRE
from comite.models.etats import Genre
from comite.seance.formulaires import FormulaireDelibere, FormulaireSeanceTenue, FormulaireSuite
from comite.seance.formulaires_decision import FormulaireCorrection, FormulaireDecision, cible
from comite.seance.views.preparation import SUITES, page_des_suites
from engagements.models import Engagement
from partenariat.administration.phrases import phrase_de
from partenariat.cycles.pas import TransitionRefusee
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue
from partenariat.presentation.pages import Tables

DEVENUE = {
    Genre.DECISION: gettext_lazy(
        "Le quorum est atteint depuis que cette page a été lue : ce serait une décision. Relisez, puis "
        "inscrivez-la."
    ),
    Genre.RECOMMANDATION: gettext_lazy(
        "Le quorum n'est plus atteint depuis que cette page a été lue : ce serait une recommandation. "
        "Relisez, puis inscrivez-la."
    ),
}

CIBLES_MAX = 500


@dataclass
class Saisi:
    """What was typed and refused, to be shown again where it was typed."""

    entete: FormulaireSeanceTenue | None = None
    delibere: FormulaireDelibere | None = None
    decision: FormulaireDecision | None = None
    coches: set[int] | None = None
    """The members ticked, where attendance was refused."""
    correction: FormulaireCorrection | None = None
    suite: FormulaireSuite | None = None
    cible: tuple[int, str, str] | None = None
    """A point, the code that was typed for it, why it was refused."""


@require_safe
@seance_du_comite
def tenue(request: HttpRequest, seance: Seance) -> HttpResponse:
    """The whole meeting on one page. `?point=&viser=`: what a decision on a general point aims at."""
    saisi, statut = Saisi(), 200
    pk, code = numero(request.GET.get("point", "")), request.GET.get("viser", "")[:60]
    point = _points(seance).filter(pk=pk).first() if code else None
    if point:
        try:
            saisi.decision = FormulaireDecision(point=point, cible=cible(seance.plan, code))
        except ValidationError as erreur:
            saisi.cible, statut = (point.pk, code, erreur.messages[0]), 422
    return _page(request, seance, saisi, statut)


OUVERTS = ("point", "viser")
"""What says which decision is opened, and on what: turning the follow-ups leaves it so."""


def _points(seance: Seance):
    return seance.points.select_related("action__plan", "engagement__plan").prefetch_related(
        Prefetch("decisions", _decisions()), "action__jalons"
    )


def _decisions():
    return Decision.objects.avec_effets().select_related("seance")


def _page(request: HttpRequest, seance: Seance, saisi: Saisi, statut: int = 422) -> HttpResponse:
    peut, points = seance.peut_deliberer, list(_points(seance))
    tables = Tables(request.GET, OUVERTS, (SUITES,), seance.adresse("tenue"))
    reportees = page_des_suites(tables, seance)
    return render(
        request,
        "comite/tenue.html",
        {
            "plan": seance.plan,
            "seance": seance,
            "appel": _appel(seance, saisi.coches),
            "points": [_ligne(point, saisi, peut) for point in points],
            "orphelins": _orphelins(points, saisi),
            "autres_decisions": [_decision(d, saisi) for d in _decisions().filter(seance=seance, point=None)],
            "entete": saisi.entete or FormulaireSeanceTenue(instance=seance),
            "reportees": reportees,
            "retour_des_suites": seance.adresse("tenue") + reportees.ici,
            "suites": seance.suites.select_related("responsable", "decision").avec_derniere_reponse(),
            "nouvelle_suite": saisi.suite or FormulaireSuite(seance=seance),
            "cibles": _cibles(seance) if peut else [],
        },
        status=statut,
    )


def _ligne(point: Point, saisi: Saisi, peut: bool) -> dict:
    """A point with its forms; those that were refused as they were typed."""
    delibere = saisi.delibere if saisi.delibere and saisi.delibere.instance.pk == point.pk else None
    decision = saisi.decision if saisi.decision and saisi.decision.point.pk == point.pk else None
    refusee = saisi.cible if saisi.cible and saisi.cible[0] == point.pk else None
    return {
        "point": point,
        "delibere": delibere or FormulaireDelibere(instance=point, auto_id=f"id_d{point.pk}_%s"),
        "delibere_ouvert": bool(delibere or point.delibere),
        "decisions": [_decision(d, saisi) for d in point.decisions.all()],
        "decision": (decision or FormulaireDecision(point=point)) if peut else None,
        "decision_ouverte": bool(decision or refusee),
        "general": point.action is None and point.engagement is None,
        "cible_refusee": refusee,
    }


def _orphelins(points: list[Point], saisi: Saisi) -> list:
    """The forms typed for a point that someone took off the agenda meanwhile: shown, so as not to be lost."""
    pks = {point.pk for point in points}
    refuses: list[tuple[BaseForm, int]] = []
    if saisi.decision:
        refuses.append((saisi.decision, saisi.decision.point.pk))
    if saisi.delibere:
        refuses.append((saisi.delibere, saisi.delibere.instance.pk))
    return [formulaire for formulaire, pk in refuses if pk not in pks]


def _decision(decision: Decision, saisi: Saisi) -> dict:
    refusee = saisi.correction if saisi.correction and saisi.correction.instance.pk == decision.pk else None
    return {
        "decision": decision,
        "correction": refusee or FormulaireCorrection(instance=decision, prefix=f"c{decision.pk}"),
        "ouverte": bool(refusee),
    }


def _cibles(seance: Seance) -> list[tuple[str, str]]:
    """Code and title of all that a decision may aim at, where the browser can offer them all: of a longer
    list, one would take what is not offered not to exist. Two queries."""
    publics = (
        Action.objects.publiques().filter(plan=seance.plan).par_code(),
        Engagement.objects.publics().filter(plan=seance.plan).par_code(),
    )
    cibles = [un for lus in publics for un in lus.values_list("code", "titre")[: CIBLES_MAX + 1]]
    return cibles if len(cibles) <= CIBLES_MAX else []


def _appel(seance: Seance, coches: set[int] | None) -> list[dict]:
    """Every member in office that day, and anyone else whose presence is written: what is written (`vu`), and
    what to tick, which is what was ticked where it was refused."""
    inscrites = {p.membre_id: p for p in seance.presences.select_related("membre__organisation")}
    en_fonction = list(Membre.objects.filter(plan=seance.plan).en_fonction(seance.date).par_rang())
    connus = {membre.pk for membre in en_fonction}
    vus = {pk for pk, presence in inscrites.items() if presence.present}
    lignes: list[dict[str, Any]] = [{"membre": m, "vu": m.pk in vus, "compte": True} for m in en_fonction]
    lignes += [
        {"membre": p.membre, "vu": p.present, "compte": False}
        for pk, p in inscrites.items()
        if pk not in connus
    ]
    a_cocher = vus if coches is None else coches
    return [ligne | {"coche": ligne["membre"].pk in a_cocher} for ligne in lignes]


@geste_de("tenue", "presences")
def presences(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Takes attendance: one row a member in office, present or not."""
    formulaire = FormulaireSeanceTenue(request.POST, instance=seance)
    coches, vus = (set(map(numero, request.POST.getlist(nom))) for nom in ("present", "vus"))

    def inscrire():
        seance.verrouiller()
        if not formulaire.is_valid():
            return
        ecrits = {nom: getattr(seance, nom) for nom in formulaire.changed_data}
        seance.faire_l_appel(coches, vus)
        for nom, valeur in ecrits.items():
            setattr(seance, nom, valeur)
        seance.save(update_fields=ecrits)

    raison = phrase_de(inscrire)
    if raison or formulaire.errors:
        formulaire.add_error(None, raison or [])
        return _page(request, seance, Saisi(entete=formulaire, coches=coches))
    messages.success(request, _("Les présences sont inscrites."))
    seance.refresh_from_db(fields=["quorum"])
    if seance.quorum and seance.decisions.filter(sans_quorum=True).exists():
        restent = _(
            "Les recommandations déjà inscrites le restent : pour changer le plan, inscrivez une autre "
            "décision."
        )
        messages.warning(request, restent)
    return retour(seance, "tenue", "presences")


@geste_de("tenue")
def deliberer(request: HttpRequest, seance: Seance, pk: int) -> HttpResponse:
    point = get_object_or_404(seance.points, pk=pk)
    formulaire = FormulaireDelibere(request.POST, instance=point, auto_id=f"id_d{point.pk}_%s")

    def inscrire():
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(_("Cette séance ne délibère pas, ou plus : voyez son état ci-dessous."))
        if not seance.points.filter(pk=point.pk).exists():
            raise TransitionRefusee(POINT_RETIRE)
        if formulaire.is_valid():
            formulaire.save()

    raison = phrase_de(inscrire)
    if raison or formulaire.errors:
        formulaire.add_error(None, raison or [])
        return _page(request, seance, Saisi(delibere=formulaire))
    messages.success(request, _("Le délibéré est inscrit."))
    return retour(seance, "tenue", f"point-{point.pk}")


@geste_de("tenue")
def decider(request: HttpRequest, seance: Seance) -> HttpResponse:
    """A decision with its effect, in one transaction: both, or neither, and nothing typed is lost."""
    point = get_object_or_404(_points(seance), pk=numero(request.POST.get("point", "")))
    code, perdue = request.POST.get("viser", ""), ""
    try:
        vise = cible(seance.plan, code) if code else None
    except ValidationError as erreur:
        vise, perdue = None, erreur.messages[0]
    formulaire = FormulaireDecision(request.POST, point=point, cible=vise)
    if perdue:
        # Without what it aims at, the form has no reason to show: it is told back.
        formulaire.add_error(None, perdue)
        if motif := request.POST.get(formulaire.add_prefix("motif"), ""):
            formulaire.add_error(None, _("Vous aviez écrit comme motif : « %(motif)s ».") % {"motif": motif})
        return _page(request, seance, Saisi(decision=formulaire))

    def inscrire():
        seance.verrouiller()
        genre = seance.genre_des_decisions
        if request.POST.get("comme", genre) != genre:
            raise TransitionRefusee(DEVENUE[genre])
        Decision.prendre(seance, request.user, point=point, **formulaire.champs)

    if formulaire.is_valid():
        raison = phrase_de(inscrire)
        if not raison:
            messages.success(request, _inscrite(seance, vise or point.action))
            return retour(seance, "tenue", f"point-{point.pk}")
        formulaire.add_error(None, raison)
    return _page(request, seance, Saisi(decision=formulaire))


def _inscrite(seance: Seance, vise: Action | Engagement | None) -> str:
    """What was written; and, where the action stays late all the same, the milestone that holds it."""
    dit = _("La décision est inscrite.") if seance.quorum else _("La recommandation est inscrite.")
    retards: Iterable[Jalon] = ()
    # As it stands now: what was decided may have set it aside.
    if isinstance(vise, Action) and Action.objects.get(pk=vise.pk).en_vigueur:
        retards = vise.jalons.ouverts().filter(echeance__lt=jour())
    tient = next(iter(retards), None)
    if tient is None:
        return dit
    return (
        dit
        + " "
        + _("L'action reste en retard : son jalon « %(jalon)s » était prévu le %(date)s.")
        % {
            "jalon": tient,
            "date": date_longue(tient.echeance),
        }
    )


@geste_de("tenue")
def corriger(request: HttpRequest, seance: Seance, pk: int) -> HttpResponse:
    """Mends the words of a decision before the minutes are approved."""
    decision = get_object_or_404(seance.decisions.select_related("seance"), pk=pk)
    formulaire = FormulaireCorrection(request.POST, instance=decision, prefix=f"c{decision.pk}")

    def inscrire():
        seance.verrouiller()
        if formulaire.is_valid():
            decision.corriger(**{nom: formulaire.cleaned_data[nom] for nom in ("libelle", "vote")})

    raison = phrase_de(inscrire)
    if raison or formulaire.errors:
        formulaire.add_error(None, raison or [])
        return _page(request, seance, Saisi(correction=formulaire))
    messages.success(request, _("La décision est corrigée."))
    return retour(seance, "tenue", f"point-{decision.point_id}" if decision.point_id else "autres")


@geste_de("tenue", "titre-suites")
def ajouter_suite(request: HttpRequest, seance: Seance) -> HttpResponse:
    formulaire = FormulaireSuite(request.POST, seance=seance)

    def inscrire():
        seance.verrouiller()
        if not seance.peut_deliberer:
            raise TransitionRefusee(
                _("Cette séance ne donne pas, ou plus, de suite : choisissez-en une autre.")
            )
        formulaire.save()

    if formulaire.is_valid():
        raison = phrase_de(inscrire)
        if not raison:
            messages.success(request, _("La suite est inscrite."))
            return retour(seance, "tenue", "titre-suites")
        formulaire.add_error(None, raison)
    return _page(request, seance, Saisi(suite=formulaire))


@geste_de("tenue")
def lever(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Closes the meeting; the draft of its minutes is next."""
    if essayer(
        request,
        lambda: seance.tenir(request.user),
        _("La séance est levée. Voici le projet de procès-verbal."),
    ):
        return retour(seance, "proces-verbal")
    return retour(seance, "tenue")
