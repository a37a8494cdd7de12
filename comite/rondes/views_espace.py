"""The questions of the open rounds, in the space of the body that is asked."""

from django import forms
from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comite.rondes import reponses
from comite.rondes.demandees import a_nourrir_par
from engagements.acteur import RequeteActeur, acteur_requis, ferme, inscrire
from engagements.formulaires import Saisie
from partenariat.presentation.pages import Tables


class FormulaireReponseDeRonde(Saisie):
    parfois_requis = frozenset({"texte"})

    situation = forms.ChoiceField(
        label=gettext_lazy("Où en est-on?"),
        choices=[(genre.value, genre.label) for genre in reponses.GENRES],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez l'une des réponses.")},
    )
    texte = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Requis, sauf s'il n'y a rien à signaler. Votre réponse sera publique."),
    )


@acteur_requis
@require_safe
def demandes(request: RequeteActeur) -> HttpResponse:
    """What is asked of this body, what waits first; news of an action are given where they always are."""
    a_nourrir = ExpressionWrapper(a_nourrir_par(request.user), BooleanField())
    siennes = reponses.demandes_de(request.acteur).annotate(a_nourrir=a_nourrir)
    page = Tables(request.GET, noms=("page",)).page("page", siennes)
    return render(request, "espace/demandes.html", {"acteur": request.acteur, "page": page})


@acteur_requis
@require_http_methods(["GET", "HEAD", "POST"])
def demande(request: RequeteActeur, pk: int) -> HttpResponse:
    """One question, answered once."""
    cette_demande = get_object_or_404(reponses.demandes_de(request.acteur), pk=pk)
    if cette_demande.repondue:
        phrase = _("Cette demande a déjà sa réponse : relisez-la dans votre espace.")
        return ferme(request, phrase, reverse("espace-demandes"), _("On vous demande des nouvelles"))
    formulaire = FormulaireReponseDeRonde(request.POST or None)
    if request.method == "POST" and formulaire.is_valid():
        dit = formulaire.cleaned_data

        def repondre() -> None:
            reponses.repondre(cette_demande, request.acteur, dit["situation"], dit["texte"])

        if inscrire(request, formulaire, repondre):
            if request.acteur.lien:
                request.acteur.lien.noter(f"{_('Réponse')} · {cette_demande.objet.code}")
            messages.success(request, _("Votre réponse est inscrite."))
            return redirect("espace-demandes")
    return render(
        request,
        "espace/demande.html",
        {
            "acteur": request.acteur,
            "demande": cette_demande,
            "form": formulaire,
            "plan": cette_demande.ronde.plan,
        },
    )
