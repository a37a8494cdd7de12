"""After login: what waits for me."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.models import Action, Plan
from actions.models.etats import EN_VIGUEUR, Echeancier, Fraicheur, Publication


@login_required
def espace(request: HttpRequest) -> HttpResponse:
    """What the person's organisation answers for, the most pressing first."""
    miennes = (
        Action.objects.modifiables_par(request.user)
        .avec_lectures()
        .select_related("plan", "responsable", "axe")
        .par_code()
    )
    return render(
        request,
        "compte/espace.html",
        {
            "plan": Plan.objects.actif(),
            "modifie": miennes.exists() or request.user.is_staff,
            "renvoyees": miennes.filter(publication=Publication.BROUILLON).exclude(note_retour=""),
            "a_valider": [
                action
                for action in miennes.filter(publication=Publication.A_VALIDER)
                if action.peut_valider(request.user)
            ],
            "en_retard": miennes.filter(publication=Publication.PUBLIEE, echeancier=Echeancier.EN_RETARD),
            "sans_nouvelles": miennes.filter(
                publication=Publication.PUBLIEE,
                statut__in=EN_VIGUEUR,
            ).exclude(fraicheur=Fraicheur.A_JOUR),
        },
    )
