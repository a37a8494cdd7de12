"""Stories in the back office: written, published, put on the home page, taken back."""

from contextlib import suppress

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.formulaires.histoire import FormulaireHistoire, figes, preparer
from actions.models import AccordRetire, Histoire
from actions.models.cycle_histoire import HISTOIRE
from actions.models.etats import VISIBLES_DU_PUBLIC
from partenariat.administration.etapes import AvecEtapes
from partenariat.administration.historique import Morceau
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.cycles.pas import TransitionRefusee
from partenariat.presentation.formats import date_longue

RETIRER, A_LA_UNE = HISTOIRE["retirer_l_accord"], HISTOIRE["mettre_a_la_une"]


@admin.register(Histoire)
class AdministrationDesHistoires(AvecEtapes, AvecVersion, ModeleAdministre):
    form = FormulaireHistoire
    nom_des_etapes = gettext_lazy("Publication")
    list_display = ("titre", "code_action", "ou_elle_en_est", "a_la_une")
    list_filter = (("action__plan", admin.RelatedOnlyFieldListFilter), "a_la_une")
    list_select_related = ("action", "accord_retire", "publiee_par")
    search_fields = ("titre", "texte", "citation_de", "action__code")
    champs_a_dire = ("publiee_le", "a_la_une")
    champs_sans_historique = ("version",)
    morceaux_de_l_historique = (Morceau(AccordRetire, "histoire", seul=True),)

    @admin.display(description=gettext_lazy("action"), ordering="action__cle_code")
    def code_action(self, histoire: Histoire) -> str:
        return histoire.action.code

    @admin.display(description=gettext_lazy("état"), ordering="publiee_le")
    def ou_elle_en_est(self, histoire: Histoire) -> str:
        if histoire.retiree:
            retrait = histoire.accord_retire
            return _("Accord retiré le %(date)s; noté par %(personne)s") % {
                "date": date_longue(retrait.le), "personne": retrait.par or "–",
            }  # fmt: skip
        if histoire.publiee_le is None:
            return _("Brouillon")
        dits = {"date": date_longue(histoire.jour), "personne": histoire.publiee_par}
        dit = _("Publiée le %(date)s par %(personne)s") if histoire.publiee_par else _("Publiée le %(date)s")
        if histoire.action.publication not in VISIBLES_DU_PUBLIC:
            return _("%(dit)s; l'action, elle, n'est pas publique") % {"dit": dit % dits}
        return dit % dits

    @admin.display(description=gettext_lazy("image"))
    def son_image(self, histoire: Histoire) -> SafeString | str:
        """Handed in on a page of its own, as every picture."""
        image = histoire.images.montrees().first()
        if image:
            page = reverse("admin:actions_image_change", args=[image.pk])
            return format_html('<a href="{}">{}</a>', page, image.texte)
        page = f"{reverse('admin:actions_image_add')}?histoire={histoire.pk}"
        return format_html('<a href="{}">{}</a>', page, _("Ajouter une image"))

    def get_readonly_fields(self, request, obj=None):
        return ("ou_elle_en_est", "son_image", *figes(obj))

    def get_fieldsets(self, request, obj=None):
        quoi = ("ou_elle_en_est", "action") if obj else ("action", "codes_action")
        absents = self.sans_rien_a_lire(request, obj)
        parties = [
            (None, {"fields": (*quoi, "titre", "texte", *(("son_image",) if obj else ()))}),
            (gettext_lazy("Ce qu'une personne en dit"),
             {"fields": ("citation", "citation_de", "citation_qualite")}),
            (gettext_lazy("Son accord"), {"fields": ("accord_le", "accord_donne")}),
        ]  # fmt: skip
        if obj and "accord_repris" not in absents:
            parties.append((gettext_lazy("Si l'accord est retiré"), {"fields": ("accord_repris",)}))
        return parties

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        preparer(formulaire.base_fields, obj)
        return formulaire

    def has_change_permission(self, request, obj=None):
        """What a person took back is read by the coordination, and no more."""
        return super().has_change_permission(request, obj) and not (obj and obj.pk and obj.retiree)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A consent is taken back before all else: whoever wrote meanwhile, whatever else is wrong."""
        if request.method == "POST" and object_id and request.POST.get("accord_repris"):
            histoire = self.get_object(request, unquote(object_id))
            if histoire and self.has_change_permission(request, histoire):
                # Two who tick at once want the same: it is taken back.
                with suppress(TransitionRefusee):
                    histoire.retirer_l_accord(request.user)
                self.message_user(request, str(RETIRER.fait), messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:actions_histoire_change", args=[histoire.pk]))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def has_delete_permission(self, request, obj=None):
        """Taken down, it stays in what was public that day; taken back, who did it is told. One that was
        never published may go."""
        jamais = obj is not None and obj.pk is not None and not obj.fut_publiee
        return jamais and super().has_delete_permission(request, obj)

    def view_on_site(self, histoire: Histoire) -> str | None:
        return histoire.get_absolute_url() if histoire.publique else None

    def save_model(self, request, obj, form, change):
        if not change:
            obj.auteur = request.user
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        reponse = super().render_change_form(request, context, add, change, form_url, obj)
        offertes = reponse.context_data["etapes"] if obj else ()
        if A_LA_UNE in offertes and (autre := obj.autres_a_la_une().first()):
            texte = _("Mise à la une, elle y remplacera « %(titre)s ».")
            reponse.context_data["note_des_etapes"] = texte % {"titre": autre.titre}
        return reponse

    def dit_fait(self, pas, objet):
        if pas is A_LA_UNE and objet.remplacee:
            texte = _("L'histoire est à la une de l'accueil du plan, à la place de « %(titre)s ».")
            return texte % {"titre": objet.remplacee.titre}
        return super().dit_fait(pas, objet)

    def a_franchir(self, request, objet):
        return Histoire.objects.select_related("action").get(pk=objet.pk)
