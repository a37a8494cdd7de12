"""The steps of a life cycle in the back office: a button each on the form, some of them on the list.

A step never costs what was typed: the button saves first, then takes the step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partenariat.cycles.cycle import Cycle
from partenariat.cycles.pas import Lot, Pas, TransitionRefusee
from partenariat.une_fois.envois import rien_d_ecrit

if TYPE_CHECKING:
    from partenariat.administration.modele import ModeleAdministre
else:
    ModeleAdministre = object

ETAPES = gettext_lazy("Étapes")
NOTE = "note_etape"
"""The field of a form that gives the note of a step."""


@dataclass(frozen=True)
class Bouton:
    """One that does more than save, of what has no life cycle."""

    champ: str
    bouton: str | Promise


def en_lot(cycle: Cycle) -> tuple[Callable, ...]:
    """The steps of the table that a list takes for several rows: `actions` of its admin."""
    return tuple(_de_la_liste(pas, pas.lot) for pas in cycle if pas.lot)


def _de_la_liste(pas: Pas, lot: Lot) -> Callable:
    @admin.action(description=lot.bouton, permissions=[lot.permission])
    def geste(administration: "AvecEtapes", request: HttpRequest, queryset) -> HttpResponse | None:
        if page := administration.avant_le_lot(request, pas, queryset):
            return page
        administration.franchir_en_lot(request, pas, queryset)
        return None

    geste.__name__ = lot.nom
    return geste


class AvecEtapes(ModeleAdministre):
    """Mixin of the admin of what has a life cycle (`CYCLE`)."""

    nom_des_etapes: str | Promise = ETAPES

    def demandee(self, request: HttpRequest) -> Pas | None:
        """The step whose button was pressed."""
        boutons = (pas for pas in self.model.CYCLE if pas.bouton)
        return next((pas for pas in boutons if pas.champ in request.POST), None)

    def a_franchir(self, request: HttpRequest, objet) -> Any:
        """The record as saved, on which the step is taken."""
        return self.model._default_manager.get(pk=objet.pk)

    def franchir(self, pas: Pas, objet, personne, note: str, dits: dict[str, str]) -> Any:
        """Takes the step; gives the record that it makes, if any."""
        return objet.faire(pas.nom, personne, note, **dits)

    # --- The form -----------------------------------------------------------------------------------------
    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        ecrit = add or self.has_change_permission(request, obj)
        context["etapes"] = self.model.CYCLE.offerts(obj, request.user) if ecrit else []
        context["nom_des_etapes"] = self.nom_des_etapes
        context["note_des_pas"] = self._note(context)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @staticmethod
    def _note(contexte: dict[str, Any]) -> BoundField | None:
        """The note of the steps that ask for one, where no section of the form holds it."""
        form = contexte["adminform"].form
        ailleurs = NOTE in flatten_fieldsets(contexte["adminform"].fieldsets)
        demandee = any(pas.note for pas in contexte["etapes"])
        return form[NOTE] if demandee and NOTE in form.fields and not ailleurs else None

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self.avant_l_etape(request, form, change)
        pas = self.demandee(request)
        if pas is None:
            return
        objet = self.a_franchir(request, form.instance)
        dits = {nom: form.cleaned_data.get(f"{nom}_etape", "") for nom in pas.precisions}
        note = form.cleaned_data.get(NOTE, "") if pas.note else ""
        try:
            request.suite = self.franchir(pas, objet, request.user, note, dits)
        except TransitionRefusee as refus:
            texte = _("Ce que vous avez écrit est enregistré, mais rien de plus : %(raison)s")
            self.message_user(request, texte % {"raison": refus.messages[0]}, messages.WARNING)
        else:
            self.message_user(request, self.dit_fait(pas, objet), messages.SUCCESS)

    def avant_l_etape(self, request: HttpRequest, form, change: bool) -> None:
        """What saving leads to, whether a step follows or not."""

    def dit_fait(self, pas: Pas, objet) -> str:
        return str(pas.fait)

    def response_add(self, request, obj, post_url_continue=None):
        return self._apres_l_etape(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._apres_l_etape(request, obj) or super().response_change(request, obj)

    def _apres_l_etape(self, request, objet) -> HttpResponseRedirect | None:
        """The same page, where the new state is seen; or that of what the step made."""
        if not self.demandee(request):
            return None
        suite = getattr(request, "suite", None)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[(suite or objet).pk]))

    # --- The list -----------------------------------------------------------------------------------------
    def avant_le_lot(self, request: HttpRequest, pas: Pas, queryset) -> HttpResponse | None:
        """A page to confirm the step of several rows; None: nothing to ask."""
        return None

    def franchir_en_lot(self, request: HttpRequest, pas: Pas, queryset) -> None:
        """Takes the step where it is open, and says for each other row why not."""
        faits, refuses = 0, []
        with transaction.atomic():
            choisis = list(queryset.order_by("pk").values_list("pk", flat=True))
            for objet in self.a_tenir().filter(pk__in=choisis):
                try:
                    objet.faire(pas.nom, request.user)
                    faits += 1
                except TransitionRefusee as refus:
                    refuses.append(_("%(quoi)s : %(raison)s") % {"quoi": objet, "raison": refus.messages[0]})
        if faits and pas.lot:
            self.message_user(request, pas.lot.fait(faits), messages.SUCCESS)
        else:
            rien_d_ecrit(request)
        for phrase in refuses:
            self.message_user(request, phrase, messages.WARNING)

    def a_tenir(self):
        """The rows of the list, held in its order until the step is taken."""
        return self.model._default_manager.select_for_update(of=("self",)).order_by(
            *(self.ordering or ("pk",))
        )
