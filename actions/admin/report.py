"""Moved dates: to read, never to write."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Report
from partenariat.administration.modele import ModeleAdministre


@admin.register(Report)
class AdministrationDesReports(ModeleAdministre):
    list_display = ("le", "action", "objet", "ancienne_date", "nouvelle_date", "motif", "par")
    list_select_related = ("action", "jalon", "par")
    search_fields = ("action__code", "action__titre", "motif")
    date_hierarchy = "le"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(action__in=Action.objects.modifiables_par(request.user))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("date déplacée"))
    def objet(self, report: Report) -> str:
        return report.quoi
