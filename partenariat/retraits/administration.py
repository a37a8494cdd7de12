"""Withdrawals in the back office: asked for from the page of a record, confirmed or refused by another."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partenariat.administration.formulaires import Formulaire
from partenariat.administration.modele import LuUneFoisInscrit
from partenariat.retraits.ailleurs import se_lisent_encore
from partenariat.retraits.lieux import designation, retirable_de, retirables_de
from partenariat.retraits.modele import DEJA, EtatRetrait, Retrait, RetraitRefuse
from partenariat.retraits.registre import REGISTRE, TOUT, de_la_table
from partenariat.une_fois.envois import rien_d_ecrit

GESTES = {
    "_confirmer": (Retrait.confirmer, gettext_lazy("Le retrait est confirmé : plus rien ne s'en lit.")),
    "_refuser": (Retrait.refuser, gettext_lazy("Le retrait est refusé.")),
}


def _lire(nom: str) -> tuple[models.Model, str] | None:
    """The record that « table:key » names, and the field where « table:key:field » names one."""
    table, cle, champ = (*nom.split(":"), "", "")[:3]
    modele = de_la_table(table)
    if modele is None or not (cle.isascii() and cle.isdecimal() and len(cle) < 19):
        return None
    objet = modele._base_manager.filter(pk=cle).first()
    return (objet, champ) if objet is not None and retirable_de(objet, champ) else None


def _choix(objet: models.Model) -> Iterator[tuple[str, str]]:
    """The whole of a record, then what can be withdrawn of it alone; for those who must choose, with its
    words."""
    nom = f"{objet._meta.db_table}:{objet.pk}"
    yield nom, _dit(objet, TOUT, str(objet))
    for champ in REGISTRE[type(objet)].un_a_un:
        if retirable_de(objet, champ):
            yield f"{nom}:{champ}", _dit(objet, champ, str(getattr(objet, champ)))


def _dit(objet: models.Model, champ: str, mots: str) -> str:
    return f"{designation(objet, champ)[0]} – {Truncator(mots).chars(90)}"


class FormulaireDeDemande(Formulaire):
    chose = forms.ChoiceField(label=gettext_lazy("Ce qui est à retirer"))

    class Meta:
        model = Retrait
        fields = ("cause", "motif")

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if lu := _lire(donnees.get("chose", "")):
            objet, champ = lu
            self.instance.viser(objet, champ)
            autres = Retrait.objects.de(objet).exclude(etat=EtatRetrait.REFUSE)
            if autres.filter(champ__in={champ, TOUT}).exists():
                self.add_error("chose", DEJA)
        return donnees


@admin.register(Retrait)
class AdministrationDesRetraits(LuUneFoisInscrit):
    form = FormulaireDeDemande
    change_form_template = "admin/partenariat/retrait/change_form.html"
    list_display = ("quoi", "cause", "etat", "demande_par", "demande_le", "decide_par", "decide_le")
    list_filter = ("etat", "cause")
    list_select_related = ("demande_par", "decide_par")
    fields = ("chose", "cause", "motif")
    LUS = (
        "quoi", "cause", "motif", "etat",
        "demande_par", "demande_le", "decide_par", "decide_le", "caviarde_le",
    )  # fmt: skip

    def get_queryset(self, request):
        """What goes with another is settled with it."""
        return super().get_queryset(request).filter(avec=None)

    def has_add_permission(self, request):
        """From the page of a record: nothing else says what is to be withdrawn."""
        return super().has_add_permission(request) and (
            request.method == "POST" or _lire(request.GET.get("de", "")) is not None
        )

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        if obj:
            return formulaire
        page = _lire(request.GET.get("de", ""))
        choix = [choix for objet in retirables_de(page[0]) for choix in _choix(objet)] if page else []
        formulaire.base_fields["chose"].choices = choix
        return formulaire

    def titre(self, *, ajout):
        return _("Demander un retrait pour cause") if ajout else _("Retrait pour cause")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.demande_par = request.user
            super().save_model(request, obj, form, change)
            return
        for bouton, (geste, fait) in GESTES.items():
            if bouton in request.POST:
                try:
                    geste(Retrait.objects.select_for_update().get(pk=obj.pk), request.user)
                    self.message_user(request, fait, messages.SUCCESS)
                except RetraitRefuse as refus:
                    rien_d_ecrit(request)
                    self.message_user(request, refus.messages[0], messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        texte = _("Le retrait est demandé : une autre personne de la coordination le confirme.")
        self.message_user(request, texte, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:partenariat_retrait_change", args=[obj.pk]))

    def response_change(self, request, obj):
        return HttpResponseRedirect(request.get_full_path())

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["confirmable"] = obj is not None and obj.peut_confirmer(request.user)
        context["ailleurs"] = se_lisent_encore(obj) if obj and obj.etat != EtatRetrait.REFUSE else []
        context["refusable"] = obj is not None and obj.peut_refuser(request.user)
        return super().render_change_form(request, context, add, change, form_url, obj)
