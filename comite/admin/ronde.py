"""Rounds of updates in the back office: dates, and the questions with their answers."""

from django.contrib import admin, messages
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.admin.plan import DuPlan
from comite.models import Ronde
from partenariat.cycles.pas import TransitionRefusee
from partenariat.une_fois.envois import rien_d_ecrit

DEMANDES_LUES = 200
"""Questions that the form of a round tells one by one: the public page gives the rates of all."""


@admin.register(Ronde)
class AdministrationDesRondes(DuPlan):
    """`envoyer_rappels` opens a round on its day; the action of the list opens it at once."""

    fields = ("plan", "seance", "titre", ("ouvre_le", "ferme_le"), "demandes_lues")
    readonly_fields = ("demandes_lues",)
    list_display = ("titre", "plan", "seance", "ouvre_le", "ferme_le", "ouverte_le")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("plan", "seance")
    search_fields = ("titre",)
    actions = ("ouvrir",)

    def has_delete_permission(self, request, obj=None):
        """A round that asked something stays: its rate is public."""
        return (obj is None or obj.ouverte_le is None) and super().has_delete_permission(request, obj)

    def get_fields(self, request, obj=None):
        return self.fields if obj else [champ for champ in self.fields if champ != "demandes_lues"]

    def get_readonly_fields(self, request, obj=None):
        """What was asked stays asked; a round that is over keeps its rate."""
        if obj is None or obj.ouverte_le is None:
            return self.readonly_fields
        figes = ("plan", "seance", "ouvre_le") if obj.ouverte else ("plan", "seance", "ouvre_le", "ferme_le")
        return (*self.readonly_fields, *figes)

    @admin.action(description=gettext_lazy("Ouvrir les rondes choisies"), permissions=["change"])
    def ouvrir(self, request, queryset):
        ouvertes = 0
        for ronde in queryset:
            try:
                n = ronde.ouvrir(par=request.user)
                ouvertes += 1
            except TransitionRefusee as refus:
                self.message_user(request, refus.messages[0], messages.ERROR)
                continue
            dit = ngettext("%(ronde)s : %(n)d demande posée.", "%(ronde)s : %(n)d demandes posées.", n) % {
                "ronde": ronde,
                "n": n,
            }
            self.message_user(request, dit, messages.SUCCESS if n else messages.WARNING)
        if not ouvertes:
            rien_d_ecrit(request)

    @admin.display(description=gettext_lazy("demandes"))
    def demandes_lues(self, ronde: Ronde) -> str:
        demandes = ronde.demandes.avec_reponse().select_related("organisation", "action", "engagement")
        lues = list(demandes.order_by("organisation__cle_tri", "id")[:DEMANDES_LUES])
        lignes = [
            (str(d.organisation), str(d.objet), _("a sa réponse") if d.repondue else _("sans réponse"))
            for d in lues
        ]
        texte = format_html_join("", "<p>{} · {} · <strong>{}</strong></p>", lignes)
        if len(lues) == DEMANDES_LUES and (autres := ronde.demandes.count() - DEMANDES_LUES):
            dit = ngettext("… et %(n)d autre demande.", "… et %(n)d autres demandes.", autres)
            texte += format_html("<p>{}</p>", dit % {"n": autres})
        return texte or _("Les demandes partent à l'ouverture.")
