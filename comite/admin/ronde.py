"""Rounds of updates in the back office: dates, and the questions with their answers."""

from dataclasses import replace

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.admin.plan import DuPlan
from comite.models import Ronde
from partenariat.administration.etapes import AvecEtapes

DEMANDES_LUES = 200
"""Questions that the form of a round tells one by one: the public page gives the rates of all."""


def _ouvrir(ronde: Ronde) -> str:
    n = Ronde.objects.avec_a_demander().get(pk=ronde.pk).a_demander
    return ngettext("Ouvrir la ronde : %(n)s demande", "Ouvrir la ronde : %(n)s demandes", n) % {"n": n}


@admin.register(Ronde)
class AdministrationDesRondes(AvecEtapes, DuPlan):
    """`envoyer_rappels` opens a round on its day; the button of its page opens it at once, and says how many
    questions leave. Not from the list, where nobody reads how many."""

    fields = ("plan", "seance", "titre", ("ouvre_le", "ferme_le"), "demandes_lues")
    readonly_fields = ("demandes_lues",)
    list_display = ("titre", "plan", "seance", "ouvre_le", "ferme_le", "ouverte_le")
    list_filter = (("plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("plan", "seance")
    search_fields = ("titre",)

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

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """How many questions leave is read on the button; a new one has none yet."""
        reponse = super().render_change_form(request, context, add, change, form_url, obj)
        etapes = reponse.context_data["etapes"] if obj else []
        reponse.context_data["etapes"] = [replace(pas, bouton=_ouvrir(obj)) for pas in etapes]
        return reponse

    def franchir(self, pas, objet, personne, note, dits):
        """Its page again: opening makes questions, and no other page."""
        super().franchir(pas, objet, personne, note, dits)

    def dit_fait(self, pas, objet):
        n = objet.demandes.count()
        return ngettext("%(ronde)s : %(n)d demande posée.", "%(ronde)s : %(n)d demandes posées.", n) % {
            "ronde": objet,
            "n": n,
        }

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
