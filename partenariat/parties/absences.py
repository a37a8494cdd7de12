"""An absence, said by whoever will be away: who keeps their desk, from when to when; and declined."""

from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Value, When
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.formulaires import Formulaire
from partenariat.administration.phrases import phrase_de
from partenariat.gardes.comptes import PERSONNEL
from partenariat.histoire.temps import jour
from partenariat.parties.suppleances import PASSE, Suppleance, suppleances_de
from partenariat.parties.utilisateurs import RequeteConnectee, Utilisateur
from partenariat.presentation.formats import date_longue


class ChoixDeCollegue(forms.ModelChoiceField):
    """Each with its unit: two people may bear one name."""

    def label_from_instance(self, obj: Utilisateur) -> str:
        return f"{obj} · {obj.organisation}" if obj.organisation else str(obj)


class FormulaireAbsence(Formulaire):
    class Meta:
        model = Suppleance
        fields = ("suppleant", "du", "au", "motif")
        field_classes = {"suppleant": ChoixDeCollegue}
        labels = {"suppleant": gettext_lazy("Qui vous remplace")}
        help_texts = {"suppleant": gettext_lazy("Les collègues de votre unité d'abord.")}
        widgets = {"du": DateDuNavigateur(), "au": DateDuNavigateur()}

    def __init__(self, *args, personne: Utilisateur, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.absent = personne
        champ = cast(forms.ModelChoiceField, self.fields["suppleant"])
        champ.queryset, champ.empty_label = collegues(personne), _("Choisissez une personne")

    def clean_du(self) -> date:
        return self._a_venir("du")

    def clean_au(self) -> date:
        return self._a_venir("au")

    def _a_venir(self, champ: str) -> date:
        le: date = self.cleaned_data[champ]
        if le < jour():
            raise ValidationError(_(PASSE))
        return le


def collegues(personne: Utilisateur):
    """The open accounts of the staff that may replace this person, those of their unit first: of the
    coordination, where it is of it. Who is of the staff is no secret within it: history names them all."""
    roles = ("coordination",) if personne.a_role("coordination") else PERSONNEL
    eligibles = Utilisateur.objects.filter(is_active=True, groups__name__in=roles).exclude(pk=personne.pk)
    rang = Case(When(organisation=personne.organisation_id, then=Value(0)), default=Value(1))
    return (
        eligibles.select_related("organisation")
        .annotate(rang=rang)
        .distinct()
        .order_by("rang", "organisation__nom", "last_name", "first_name", "pk")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: RequeteConnectee) -> HttpResponse:
    """The delegations of this person, in both directions, and a form for one more."""
    personne = request.user
    if not personne.a_role(*PERSONNEL):
        raise Http404
    formulaire = FormulaireAbsence(request.POST or None, personne=personne)
    if request.method == "POST" and formulaire.is_valid():
        dite = formulaire.instance
        if raison := phrase_de(formulaire.save):
            formulaire.add_error(None, raison)
        else:
            messages.success(
                request,
                _("%(collegue)s vous remplace du %(du)s au %(au)s.")
                % {"collegue": dite.suppleant, "du": date_longue(dite.du), "au": date_longue(dite.au)},
            )
            return redirect("espace-absence")
    contexte = {
        "acteur": None,
        "suppleances": [(s, s.dite(personne)) for s in suppleances_de(personne)],
        "form": formulaire,
    }
    return render(request, "compte/absence.html", contexte)


def cesser(request: RequeteConnectee, pk: int) -> HttpResponse:
    """Back sooner than said; or declined, by the colleague."""
    if request.method != "POST":
        return redirect("espace-absence")
    # Held: of two who end it at once, the second finds it ended.
    siennes = Suppleance.objects.ouvertes().de(request.user).select_for_update(of=("self",))
    suppleance = get_object_or_404(siennes, pk=pk)
    suppleance.finir(request.user)
    if suppleance.suppleant_id == request.user.pk:
        dit = _("C'est décliné : %(qui)s le lit sur son poste.") % {"qui": suppleance.absent}
    else:
        dit = _("Cette délégation est finie : personne ne vous remplace plus.")
    messages.success(request, dit)
    return redirect("espace-absence")
