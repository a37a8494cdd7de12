"""News in a minute: one screen, for whoever may change the action. Anyone else finds nothing here."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.constat import constat
from actions.ecrivables import ecrivables_par
from actions.minute.apercu import Apercu, apercu, lire
from actions.minute.ecran import Minute
from actions.minute.suivante import suivante
from actions.models import Action
from actions.models.etats import VISIBLES_DU_PUBLIC
from partenariat.administration.phrases import phrase_de
from partenariat.donnees.champs import LONG

APERCU, SUIVANTE = "_apercu", "_suivante"
"""The buttons beside « Publier »; the first one is what Enter presses, and writes nothing."""
PARTIE = "partie"
"""What the script asks for: the preview alone."""


@require_http_methods(["GET", "HEAD", "POST"])
def nouvelle(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen, and what it sends."""
    with transaction.atomic():
        miennes = ecrivables_par(request.user)
        if request.method == "POST":
            get_object_or_404(miennes.select_for_update(of=("self",)).order_by(), pk=pk)
        # Read once nobody else can write.
        action = get_object_or_404(
            miennes.avec_lectures().select_related("plan", "axe__plan", "responsable").order_by(), pk=pk
        )
        reponse = _recevoir(request, action) if request.method == "POST" else _montrer(request, action)
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def _montrer(request: HttpRequest, action: Action) -> HttpResponse:
    return _page(request, Minute(action, request.user))


def _recevoir(request: HttpRequest, action: Action) -> HttpResponse:
    minute = Minute(action, request.user, request.POST)
    # Before anything is judged: what is judged is what stands in the database, with what was typed.
    minute.rebaser()
    if voulu := request.POST.get(APERCU):
        vu = apercu(minute)
        if voulu == PARTIE:
            return render(request, "composants/apercu_nouvelle.html", _de_l_apercu(action, vu))
        return _page(request, minute, vu)
    if minute.vide:
        minute.refuser(_("Rien n'est écrit : dites ce qui a été fait, ou ce qui a changé."))
    elif minute.valide:
        prochaine = suivante(request.user, action) if SUIVANTE in request.POST else None
        dits: list[str] = []
        if not (raison := phrase_de(lambda: dits.append(minute.ecrire()))):
            messages.success(request, _merci(action, dits[0]))
            if prochaine:
                return redirect("nouvelle-en-une-minute", pk=prochaine.pk)
            return redirect("espace")
        minute.refuser(raison)
    return _page(request, minute)


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


def _page(request: HttpRequest, minute: Minute, vu: Apercu | None = None) -> HttpResponse:
    action = minute.action
    contexte = {
        "plan": action.plan,
        "minute": minute,
        "suivante": suivante(request.user, action),
        "constat_avant": constat(lire(action.pk)),
        "limite": LONG,
        **_de_l_apercu(action, vu),
    }
    return render(request, "espace/nouvelle.html", contexte)
