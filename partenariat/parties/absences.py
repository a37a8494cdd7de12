"""An absence, said by whoever will be away: who keeps their desk, from when to when."""

from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from partenariat.administration.champs import DateDuNavigateur
from partenariat.administration.formulaires import Formulaire
from partenariat.administration.phrases import phrase_de
from partenariat.histoire.temps import jour
from partenariat.parties.suppleances import ROLES, Suppleance, suppleances_de
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
        widgets = {"du": DateDuNavigateur(), "au": DateDuNavigateur()}

    def __init__(self, *args, personne: Utilisateur, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.absent = personne
        champ = cast(forms.ModelChoiceField, self.fields["suppleant"])
        champ.queryset, champ.empty_label = collegues(personne), _("Choisissez une personne")

    def clean_du(self) -> date:
        du: date = self.cleaned_data["du"]
        if du < jour():
            raise ValidationError(_("Ce jour est passé : une délégation vaut pour les jours à venir."))
        return du

    def clean_au(self) -> date:
        au: date = self.cleaned_data["au"]
        if au < jour():
            raise ValidationError(_("Ce jour est passé : une délégation vaut pour les jours à venir."))
        return au


def collegues(personne: Utilisateur):
    """The open accounts of the staff that may replace this person: of the coordination, where it is of it."""
    roles = ("coordination",) if personne.a_role("coordination") else ROLES
    eligibles = Utilisateur.objects.filter(is_active=True, groups__name__in=roles).exclude(pk=personne.pk)
    return eligibles.select_related("organisation").distinct().order_by("last_name", "first_name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: RequeteConnectee) -> HttpResponse:
    """The delegations of this person, in both directions, and a form for one more."""
    personne = request.user
    if not personne.a_role(*ROLES):
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
    """Back sooner than said."""
    if request.method != "POST":
        return redirect("espace-absence")
    siennes = Suppleance.objects.a_venir_ou_en_cours().filter(absent=request.user)
    get_object_or_404(siennes, pk=pk).cesser()
    messages.success(request, _("Votre absence est finie : personne ne vous remplace plus."))
    return redirect("espace-absence")
