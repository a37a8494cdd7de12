"""The plan and its grouping: kept by the coordination; what is used is never deleted."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.formulaires.action import plan_propose
from actions.models import Axe, Domaine, Objectif, Plan, Repere, Source, Volet
from partenariat.administration.etapes import ETAPES, Bouton
from partenariat.administration.modele import LigneAdministree, ModeleAdministre
from partenariat.une_fois.envois import rien_d_ecrit

ACTIVER = Bouton("_activer", gettext_lazy("Enregistrer et en faire le plan actif"))


class DuPlan(ModeleAdministre):
    """What belongs to a plan: a new one begins with the plan that the site is about."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        champ = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if champ and db_field.name == "plan":
            champ.initial = plan_propose(Plan.objects.all())
        return champ


class ElementDuPlan(DuPlan):
    """A part of the plan that actions refer to."""

    list_filter: ClassVar[tuple[Any, ...]] = (("plan", admin.RelatedOnlyFieldListFilter),)
    list_select_related: ClassVar[tuple[str, ...]] = ("plan",)

    def get_readonly_fields(self, request, obj=None):
        return ("plan",) if obj else ()

    def usages(self, objet) -> int:
        """How many things refer to it."""
        return objet.actions.count()

    def delete_view(self, request, object_id, extra_context=None):
        objet = self.get_object(request, object_id)
        if self.has_delete_permission(request, objet) and (n := self.usages(objet)):
            texte = ngettext(
                "« %(nom)s » sert à %(n)d fiche : retirez-l'en d'abord.",
                "« %(nom)s » sert à %(n)d fiches : retirez-l'en d'abord.",
                n,
            )
            self.message_user(request, texte % {"nom": objet, "n": n}, messages.ERROR)
            rien_d_ecrit(request)
            return redirect(reverse(f"admin:actions_{self.opts.model_name}_change", args=[objet.pk]))
        return super().delete_view(request, object_id, extra_context)


@admin.register(Plan)
class AdministrationDesPlans(ElementDuPlan):
    list_display = ("titre", "actif", "debut", "fin")
    list_filter = ()
    list_select_related = ()
    search_fields = ("titre",)
    prepopulated_fields = {"slug": ("titre",)}
    readonly_fields = ("actif",)
    fieldsets = (
        (None, {"fields": ("titre", "slug", ("debut", "fin"), "actif", "presentation", "avis")}),
        (
            gettext_lazy("En anglais"),
            {"fields": ("titre_en", "presentation_en", "avis_en"), "classes": ("collapse",)},
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        """What left the site bears the short address of a plan that the public knows."""
        return ("slug", "actif") if obj and obj.connu else ("actif",)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.connu else self.prepopulated_fields

    def usages(self, plan: Plan) -> int:
        return plan.actions.count() + plan.axes.count()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        ecrit = add or self.has_change_permission(request, obj)
        context["etapes"] = [ACTIVER] if ecrit and not (obj and obj.actif) else []
        context["nom_des_etapes"] = ETAPES
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if ACTIVER.champ in request.POST:
            activer(obj)
            self.message_user(
                request,
                _("« %(plan)s » est maintenant le plan actif, l'accueil du site.") % {"plan": obj},
                messages.SUCCESS,
            )

    def view_on_site(self, plan: Plan) -> str | None:
        return plan.get_absolute_url() if Plan.objects.publics().filter(pk=plan.pk).exists() else None


@transaction.atomic
def activer(plan: Plan) -> None:
    """Makes `plan` the site's home. One at a time: the database holds it too."""
    Plan.objects.filter(actif=True).exclude(pk=plan.pk).update(actif=False)
    Plan.objects.filter(pk=plan.pk).update(actif=True)
    plan.actif = True


class LignesVolets(LigneAdministree):
    model = Volet
    fields = (("code", "rang"), "titre", "titre_en")


@admin.register(Axe)
class AdministrationDesAxes(ElementDuPlan):
    inlines = (LignesVolets,)
    list_display = ("numero", "titre", "titre_court", "plan")
    list_display_links = ("numero", "titre")
    search_fields = ("titre",)
    fieldsets = (
        (None, {"fields": ("plan", ("numero", "code"), "titre", "titre_court", "presentation")}),
        (
            gettext_lazy("En anglais"),
            {"fields": ("titre_en", "titre_court_en", "presentation_en"), "classes": ("collapse",)},
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("numero",) if obj and obj.connu else ()))

    def has_delete_permission(self, request, obj=None):
        return (obj is None or not obj.connu) and super().has_delete_permission(request, obj)


@admin.register(Objectif)
class AdministrationDesObjectifs(ElementDuPlan):
    list_display = ("code", "titre", "rang", "plan")
    list_display_links = ("code", "titre")
    search_fields = ("titre", "code")
    fields = ("plan", ("code", "rang"), "titre", "titre_en", "source")


@admin.register(Domaine)
class AdministrationDesDomaines(ElementDuPlan):
    list_display = ("titre", "plan")
    search_fields = ("titre",)
    prepopulated_fields = {"slug": ("titre",)}
    fields = ("plan", "titre", "titre_en", "slug")


@admin.register(Source)
class AdministrationDesSources(ElementDuPlan):
    list_display = ("code", "titre", "adresse", "plan")
    list_display_links = ("code", "titre")
    search_fields = ("titre", "code", "contenu")
    fields = ("plan", "code", "titre", "adresse", "contenu")

    def usages(self, source: Source) -> int:
        return source.actions.count() + source.reperes.count()


@admin.register(Repere)
class AdministrationDesReperes(ElementDuPlan):
    list_display = ("fait", "valeur", "source", "rang", "plan")
    list_select_related = ("plan", "source")
    search_fields = ("fait", "valeur")
    fields = ("plan", "rang", "fait", "valeur", "source")

    def usages(self, repere: Repere) -> int:
        return 0
