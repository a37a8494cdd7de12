"""Annual reviews in the back office: the narrative by axis, then publication, which freezes the figures."""

from typing import cast

from django.contrib import admin
from django.forms import ModelChoiceField
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.admin.plan import DuPlan
from actions.models import Axe
from comite.models import Bilan, BilanAxe
from comite.sorties.bilan import publication as regles
from comite.sorties.bilan.fabrication import donnees
from partenariat.administration.etapes import AvecEtapes
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.modele import LigneAdministree
from partenariat.administration.version import AvecVersion
from partenariat.presentation.formats import pourcent

GESTES = {"publier": regles.publier, "depublier": regles.depublier}
"""A published review carries its figures, which this floor computes."""


class LignesAxes(LigneAdministree):
    model = BilanAxe
    form = FormulaireTemoin
    extra = 1
    verbose_name_plural = gettext_lazy("Récits des axes")
    fields = ("axe", "recit")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        if obj and "axe" in formset.form.base_fields:
            cast(ModelChoiceField, formset.form.base_fields["axe"]).queryset = Axe.objects.filter(
                plan=obj.plan
            )
        return formset

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.public)

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and obj.public)

    has_delete_permission = has_change_permission


@admin.register(Bilan)
class AdministrationDesBilans(AvecEtapes, AvecVersion, DuPlan):
    inlines = (LignesAxes,)
    fields = ("plan", ("annee", "arret"), "introduction", "apercu")
    readonly_fields = ("apercu",)
    list_display = ("annee", "plan", "arret", "publication")
    list_filter = ("publication", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan",)
    champs_sans_historique = ("version", "donnees")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan")

    def has_delete_permission(self, request, obj=None):
        return (obj is None or not obj.fut_publie) and super().has_delete_permission(request, obj)

    def get_fields(self, request, obj=None):
        return self.fields if obj else [champ for champ in self.fields if champ != "apercu"]

    def get_readonly_fields(self, request, obj=None):
        """What is published is frozen: it is taken back to draft first, and keeps its year."""
        if obj is None:
            return self.readonly_fields
        figes = ("plan", *(("annee",) if obj.fut_publie else ()))
        if obj.public:
            figes = (*figes, "arret", "introduction")
        return (*self.readonly_fields, *figes)

    def get_inlines(self, request, obj):
        return self.inlines if obj else ()

    def view_on_site(self, bilan: Bilan) -> str | None:
        return bilan.get_absolute_url() if bilan.public else None

    def a_franchir(self, request, objet):
        return Bilan.objects.select_related("plan").get(pk=objet.pk)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """A new one has no word on the axes yet: its steps come once it is there."""
        reponse = super().render_change_form(request, context, add, change, form_url, obj)
        reponse.context_data["etapes"] = [] if add else reponse.context_data["etapes"]
        return reponse

    def franchir(self, pas, objet, personne, note, dits):
        return GESTES[pas.nom](objet, personne)

    def dit_fait(self, pas, objet):
        return str(pas.fait) % {"annee": objet.annee}

    @admin.display(description=gettext_lazy("chiffres"))
    def apercu(self, bilan: Bilan) -> str:
        """The figures as they are, or would be, published."""
        lues = donnees(bilan)
        if not lues["ensemble"]:
            return _("Aucune action n'était publiée à cette date.")
        return format_html(
            _("{} actions; avancement : {} ({} mesurées sur {})."),
            lues["ensemble"]["total"],
            pourcent(lues["ensemble"]["avancement"]),
            lues["ensemble"]["mesurees"],
            lues["ensemble"]["suivies"],
        )
