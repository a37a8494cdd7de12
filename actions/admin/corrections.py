"""« C'était une erreur »: what was written of an action these last days, and how to annul it."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from actions.corrections import changements, corriger
from actions.formulaires.correction import FormulaireCorrection
from partenariat.cycles.pas import TransitionRefusee
from partenariat.models import Utilisateur
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from partenariat.administration.modele import ModeleAdministre
else:
    ModeleAdministre = object

CHOIX = "erreur"
"""The parameter that names the change to annul (`Changement.cle`)."""


class AvecCorrections(ModeleAdministre):
    """Mixin of the back office of actions."""

    def get_urls(self):
        vue = self.admin_site.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.corrections_view))
        return [
            path("<path:object_id>/corrections/", vue, name="actions_action_corrections"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_change_permission(request, obj):
            context["corrections"] = reverse("admin:actions_action_corrections", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        objet = self.get_object(request, unquote(object_id))
        if self.has_change_permission(request, objet):
            adresse = reverse("admin:actions_action_corrections", args=[objet.pk])
            extra_context = {"corrections": adresse, **(extra_context or {})}
        return super().history_view(request, object_id, extra_context)

    def corrections_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What may be annulled, with why not for the rest; then one confirmation."""
        action = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, action):
            raise PermissionDenied
        # Nobody else enters the back office.
        personne = cast(Utilisateur, request.user)
        lus = changements(action, personne)
        choisi = next((un for un in lus if un.cle == request.GET.get(CHOIX) and not un.obstacle), None)
        ici = reverse("admin:actions_action_corrections", args=[action.pk])
        formulaire = None
        if request.method == "POST" and choisi is None:
            rien_d_ecrit(request)
            self.message_user(
                request,
                _("Ce changement n'est plus de ceux qui s'annulent : relisez la liste."),
                messages.ERROR,
            )
            return redirect(ici)
        if choisi:
            formulaire = FormulaireCorrection(request.POST or None, mots=choisi.mots)
            if formulaire.is_valid():
                try:
                    corriger(action, choisi.cle, personne, **formulaire.cleaned_data)
                except TransitionRefusee as refus:
                    formulaire.add_error(None, refus.messages[0])
                else:
                    self.message_user(request, _("C'est corrigé : %(quoi)s") % {"quoi": choisi.dit})
                    return redirect(ici)
            if request.method == "POST":
                rien_d_ecrit(request)
        request.current_app = self.admin_site.name
        contexte = {
            **self.admin_site.each_context(request),
            "title": _("C'était une erreur"),
            "subtitle": str(action),
            "object": action,
            "opts": self.opts,
            "changements": lus,
            "choisi": choisi,
            "formulaire": formulaire,
            "ici": ici,
        }
        return TemplateResponse(request, "admin/actions/action/corrections.html", contexte)
