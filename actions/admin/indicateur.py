"""An indicator on its own page: its definition, and all its measures."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from actions.admin.etapes import reprendre_la_soumission
from actions.formulaires.lignes import FormulaireIndicateurSeul
from actions.models import Action, Indicateur, Mesure
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.historique import Morceau
from partenariat.administration.modele import LigneAdministree, ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.presentation.formats import date_longue, mesure


class LignesMesures(LigneAdministree):
    model = Mesure
    form = FormulaireTemoin
    extra = 1
    fields = (("valeur", "date", "source"),)
    ordering = ("-date", "-id")


@admin.register(Indicateur)
class AdministrationDesIndicateurs(AvecVersion, ModeleAdministre):
    form = FormulaireIndicateurSeul
    inlines = (LignesMesures,)
    morceaux_de_l_historique = (Morceau(Mesure, "indicateur"),)
    readonly_fields = ("action",)
    fieldsets = (
        (None, {"fields": ("action", "nom", ("unite", "sens"))}),
        (
            _("Référence et cible"),
            {"fields": (("reference_valeur", "reference_annee"), ("cible_valeur", "cible_annee"))},
        ),
        (_("Méthode"), {"fields": ("methode", "nature", "rupture_le")}),
        (_("En anglais"), {"fields": ("nom_en",), "classes": ("collapse",)}),
    )
    list_display = ("nom", "action", "derniere", "cible_lue")
    list_select_related = ("action",)
    search_fields = ("nom", "action__code", "action__titre")

    def porteur(self, indicateur: Indicateur) -> Action:
        return indicateur.action

    def get_queryset(self, request):
        miennes = Action.objects.modifiables_par(request.user)
        visibles = super().get_queryset(request).filter(action__in=miennes)
        return visibles.select_related("action").prefetch_related("mesures")

    def save_related(self, request, form, formsets, change):
        """An indicator is part of its action: who changes it does not validate that action."""
        super().save_related(request, form, formsets, change)
        action = Action.objects.get(pk=form.instance.action_id)
        if action.version != request.version_avant:
            reprendre_la_soumission(action, request.user)

    def has_add_permission(self, request):
        """An indicator is added on the page of its action."""
        return False

    @admin.display(description=_("dernière mesure"))
    def derniere(self, indicateur: Indicateur) -> str:
        derniere = indicateur.derniere_mesure
        return (
            f"{mesure(derniere.valeur, indicateur.unite)} · {date_longue(derniere.date)}" if derniere else "–"
        )

    @admin.display(description=_("cible"))
    def cible_lue(self, indicateur: Indicateur) -> str:
        if indicateur.cible_valeur is None:
            return "–"
        return f"{mesure(indicateur.cible_valeur, indicateur.unite)} · {indicateur.cible_annee}"
