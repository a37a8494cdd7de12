"""Actions in the back office: the page of an officer in a hurry, and the list."""

from collections.abc import Sequence
from typing import cast

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actions.admin.confirmation import ConfirmeLaPublication
from actions.admin.corrections import AvecCorrections
from actions.admin.double import AvecDouble
from actions.admin.en_liste import EnListe
from actions.admin.etapes import etat_de_publication, reprendre_la_soumission
from actions.admin.exportation import ExporteLaListe
from actions.admin.filtres import ParAxe, ParEcheancier, ParFraicheur, ParManque
from actions.admin.lignes import LIGNES
from actions.admin.relire import AvecRelecture
from actions.avertissements import a_relire
from actions.filters import RECHERCHE
from actions.formulaires.action import FormulaireAction, proposer_les_choix
from actions.formulaires.document import FormulaireDocument
from actions.models import (
    Action,
    ActionQuerySet,
    Correction,
    Document,
    Indicateur,
    Jalon,
    Mesure,
    Nouvelle,
    Participation,
    Report,
)
from actions.models.etats import VISIBLES_DU_PUBLIC, Publication
from actions.models.liens import ActionArrondissement, ActionDomaine, ActionObjectif, ActionSource
from actions.models.publication import CYCLE
from actions.models.sommes import SOMMES
from partenariat.administration.etapes import en_lot
from partenariat.administration.historique import Morceau
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.parties.suppleances import plusieurs_unites
from partenariat.presentation.etats import pastille
from partenariat.presentation.formats import INSECABLE, date_longue, pourcent

LECTURES = ("echeancier_lu", "fraicheur_lue", "avancement_lu", "etat_publication")


@admin.register(Action)
class AdministrationDesActions(
    AvecDouble,
    AvecCorrections,
    AvecRelecture,
    ConfirmeLaPublication,
    EnListe,
    ExporteLaListe,
    AvecVersion,
    ModeleAdministre,
):
    form = FormulaireAction
    change_form_template = "admin/actions/action/change_form.html"
    nom_des_etapes = gettext_lazy("Publication")
    inlines = LIGNES
    champs_a_dire = ("publication",)
    champs_sans_historique = (
        "version",
        "etat_le",
        "change_le",
        "fin_initiale",
        "soumise_le",
        "publiee_le",
        *SOMMES.champs,
    )
    morceaux_de_l_historique = (
        Morceau(Jalon, "action"),
        Morceau(Nouvelle, "action"),
        Morceau(Indicateur, "action"),
        Morceau(Mesure, "indicateur__action"),
        Morceau(Participation, "action"),
        Morceau(Document, "action"),
        Morceau(Report, "action", detail="motif"),
        Morceau(Correction, "action", detail="raison", annule=True),
        Morceau(ActionObjectif, "action", autre="objectif"),
        Morceau(ActionDomaine, "action", autre="domaine"),
        Morceau(ActionArrondissement, "action", autre="organisation"),
        Morceau(ActionSource, "action", autre="source"),
    )
    fieldsets = (
        (
            gettext_lazy("Quoi"),
            {
                "fields": (
                    "plan",
                    "code",
                    "titre",
                    ("axe", "volet"),
                    "description",
                    "texte_officiel",
                    "objectifs",
                    "domaines",
                )
            },
        ),
        (gettext_lazy("Qui"), {"fields": (("responsable", "partie_engagee"),)}),
        (gettext_lazy("Où"), {"fields": ("tout_le_territoire", "arrondissements")}),
        (
            gettext_lazy("Quand"),
            {"fields": (("debut", "fin", "en_continu"), "motif_report", "echeancier_lu")},
        ),
        (
            gettext_lazy("Où en est-on"),
            {
                "fields": (
                    ("statut", "confiance"),
                    "motif",
                    "sans_decision",
                    ("avancement_declare", "avancement_lu"),
                    "fraicheur_lue",
                )
            },
        ),
        (gettext_lazy("Budget"), {"fields": (("budget_prevu", "budget_engage"),)}),
        (
            gettext_lazy("Sources"),
            {"fields": ("provenance", "faits_sources", "sources", "codes_sources")},
        ),
        (gettext_lazy("En anglais"), {"fields": ("titre_en", "description_en")}),
        (
            gettext_lazy("Publication"),
            {"fields": ("etat_publication", "remplacee_par", "codes_remplacee_par")},
        ),
    )
    readonly_fields = LECTURES
    list_display = (
        "code_naturel",
        "titre",
        "responsable",
        "statut_lu",
        "echeancier_lu",
        "avancement_calcule",
        "publication_lue",
        "maj",
        "donner_des_nouvelles",
    )
    list_display_links = ("code_naturel", "titre")
    list_filter = (
        "publication",
        "statut",
        ParEcheancier,
        ParFraicheur,
        ParManque,
        ParAxe,
        ("plan", admin.RelatedOnlyFieldListFilter),
        ("responsable", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("plan", "axe", "responsable")
    search_fields = ("code",)
    search_help_text = gettext_lazy("Code, titre, description ou responsable, avec ou sans accents.")
    ordering = ("plan", "cle_code", "id")
    actions = en_lot(CYCLE)

    # --- Who sees and does what ---------------------------------------------------------------------------
    def get_queryset(self, request):
        visibles = (
            cast(ActionQuerySet, super().get_queryset(request)).modifiables_par(request.user).avec_lectures()
        )
        return visibles.select_related("plan", "axe", "volet", "responsable", "soumise_par")

    def has_add_permission(self, request):
        personne = request.user
        peut = personne.a_role("coordination") or bool(personne.organisation_id)
        return peut and super().has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        """Actions are archived; only a superuser deletes one, that nobody read (`action_gardee`)."""
        return request.user.is_superuser and not (obj and obj.publiee_le)

    def get_deleted_objects(self, objs, request):
        """Moved dates are read-only by themselves; they go with their action."""
        a_supprimer, compte, _manque, proteges = super().get_deleted_objects(objs, request)
        return a_supprimer, compte, set(), proteges

    def view_on_site(self, action: Action) -> str | None:
        return action.get_absolute_url() if action.publication in VISIBLES_DU_PUBLIC else None

    # --- The form -----------------------------------------------------------------------------------------
    def get_readonly_fields(self, request, obj=None):
        """The plan is chosen once; the official text is frozen once published."""
        fige = ("texte_officiel",) if obj and obj.publiee_le and obj.texte_officiel else ()
        return (*LECTURES, *(("plan",) if obj else ()), *fige)

    def get_fieldsets(self, request, obj=None):
        """A new action has no reading and no date to move."""
        absents = self.sans_rien_a_lire(request, obj) if obj else {*LECTURES, "motif_report"}
        if not request.user.a_role("coordination"):
            absents.add("sans_decision")
        return [
            (
                nom,
                {
                    **options,
                    "fields": [champs for ligne in options["fields"] if (champs := _sans(ligne, absents))],
                },
            )
            for nom, options in self.fieldsets
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        formulaire = super().get_form(request, obj, change=change, **kwargs)
        proposer_les_choix(formulaire.base_fields, obj, request.user)
        return formulaire

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.publication == Publication.BROUILLON and obj.note_retour:
            context["note_retour"] = obj.note_retour
        for lignes in context["inline_admin_formsets"]:
            if issubclass(lignes.formset.form, FormulaireDocument):
                for ligne in lignes.formset.forms:
                    ligne.demander_de_rejoindre()
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def sections_ouvertes(self, objet):
        """Of a new action, what it is; then, what one comes to say of it."""
        return ("statut", "nouvelles", "jalons") if objet else ("titre", "responsable", "debut")

    # --- Saving -------------------------------------------------------------------------------------------
    def save_model(self, request, obj, form, change):
        if not change:
            obj.auteur = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        if formset.model is Nouvelle:
            for ligne in formset.extra_forms:
                ligne.instance.auteur = request.user
        super().save_formset(request, form, formset, change)
        if formset.model is Indicateur:
            for ligne in formset.forms:
                if ligne not in formset.deleted_forms and (mesure := ligne.nouvelle_mesure()):
                    mesure.save()

    def avant_l_etape(self, request, form, change):
        action = Action.objects.get(pk=form.instance.pk)
        # Judged by the row and not by the form, which believes what it is told was seen.
        if change and action.version != request.version_avant:
            reprendre_la_soumission(action, request.user)
        self.avertir(request, action)

    def avertir(self, request, action: Action) -> None:
        """Tells what is saved, and reads oddly."""
        for texte in a_relire(action, request.user):
            self.message_user(request, texte, messages.WARNING)

    def has_valider_permission(self, request) -> bool:
        return request.user.has_perm("actions.valider_action")

    # --- The list -----------------------------------------------------------------------------------------
    def get_list_display(self, request):
        """Who answers for one unit knows which; for several, in an absence or since a merger, does not. Who
        validates goes from the list to what they read."""
        if request.user.a_role("coordination"):
            colonne = self.publication_a_relire(request)
            return [colonne if nom == "publication_lue" else nom for nom in self.list_display]
        if plusieurs_unites(request.user):
            return self.list_display
        return [nom for nom in self.list_display if nom != "responsable"]

    def get_search_results(self, request, queryset, search_term):
        if mots := search_term.strip():
            queryset = queryset.filter(RECHERCHE.condition(mots))
        return queryset, False

    @admin.display(description=gettext_lazy("code"), ordering="cle_code")
    def code_naturel(self, action: Action) -> str:
        return action.code

    @admin.display(description=gettext_lazy("statut"), ordering="statut")
    def statut_lu(self, action: Action) -> SafeString:
        return pastille(*action.etat("statut"))

    @admin.display(description=gettext_lazy("échéancier"), ordering="echeancier")
    def echeancier_lu(self, action: Action) -> SafeString | str:
        return pastille(*action.etat("echeancier")) or "–"

    @admin.display(description=gettext_lazy("fraîcheur"), ordering="fraicheur")
    def fraicheur_lue(self, action: Action) -> SafeString:
        texte = _("dernière nouvelle : %(date)s") % {"date": action.derniere_nouvelle}
        return format_html("{} {}", pastille(*action.etat("fraicheur")), texte)

    @admin.display(description=gettext_lazy("avancement"), ordering="avancement")
    def avancement_calcule(self, action: Action) -> str:
        return pourcent(action.lectures["avancement"])

    @admin.display(description=gettext_lazy("avancement"))
    def avancement_lu(self, action: Action) -> str:
        calcule = self.avancement_calcule(action)
        if action.avancement_declare is None:
            return calcule
        return _("%(calcule)s (déclaré : %(declare)s)") % {
            "calcule": calcule,
            "declare": pourcent(action.avancement_declare),
        }

    @admin.display(description=gettext_lazy("publication"), ordering="publication")
    def publication_lue(self, action: Action) -> str:
        return action.get_publication_display()

    @admin.display(description=gettext_lazy("dernière nouvelle"), ordering="maj_le")
    def maj(self, action: Action) -> str:
        # With blanks that break: the list has many columns.
        return date_longue(action.maj_le).replace(INSECABLE, " ") or "–"

    @admin.display(description=gettext_lazy("nouvelle"))
    def donner_des_nouvelles(self, action: Action) -> SafeString:
        return format_html(
            '<a href="{}">{} <span class="visually-hidden">{}</span></a>',
            reverse("nouvelle-en-une-minute", args=[action.pk]),
            _("Donner"),
            action.code,
        )

    @admin.display(description=gettext_lazy("état"))
    def etat_publication(self, action: Action) -> str:
        return etat_de_publication(action)


def _sans(ligne: str | Sequence[str], absents: set[str]) -> str | tuple:
    if isinstance(ligne, str):
        return "" if ligne in absents else ligne
    return tuple(champ for champ in ligne if champ not in absents)
