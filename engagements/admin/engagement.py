"""Commitments in the back office: drafting, proposing, following the signatures, superseding."""

from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engagements.chronologie import avec_parties, chronologie, entourer, signatures
from engagements.differences import comparaison
from engagements.filters import RECHERCHE
from engagements.formulaires_admin import FormulaireEngagement, proposer_les_choix
from engagements.lectures import q_attention
from engagements.models import (
    Declaration,
    Engagement,
    Passage,
    Preuve,
    Refus,
    Reponse,
    Signature,
    Verification,
)
from engagements.models.cycle import CYCLE
from engagements.models.engagement import EngagementQuerySet
from engagements.models.etats import EN_VIGUEUR, VISIBLES_DU_PUBLIC, Attention, LecturePreuve, Publication
from engagements.models.liens import EngagementAction, EngagementContrepartie
from engagements.models.sommes import SOMMES
from engagements.models.texte import DU_TEXTE
from partenariat.administration.etapes import AvecEtapes, en_lot
from partenariat.administration.historique import Morceau
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.histoire.temps import jour
from partenariat.presentation.etats import pastille

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

FIGES = tuple(nom for nom in DU_TEXTE if nom != "remplace")


class Signes(TypedDict):
    """What the list adds to a commitment."""

    nb_signatures: int


class ParAttention(admin.SimpleListFilter):
    title = gettext_lazy("à surveiller")
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return Attention.choices

    def queryset(self, request, queryset):
        nom = self.value()
        return queryset.filter(q_attention(nom, jour())) if nom in Attention.values else queryset


class ParPreuve(admin.SimpleListFilter):
    title = gettext_lazy("preuve")
    parameter_name = "preuve"

    def lookups(self, request, model_admin):
        return LecturePreuve.choices

    def queryset(self, request, queryset):
        lecture = self.value()
        return queryset.filter(preuve=lecture) if lecture in LecturePreuve.values else queryset


@admin.register(Engagement)
class AdministrationDesEngagements(AvecEtapes, AvecVersion, ModeleAdministre):
    form = FormulaireEngagement
    change_form_template = "admin/engagements/engagement/change_form.html"
    champs_a_dire = ("publication", "etat")
    champs_sans_historique = ("version", "texte_fige", "propose_le", "publie_le", *SOMMES.champs)
    morceaux_de_l_historique = (
        Morceau(EngagementAction, "engagement", autre="action"),
        Morceau(EngagementContrepartie, "from_engagement", autre="to_engagement"),
        Morceau(Signature, "engagement"),
        Morceau(Refus, "engagement", detail="motif"),
        Morceau(Declaration, "engagement"),
        Morceau(Verification, "declaration__engagement"),
        Morceau(Reponse, "verification__declaration__engagement"),
        Morceau(Preuve, "engagement"),
        Morceau(Passage, "engagement", detail="motif"),
    )
    fieldsets = (
        (
            gettext_lazy("Qui promet quoi"),
            {"fields": (("plan", "code"), ("partie", "envers"), "titre", "texte")},
        ),
        (
            gettext_lazy("Portée"),
            {"fields": (("nature", "echeance", "montant"), ("conditionnel", "condition"))},
        ),
        (
            gettext_lazy("Liens"),
            {"fields": ("actions", "codes_actions", "contreparties", "codes_contreparties")},
        ),
        (gettext_lazy("De plus"), {"fields": (("titre_en", "provenance"),), "classes": ("collapse",)}),
        (gettext_lazy("Étape suivante"), {"fields": ("ou_en_est", "note_etape", "sans_decision_etape")}),
    )
    readonly_fields = ("ou_en_est",)
    list_display = (
        "code_naturel",
        "titre",
        "partie",
        "envers",
        "etat_lu",
        "signatures_lues",
        "preuve_lue",
        "echeance",
        "publication_lue",
    )
    list_display_links = ("code_naturel", "titre")
    list_filter = (
        "publication",
        "etat",
        "nature",
        ParAttention,
        ParPreuve,
        ("plan", admin.RelatedOnlyFieldListFilter),
        ("partie", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("plan", "partie", "envers")
    search_fields = ("code",)
    search_help_text = gettext_lazy("Code, titre, texte ou organisation, avec ou sans accents.")
    ordering = ("plan", "cle_code", "id")
    actions = en_lot(CYCLE)

    # --- Who sees and does what ---------------------------------------------------------------------------
    def get_queryset(self, request):
        comptes = Signature.objects.filter(engagement=OuterRef("pk")).order_by().values("engagement")
        nombre = Subquery(comptes.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        tous = cast(EngagementQuerySet, super().get_queryset(request))
        visibles = tous.modifiables_par(request.user).avec_lectures()
        return visibles.annotate(nb_signatures=Coalesce(nombre, 0)).select_related(
            "plan", "partie", "envers", "remplace"
        )

    def has_delete_permission(self, request, obj=None):
        """A draft that nobody ever saw; what was proposed is withdrawn, and stays."""
        jamais_propose = obj is None or not (obj.fige or obj.note_retour)
        return jamais_propose and super().has_delete_permission(request, obj)

    def view_on_site(self, engagement: Engagement) -> str | None:
        return engagement.get_absolute_url() if engagement.publication in VISIBLES_DU_PUBLIC else None

    # --- The form -----------------------------------------------------------------------------------------
    def get_readonly_fields(self, request, obj=None):
        """The plan is chosen once; the text is frozen while it is proposed, the code for ever since."""
        if obj is None:
            return self.readonly_fields
        if obj.fige:
            return (*self.readonly_fields, *FIGES)
        return (*self.readonly_fields, "plan", *(("code",) if obj.code_fige else ()))

    def get_fieldsets(self, request, obj=None):
        """A new commitment has no state, and no step that asks for a reason."""
        avec_note = obj and any(pas.note for pas in CYCLE.offerts(obj, request.user))
        absents = self.sans_rien_a_lire(request, obj) if obj else {"ou_en_est"}
        if not avec_note:
            absents.add("note_etape")
        if not (obj and obj.etat in EN_VIGUEUR and obj.peut_retirer(request.user)):
            absents.add("sans_decision_etape")
        ensembles = []
        for nom, options in self.fieldsets:
            champs = [champ for champ in options["fields"] if champ not in absents]
            if champs:
                ensembles.append((nom, {**options, "fields": champs}))
        return ensembles

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        proposer_les_choix(formulaire.base_fields, obj)
        return formulaire

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        complet = entourer(avec_parties(Engagement.objects.all()).get(pk=obj.pk)) if obj else None
        if complet:
            context |= {
                "engagement": complet,
                "signatures": signatures(complet),
                "chronologie": chronologie(complet),
                "refus": complet.refus.select_related("organisation"),
                "differences": comparaison(complet.remplace, complet) if complet.remplace else [],
            }
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    # --- Saving -------------------------------------------------------------------------------------------
    def save_model(self, request, obj, form, change):
        if not change:
            obj.auteur = request.user
        super().save_model(request, obj, form, change)

    # --- The list -----------------------------------------------------------------------------------------
    def get_search_results(self, request, queryset, search_term):
        if mots := search_term.strip():
            queryset = queryset.filter(RECHERCHE.condition(mots))
        return queryset, False

    @admin.display(description=gettext_lazy("code"), ordering="cle_code")
    def code_naturel(self, engagement: Engagement) -> str:
        return engagement.code

    @admin.display(description=gettext_lazy("état"), ordering="etat")
    def etat_lu(self, engagement: Engagement) -> SafeString:
        return pastille(engagement.etat, engagement.get_etat_display())

    @admin.display(description=gettext_lazy("signatures"), ordering="nb_signatures")
    def signatures_lues(self, engagement: "WithAnnotations[Engagement, Signes]") -> str:
        return _("%(n)d sur 2") % {"n": engagement.nb_signatures}

    @admin.display(description=gettext_lazy("preuve"), ordering="preuve")
    def preuve_lue(self, engagement: Engagement) -> SafeString:
        return pastille(engagement.preuve, str(LecturePreuve(engagement.preuve).label))

    @admin.display(description=gettext_lazy("publication"), ordering="publication")
    def publication_lue(self, engagement: Engagement) -> str:
        return engagement.get_publication_display()

    @admin.display(description=gettext_lazy("où en est l'engagement"))
    def ou_en_est(self, engagement: Engagement) -> SafeString:
        etats = format_html("{} · {}", engagement.get_publication_display(), self.etat_lu(engagement))
        if engagement.publication == Publication.BROUILLON and engagement.note_retour:
            return format_html("{} · {}", etats, engagement.note_retour)
        return etats
