"""The parts of an action, on its page."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from actions.admin.double import LigneReprise
from actions.formulaires.document import PIECE, FichierDepose, FormulaireDocument
from actions.formulaires.lignes import FormulaireIndicateur, FormulaireJalon, FormulaireNouvelleEnLigne
from actions.models import Action, Document, Indicateur, Jalon, Mesure, Nouvelle, Participation
from partenariat.administration.champs import proposer
from partenariat.administration.depot import NOMMES_SUS
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.modele import LigneAdministree
from partenariat.models import Organisation
from partenariat.presentation.formats import date_longue, mesure


class LignesJalons(LigneReprise):
    model = Jalon
    form = FormulaireJalon
    verbose_name_plural = _("Jalons")
    fields = (("titre", "poids"), ("echeance", "motif_report"), ("atteint_le", "annule"))

    def has_delete_permission(self, request, obj=None):
        """Of an action that was public, a milestone is cancelled (`jalon_garde`)."""
        return super().has_delete_permission(request, obj) and not (obj and obj.publiee_le)


class LignesNouvelles(LigneAdministree):
    model = Nouvelle
    form = FormulaireNouvelleEnLigne
    extra = 1
    verbose_name_plural = _("Nouvelles : ce qui est fait")
    fields = (("date", "visibilite"), "texte")


class LignesIndicateurs(LigneAdministree):
    model = Indicateur
    form = FormulaireIndicateur
    show_change_link = True
    verbose_name_plural = _("Indicateurs et mesures")
    readonly_fields = ("derniere",)
    fields = (
        ("mesure_valeur", "mesure_date", "mesure_source"),
        "derniere",
        ("nom", "unite", "sens"),
        ("cible_valeur", "cible_annee"),
    )

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("mesures", Mesure.objects.order_by("date", "id")))
        )

    @admin.display(description=_("Dernière mesure"))
    def derniere(self, indicateur: Indicateur) -> str:
        derniere = indicateur.derniere_mesure if indicateur.pk else None
        if derniere is None:
            return "–"
        return f"{mesure(derniere.valeur, indicateur.unite)} · {date_longue(derniere.date)}"


class LignesParticipations(LigneReprise):
    model = Participation
    form = FormulaireTemoin
    fields = (("organisation", "role"),)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        champ = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation":
            proposer(champ, list(Organisation.objects.all()))
        return champ


class LignesDocuments(LigneAdministree):
    model = Document
    form = FormulaireDocument
    extra = 1
    fields = (("titre", "date", "visibilite"), PIECE, NOMMES_SUS, "adresse")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        # Django makes this class anew for each request.
        formset.form.refuses = getattr(request, "depots_refuses", {})  # type: ignore[attr-defined]
        return formset

    def get_fieldsets(self, request, obj=None):
        """Where rows are read, nothing is confirmed."""
        if self.admin_site.get_model_admin(Action).has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": [champ for champ in self.fields if champ != NOMMES_SUS]})]

    @admin.display(description=_("Fichier"))
    def piece(self, document: Document) -> str:
        return FichierDepose(document).render(PIECE, None) if document.fichier else "–"


LIGNES = (LignesNouvelles, LignesJalons, LignesIndicateurs, LignesParticipations, LignesDocuments)
