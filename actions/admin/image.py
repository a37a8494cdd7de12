"""Pictures in the back office: handed in once, then told, shown or taken down."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.image import FormulaireImage, proposer_les_sujets
from actions.models import Image
from actions.models.etats import VISIBLES_DU_PUBLIC
from actions.models.image import SUJETS
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.donnees.champs import cle_lue

DITS = ("texte", "texte_en", "credit", "montree")


@admin.register(Image)
class AdministrationDesImages(AvecVersion, ModeleAdministre):
    form = FormulaireImage
    list_display = ("de_quoi", "texte", "credit", "montree")
    list_filter = ("montree",)
    list_select_related = ("organisation", "axe", "action", "histoire__action")
    search_fields = ("texte", "credit", "action__code", "organisation__nom")
    champs_sans_historique = ("version",)
    readonly_fields = ("de_quoi", "taille")

    @admin.display(description=gettext_lazy("de quoi"))
    def de_quoi(self, image: Image) -> str:
        return image.de_quoi

    @admin.display(description=gettext_lazy("fichier"))
    def taille(self, image: Image) -> str:
        return _("%(nom)s, %(largeur)d × %(hauteur)d pixels") % {
            "nom": image.nom_fichier, "largeur": image.largeur, "hauteur": image.hauteur,
        }  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        de_quoi = ("de_quoi", "taille") if obj else (*SUJETS, "codes_action", "image", "image_tenue")
        return [(None, {"fields": (*de_quoi, *DITS)})]

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        formulaire.refuses = getattr(request, "depots_refuses", {})
        formulaire.tenue_pour = f"{self.opts.label} {request.user.pk}"
        if obj:
            for nom in ("codes_action", "image", "image_tenue"):
                formulaire.base_fields.pop(nom, None)
        elif "action" in formulaire.base_fields:
            voulue = request.GET.get("histoire", "") or request.POST.get("histoire", "")
            proposer_les_sujets(formulaire.base_fields, cle_lue(voulue))
        return formulaire

    def save_model(self, request, obj, form, change):
        if not change:
            obj.garder(form.vignette)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        """Taken down, it stays in what was public that day."""
        return False

    def view_on_site(self, image: Image) -> str | None:
        publique = image.action is None or image.action.publication in VISIBLES_DU_PUBLIC
        if image.histoire:
            publique = image.histoire.publique
        return image.get_absolute_url() if publique and image.montree and not image.retiree else None
