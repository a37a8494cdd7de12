"""The minutes: a draft made from the meeting, edited, then approved at a later meeting."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comite.acces import seance_du_comite
from comite.gestes import essayer, geste_de, retour
from comite.models import Seance
from comite.seance import proces_verbal as regles
from comite.seance.formulaires import FormulaireProcesVerbal
from partenariat.administration.phrases import phrase_de


def _refuse(seance: Seance, formulaire: FormulaireProcesVerbal) -> bool:
    """Saves; what PostgreSQL refuses is told beside the text, which is kept."""
    if raison := phrase_de(lambda: seance.save(update_fields=["proces_verbal"])):
        formulaire.add_error(None, raison)
    return bool(raison)


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
@seance_du_comite
def proces_verbal(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Edits the draft. The first one is made from attendance, deliberations, decisions and follow-ups."""
    if seance.approuvee:
        messages.info(request, _("Ce procès-verbal est approuvé : il ne change plus."))
        return retour_public(seance)
    if not seance.a_lieu:
        messages.info(request, _("Le procès-verbal s'écrit une fois la séance commencée."))
        return retour(seance, "preparation")
    if request.method == "POST":
        # Nobody else writes it between the comparison of versions and the end.
        seance.verrouiller()
    enregistre = seance.proces_verbal
    initial = {"proces_verbal": enregistre or regles.projet(seance)}
    formulaire = FormulaireProcesVerbal(request.POST or None, instance=seance, initial=initial)
    statut = 200
    if request.method == "POST":
        if formulaire.is_valid() and not _refuse(seance, formulaire):
            messages.success(request, _("Le projet de procès-verbal est enregistré."))
            return retour(seance, "proces-verbal")
        statut = 422
        # What was typed is kept; saving again replaces knowingly the text shown beside it.
        seance.refresh_from_db()
        saisi = request.POST.copy()
        saisi["version"] = str(seance.version)
        formulaire.data = saisi
    return render(
        request,
        "comite/proces_verbal.html",
        {
            "plan": seance.plan,
            "seance": seance,
            "form": formulaire,
            "enregistre": enregistre,
            "refait": regles.projet(seance) if enregistre else "",
            "approbations": seance.peut_approuver_a,
            "caches": [*regles.points_caches(seance), *regles.decisions_cachees(seance)],
        },
        status=statut,
    )


@geste_de("proces-verbal")
def approuver(request: HttpRequest, seance: Seance) -> HttpResponse:
    """Approves the minutes: deliberations and decisions become public, and change no more."""
    numero = request.POST.get("seance", "")
    choisie = next((s for s in seance.peut_approuver_a if s.numero == numero), None)
    if essayer(request, lambda: seance.approuver(choisie, request.user)):
        messages.success(request, _("Le procès-verbal est approuvé : il est public."))
        return retour_public(seance)
    return retour(seance, "proces-verbal")


def retour_public(seance: Seance) -> HttpResponse:
    return redirect(seance.get_absolute_url())
