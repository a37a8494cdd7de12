"""News in a minute: one screen, for whoever may change the action. Anyone else finds nothing here."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.avertissements import a_relire
from actions.constat import constat
from actions.ecrivables import ecrivables_par
from actions.greffes import greffes
from actions.minute.apercu import Apercu, apercu, lire
from actions.minute.ecran import Minute
from actions.minute.suivante import suivante
from actions.models import Action, ActionQuerySet
from actions.models.etats import VISIBLES_DU_PUBLIC
from partenariat.administration.phrases import phrase, phrase_de
from partenariat.donnees.champs import LONG
from partenariat.donnees.tenues import attente_vaine
from partenariat.histoire.temps import jours_depuis
from partenariat.presentation.retour import RETOUR, d_ou_l_on_vient

APERCU, SUIVANTE = "_apercu", "_suivante"
"""The buttons beside « Publier »; the first one is what Enter presses, and writes nothing."""
PARTIE = "partie"
"""What the script asks for: the preview alone."""
TROP_LOIN = 2 * 365
"""Days: what was done for longer is not what one is asked for."""


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen, and what it sends."""
    with transaction.atomic():
        miennes = ecrivables_par(request.user)
        ecrit = request.method == "POST" and APERCU not in request.POST
        # To be written, it is read once nobody else can; who only looks holds nothing, and waits for nobody.
        refus = _tenir(miennes, pk) if ecrit else ""
        action = get_object_or_404(
            miennes.avec_lectures().select_related("plan", "axe__plan", "responsable").order_by(), pk=pk
        )
        reponse = _recevoir(request, action, refus) if request.method == "POST" else _montrer(request, action)
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _montrer(request: HttpRequest, action: Action) -> HttpResponse:
    return _page(request, Minute(action, request.user), suivante(request.user, action))


def _tenir(miennes: ActionQuerySet, pk: int) -> str:
    """Holds it until the transaction ends; gives the sentence that says why somebody else does."""
    try:
        with transaction.atomic():
            get_object_or_404(miennes.select_for_update(of=("self",)).order_by(), pk=pk)
    except OperationalError as erreur:
        if not attente_vaine(erreur):
            raise
        return phrase(erreur) or ""
    return ""


def _recevoir(request: HttpRequest, action: Action, refus: str) -> HttpResponse:
    minute = Minute(action, request.user, request.POST)
    if refus:
        minute.refuser(refus)
    # Before anything is judged: what is judged is what stands in the database, with what was typed.
    minute.rebaser()
    if voulu := request.POST.get(APERCU):
        vu = apercu(minute)
        if voulu == PARTIE:
            return render(request, "composants/apercu_nouvelle.html", _de_l_apercu(action, vu))
        return _page(request, minute, suivante(request.user, action), vu)
    # Before anything is written: it then waits no more.
    prochaine = suivante(request.user, action)
    if minute.vide:
        minute.refuser(_("Rien n'est écrit : dites ce qui a été fait, ou ce qui a changé."))
    elif minute.valide:
        dits: list[str] = []
        if not (raison := phrase_de(lambda: dits.append(minute.ecrire()))):
            messages.success(request, _merci(action, dits[0]))
            for etrange in a_relire(Action.objects.get(pk=action.pk), request.user):
                messages.warning(request, etrange)
            retour = d_ou_l_on_vient(request)
            if prochaine and SUIVANTE in request.POST:
                adresse = reverse("nouvelle-en-une-minute", args=[prochaine.pk])
                return redirect(f"{adresse}?{urlencode({RETOUR: retour})}" if retour else adresse)
            return redirect(retour or "espace")
        minute.refuser(raison)
    return _page(request, minute, prochaine, None if minute.vide else apercu(minute))


def _merci(action: Action, dits: str) -> str:
    """What was written, in one sentence, where it is read, and where it is annulled."""
    inscrit = _("%(code)s · inscrit : %(dits)s.") % {"code": action.code, "dits": dits}
    if action.publication in VISIBLES_DU_PUBLIC:
        adresse, mot = action.get_absolute_url(), _("Voir la page publique")
        erreur = reverse("admin:actions_action_corrections", args=[action.pk])
        return format_html(
            '{} <a href="{}">{}</a> · <a href="{}">{}</a>',
            inscrit,
            adresse,
            mot,
            erreur,
            _("C'était une erreur"),
        )
    return _("%(inscrit)s Personne ne le lit encore : l'action n'est pas publiée.") % {"inscrit": inscrit}


def _de_l_apercu(action: Action, vu: Apercu | None) -> dict[str, Any]:
    return {"action": action, "publiee": action.publication in VISIBLES_DU_PUBLIC, "apercu": vu}


def _depuis(action: Action) -> date | None:
    """The day since when news is asked for; none where that says nothing: today, or years ago."""
    passes = jours_depuis(action.maj_le) if action.maj_le else 0
    return action.maj_le if 0 < passes <= TROP_LOIN else None


def _page(
    request: HttpRequest, minute: Minute, prochaine: Action | None, vu: Apercu | None = None
) -> HttpResponse:
    action = minute.action
    contexte = {
        "plan": action.plan,
        "minute": minute,
        "suivante": prochaine,
        "constat_avant": None if vu else constat(lire(action.pk)),
        "limite": LONG,
        "demande_depuis": _depuis(action),
        "retour": d_ou_l_on_vient(request),
        "greffes": greffes("nouvelle", action=action, personne=request.user),
        **_de_l_apercu(action, vu),
    }
    return render(request, "espace/nouvelle.html", contexte)
