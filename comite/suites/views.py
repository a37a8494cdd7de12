"""One follow-up, in the space of the body that must do it: what it is, what was said, its answer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from comite.models import Decision, Suite
from comite.models.etats import EtatReponse
from comite.models.suite import POURQUOI, sans_raison
from comite.suites.attendues import delai_de, remises_au_comite, suites_attendues
from engagements.acteur import RequeteActeur, acteur_requis, ferme, inscrire
from engagements.models import Acteur
from partenariat.administration.formulaires import Saisie
from partenariat.presentation.pages import Tables

REPONSES = (
    (EtatReponse.EN_COURS.value, gettext_lazy("C'est en cours")),
    (EtatReponse.FAIT.value, gettext_lazy("C'est fait")),
    (EtatReponse.IMPOSSIBLE.value, gettext_lazy("Nous ne le pouvons pas")),
)


REPONSES_DITES = "page-reponses"
PAR_PAGE = 5
"""Answers, of some paragraphs each: what is asked comes after them."""


class FormulaireReponseDeSuite(Saisie):
    reponse = forms.ChoiceField(
        label=gettext_lazy("Où en est-on?"),
        choices=REPONSES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez l'une des réponses.")},
    )
    texte = forms.CharField(
        label=gettext_lazy("En quelques mots"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Ce qui est fait, ce qui reste; ou pourquoi votre organisation ne le peut pas."
        ),
    )

    def clean(self):
        donnees = super().clean()
        texte = donnees.get("texte", "")
        if texte and sans_raison(donnees.get("reponse", ""), texte):
            self.add_error("texte", ValidationError(POURQUOI))
        return donnees


@acteur_requis
@require_safe
def suites(request: RequeteActeur) -> HttpResponse:
    """What waits for this body, then what it gave back to the committee."""
    tables = Tables(request.GET, noms=("page", "page-remises"))
    contexte = {
        "acteur": request.acteur,
        "page": tables.page("page", suites_attendues(request.acteur)),
        "remises": tables.page("page-remises", remises_au_comite(request.acteur)),
    }
    return render(request, "espace/suites.html", contexte)


@acteur_requis
@require_http_methods(["GET", "HEAD", "POST"])
def suite(request: RequeteActeur, pk: int) -> HttpResponse:
    """The follow-up as its body may read it; another's, or one that no held meeting gave, is not found."""
    siennes = Suite.objects.de(request.acteur).select_related("seance__plan", "responsable")
    cette_suite = get_object_or_404(siennes, pk=pk)
    formulaire = FormulaireReponseDeSuite(request.POST or None)
    if request.method == "POST":
        if not cette_suite.ouverte:
            phrase = _("Cette suite est close : relisez-la ci-dessous.")
            return ferme(request, phrase, reverse("espace-suite", args=[pk]), _("Suite du comité"))
        if formulaire.is_valid() and _repondre(request, formulaire, cette_suite):
            return redirect("espace-suite", pk=pk)
    return render(request, "espace/suite.html", _contexte(request, cette_suite, formulaire))


def _repondre(request: RequeteActeur, formulaire: FormulaireReponseDeSuite, cette_suite: Suite) -> bool:
    dit = formulaire.cleaned_data
    if not inscrire(
        request, formulaire, lambda: cette_suite.repondre(request.acteur, dit["reponse"], dit["texte"])
    ):
        return False
    if request.acteur.lien:
        request.acteur.lien.noter(f"{_('Réponse')} · {_('suite du comité')} {cette_suite.seance.numero}")
    messages.success(request, _("Votre réponse est inscrite : le comité la lira à sa prochaine séance."))
    return True


def _prochaine(acteur: Acteur, cette_suite: Suite) -> Suite | None:
    """The follow-up that waits most for this actor's body, of those that it has not answered yet."""
    siennes = Suite.objects.attendues_de(acteur).filter(Q(derniere__isnull=True))
    return siennes.exclude(pk=cette_suite.pk).first()


def _contexte(request: RequeteActeur, cette_suite: Suite, formulaire: FormulaireReponseDeSuite) -> dict:
    # Where it comes from is read by the body as by the public: minutes say nothing before they are approved.
    publiques = Decision.objects.publiques().filter(suites=cette_suite)
    decisions = list(publiques.select_related("seance__plan").avec_objets().avec_effets())
    publique = Suite.objects.publiques().filter(pk=cette_suite.pk).exists()
    # What the committee wrote of it, and what another body said before it was given to this one, are read
    # with the minutes.
    lisibles = cette_suite.reponses.select_related("organisation", "par", "lien").order_by("-le", "-pk")
    if not publique:
        lisibles = lisibles.filter(organisation__in=request.acteur.bureau)
    siennes = cette_suite.reponses.filter(organisation=cette_suite.responsable_id)
    reponses = Tables(request.GET).page(REPONSES_DITES, lisibles, _("Ce qui s'est dit"), par_page=PAR_PAGE)
    return {
        "acteur": request.acteur,
        "plan": cette_suite.seance.plan,
        "suite": cette_suite,
        "succede": request.acteur.repond_de(cette_suite.responsable_id),
        "delai": delai_de(cette_suite),
        "publique": publique,
        "note": cette_suite.note if publique else "",
        "decisions": decisions,
        "reponses": reponses,
        "lus": [cette_suite, *decisions, *reponses],
        "repondue": siennes.exists(),
        "prochaine": _prochaine(request.acteur, cette_suite),
        "form": formulaire if cette_suite.peut_repondre(request.acteur) else None,
    }
