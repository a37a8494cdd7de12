"""Filters of the list of actions."""

from collections.abc import Sequence
from copy import copy

from django.contrib import admin
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models import Axe
from actions.models.etats import Echeancier, Fraicheur
from actions.models.manques import Manque, q_manque


class ParAxe(admin.SimpleListFilter):
    title = _("axe")
    parameter_name = "axe"

    def lookups(self, request, model_admin):
        """The axes of the actions that this person sees, of the plan chosen if one is."""
        axes = Axe.objects.filter(pk__in=model_admin.get_queryset(request).order_by().values("axe"))
        if plan := request.GET.get("plan__id__exact"):
            axes = axes.filter(plan=plan) if plan.isdecimal() else axes.none()
        return [(str(axe.pk), f"{axe.numero} · {axe.nom_court}") for axe in axes]

    def queryset(self, request, queryset):
        return queryset.filter(axe=self.value()) if (self.value() or "").isdecimal() else queryset


class ParLecture(admin.SimpleListFilter):
    """A computed reading, by its annotation."""

    parameter_name: str
    choix: Sequence[tuple[str, str | Promise]]

    def lookups(self, request, model_admin):
        return self.choix

    def queryset(self, request, queryset):
        connue = self.value() in dict(self.choix)
        return queryset.filter(**{self.parameter_name: self.value()}) if connue else queryset


class ParEcheancier(ParLecture):
    title = _("échéancier")
    parameter_name = "echeancier"
    choix = Echeancier.choices


class ParFraicheur(ParLecture):
    title = _("fraîcheur")
    parameter_name = "fraicheur"
    choix = Fraicheur.choices


AU_MOINS_UN = "un"


class ParManque(admin.SimpleListFilter):
    """What actions lack, always with how many do, of those that the other filters leave: one query."""

    title = _("ce qui manque")
    parameter_name = "manque"

    def lookups(self, request, model_admin):
        return [*Manque.choices, (AU_MOINS_UN, _("au moins un manque"))]

    @staticmethod
    def _manques(valeur: str | None) -> tuple[Manque, ...]:
        """What that value asks for; nothing where it is not known."""
        if valeur == AU_MOINS_UN:
            return tuple(Manque)
        return tuple(manque for manque in Manque if manque == valeur)

    def queryset(self, request, queryset):
        manques = self._manques(self.value())
        return queryset.filter(q_manque(*manques)) if manques else queryset

    def get_facet_counts(self, pk_attname, filtered_qs):
        return {
            f"{rang}__c": Count(pk_attname, filter=q_manque(*self._manques(valeur)))
            for rang, (valeur, _dit) in enumerate(self.lookup_choices)
        }

    def get_facet_queryset(self, changelist):
        if self.value() is not None:
            return super().get_facet_queryset(changelist)
        # What the other filters leave is read already: asking for it makes them all anew.
        lues = changelist.queryset
        return lues.aggregate(**self.get_facet_counts(changelist.pk_attname, lues))

    def choices(self, changelist):
        comptee = copy(changelist)
        comptee.add_facets = True
        return super().choices(comptee)
