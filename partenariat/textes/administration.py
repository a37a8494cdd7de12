"""The texts of the site in the back office."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.donnees.champs import TexteRiche
from partenariat.textes.cles import PAGES, Cle
from partenariat.textes.equipe import Equipe, telephone_ecrit
from partenariat.textes.modele import TexteDuSite
from partenariat.textes.origine import origine


class ChampTelephone(forms.CharField):
    """A number of ten digits is written as the site writes it, however it was typed."""

    def to_python(self, value):
        return telephone_ecrit(super().to_python(value) or "")


@admin.register(Equipe)
class AdministrationDeLEquipe(AvecVersion, ModeleAdministre):
    """Whom to call: one row, said at the foot of every page."""

    list_display = ("nom", "courriel", "telephone", "heures")
    champs_sans_historique = ("version", "seule")
    fieldsets = (
        (None, {"fields": ("nom", ("courriel", "telephone"), "heures")}),
        (_("En anglais"), {"fields": ("nom_en", "heures_en")}),
    )

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Equipe.objects.exists()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "telephone":
            kwargs["form_class"] = ChampTelephone
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def view_on_site(self, equipe: Equipe) -> str:
        return reverse("contact")


@admin.register(TexteDuSite)
class AdministrationDesTextes(AvecVersion, ModeleAdministre):
    """A text is written anew from the one that comes with the site; deleted, that one is shown again."""

    list_display = ("__str__", "revu_le")
    champs_sans_historique = ("version",)
    fieldsets = (
        (None, {"fields": ("cle", "texte", "revu_le")}),
        (_("En anglais"), {"fields": ("texte_en",)}),
    )

    def get_readonly_fields(self, request, obj=None):
        return ("cle",) if obj else ()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, TexteRiche):
            kwargs["widget"] = forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        cle = request.GET.get("cle", "")
        if cle not in Cle.values:
            return {}
        return {"cle": cle, **origine(cle)._asdict(), "revu_le": timezone.localdate()}

    def changelist_view(self, request, extra_context=None):
        ecrits = set(TexteDuSite.objects.values_list("cle", flat=True))
        ajouter = reverse("admin:partenariat_textedusite_add")
        d_origine = [(cle.label, f"{ajouter}?cle={cle.value}") for cle in Cle if cle.value not in ecrits]
        contexte = {"d_origine": d_origine if self.has_add_permission(request) else ()}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def view_on_site(self, texte: TexteDuSite) -> str | None:
        page = PAGES.get(Cle(texte.cle))
        return reverse(page) if page else None
