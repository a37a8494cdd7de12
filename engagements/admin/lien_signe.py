"""Signed links in the back office: sent, or else shown once; revoked; never changed nor deleted."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from engagements.formulaires_admin import FormulaireLien
from engagements.models import LienSigne
from partenariat.administration.etapes import ETAPES, Bouton
from partenariat.administration.modele import LuUneFoisInscrit
from partenariat.presentation.formats import date_longue, heure
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


REVOQUER = Bouton("_revoquer", gettext_lazy("Révoquer ce lien"))
A_MONTRER = "liens_a_montrer"
"""Key of the session: by link, the seed of the address that is still to be shown."""


class Usages(TypedDict):
    """What the list adds to a link."""

    n_usages: int
    le_dernier: datetime | None


@admin.register(LienSigne)
class AdministrationDesLiens(LuUneFoisInscrit):
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

    def titre(self, *, ajout):
        return _("Ouvrir un lien signé") if ajout else _("Lien signé")

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["etapes"] = [REVOQUER] if obj and obj.valide else []
        context["nom_des_etapes"] = ETAPES
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        if change:
            if REVOQUER.champ in request.POST:
                obj.revoquer()
                self.message_user(request, _("Le lien est révoqué : il n'ouvre plus rien."), messages.SUCCESS)
            return
        donnees = form.cleaned_data
        graine = LienSigne.tirer()
        lien, jeton = LienSigne.ouvrir(
            organisation=donnees["organisation"],
            destinataire=donnees["destinataire"],
            par=request.user,
            duree=timedelta(days=donnees["duree"]),
            graine=graine,
        )
        obj.__dict__.update({nom: valeur for nom, valeur in vars(lien).items() if nom != "_state"})
        obj._state = lien._state
        if not lien.envoye_a:
            lien.noter(_("Remise à l'écran"))
            request.session[A_MONTRER] = {**request.session.get(A_MONTRER, {}), str(lien.pk): graine}
            # In this transaction: whoever is given this answer again finds it there.
            request.session.save()
            return
        try:
            lien.envoyer(jeton)
        except OSError:
            texte = _("Le courriel n'a pas pu partir : ce lien est révoqué. Ouvrez-en un autre plus tard.")
            self.message_user(request, texte, messages.ERROR)
            rien_d_ecrit(request)
        else:
            texte = _("Le lien est envoyé à %(adresse)s.") % {"adresse": lien.envoye_a}
            self.message_user(request, texte, messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        """To the page that shows the address, where nobody can be written to."""
        page = "change" if obj.envoye_a else "adresse"
        return HttpResponseRedirect(reverse(f"admin:engagements_liensigne_{page}", args=[obj.pk]))

    def get_urls(self):
        montrer = self.admin_site.admin_view(require_GET(self.adresse_view))
        return [path("<int:pk>/adresse/", montrer, name="engagements_liensigne_adresse"), *super().get_urls()]

    def adresse_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The address, once, to whoever made the link: it is kept nowhere."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        lien = self.get_object(request, str(pk))
        a_montrer = request.session.get(A_MONTRER, {})
        graine = a_montrer.pop(str(pk), "")
        if not graine:
            texte = _(
                "L'adresse d'un lien ne se montre qu'une fois. Révoquez celui-ci, et ouvrez-en un autre."
            )
            self.message_user(request, texte, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:engagements_liensigne_change", args=[pk]))
        request.session[A_MONTRER] = a_montrer
        contexte = {
            **self.admin_site.each_context(request),
            "title": _("Lien signé"),
            "opts": self.opts,
            "lien": lien,
            "adresse": LienSigne.adresse(lien.jeton(graine)),
        }
        reponse = TemplateResponse(request, "admin/engagements/liensigne/cree.html", contexte)
        reponse["Referrer-Policy"] = "same-origin"
        reponse["Cache-Control"] = "private, no-store, no-transform"
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
