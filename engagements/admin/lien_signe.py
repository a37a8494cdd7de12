"""Signed links in the back office: sent, or else shown once; revoked; never changed nor deleted."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Max
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.formulaires_admin import FormulaireLien
from engagements.models import LienSigne
from partenariat.administration.modele import ModeleAdministre
from partenariat.presentation.formats import date_longue, heure
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Usages(TypedDict):
    """What the list adds to a link."""

    n_usages: int
    le_dernier: datetime | None


@admin.register(LienSigne)
class AdministrationDesLiens(ModeleAdministre):
    form = FormulaireLien
    change_form_template = "admin/engagements/liensigne/change_form.html"
    list_display = (
        "organisation",
        "destinataire",
        "etat",
        "expire_le",
        "cree_par",
        "remise",
        "nb_usages",
        "dernier",
    )
    list_filter = (("organisation", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("organisation", "cree_par")
    search_fields = ("organisation__nom", "destinataire")
    fields = ("organisation", "destinataire", "duree")
    LUS = ("organisation", "destinataire", "etat", "remise", "cree_par", "cree_le", "expire_le", "journal")

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(n_usages=Count("usages"), le_dernier=Max("usages__le"))

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        return self.LUS if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return self.LUS if obj else ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change=change, **kwargs)

    def titre(self, *, ajout):
        return _("Ouvrir un lien signé") if ajout else _("Lien signé")

    def save_model(self, request, obj, form, change):
        if change:
            if "_revoquer" in request.POST:
                obj.revoquer()
                self.message_user(request, _("Le lien est révoqué : il n'ouvre plus rien."), messages.SUCCESS)
            return
        donnees = form.cleaned_data
        lien, request.jeton = LienSigne.ouvrir(
            organisation=donnees["organisation"],
            destinataire=donnees["destinataire"],
            par=request.user,
            duree=timedelta(days=donnees["duree"]),
        )
        obj.__dict__.update({nom: valeur for nom, valeur in vars(lien).items() if nom != "_state"})
        obj._state = lien._state
        if not lien.envoye_a:
            lien.noter(_("Remise à l'écran"))
            return
        try:
            lien.envoyer(request.jeton)
        except OSError:
            texte = _("Le courriel n'a pas pu partir : ce lien est révoqué. Ouvrez-en un autre plus tard.")
            self.message_user(request, texte, messages.ERROR)
            rien_d_ecrit(request)
        else:
            texte = _("Le lien est envoyé à %(adresse)s.") % {"adresse": lien.envoye_a}
            self.message_user(request, texte, messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        """The address, once, where nobody can be written to: it is kept nowhere."""
        if obj.envoye_a:
            return HttpResponseRedirect(reverse("admin:engagements_liensigne_change", args=[obj.pk]))
        contexte = {
            **self.admin_site.each_context(request),
            "title": _("Lien signé"),
            "opts": self.opts,
            "lien": obj,
            "adresse": LienSigne.adresse(request.jeton),
        }
        reponse = TemplateResponse(request, "admin/engagements/liensigne/cree.html", contexte)
        reponse["Referrer-Policy"] = "same-origin"
        reponse["Cache-Control"] = "private, no-store"
        return reponse

    def response_change(self, request, obj):
        return HttpResponseRedirect(request.get_full_path())

    @admin.display(description=gettext_lazy("état"))
    def etat(self, lien: LienSigne) -> str:
        if lien.revoque_le:
            return _("Révoqué")
        return _("Valide") if lien.valide else _("Expiré")

    @admin.display(description=gettext_lazy("remise"), ordering="envoye_a")
    def remise(self, lien: LienSigne) -> str:
        return lien.envoye_a or _("À l'écran")

    @admin.display(description=gettext_lazy("usages"), ordering="n_usages")
    def nb_usages(self, lien: "WithAnnotations[LienSigne, Usages]") -> int:
        return lien.n_usages

    @admin.display(description=gettext_lazy("dernier usage"), ordering="le_dernier")
    def dernier(self, lien: "WithAnnotations[LienSigne, Usages]") -> str:
        return date_longue(lien.le_dernier) or "–"

    @admin.display(description=gettext_lazy("journal"))
    def journal(self, lien: LienSigne) -> SafeString | str:
        lignes = [(date_longue(u.le), heure(u.le), u.geste) for u in lien.usages.all()[:200]]
        return format_html_join("\n", "<p>{}, {} · {}</p>", lignes) if lignes else "–"
