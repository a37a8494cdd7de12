"""Parties and accounts in the back office."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from partenariat.administration.formulaires import Formulaire
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.taches import LISTES, PERSONNES, SITE, Fiche, placer
from partenariat.administration.version import AvecVersion
from partenariat.donnees.recherche import correspond
from partenariat.models import Equipe, Organisation, Retrait, Suppleance, Synonyme, TexteDuSite, Utilisateur
from partenariat.parties.natures import Cote
from partenariat.parties.roles import ROLES
from partenariat.retraits import administration as _retraits  # noqa: F401  # registers its own
from partenariat.textes import administration as _textes  # noqa: F401  # likewise

# Roles are declared in `parties.roles`: a group edited by hand would be undone by the next migration.
admin.site.unregister(Group)

placer(
    LISTES,
    Fiche(
        Organisation,
        _("Qui porte, qui appuie, qui s'engage : unités de la Ville et organisations."),
        feminin=True,
        compte=True,
    ),
    Fiche(Synonyme, _("Les mots qui se valent pour la recherche : « OBNL », « association ».")),
)
placer(
    PERSONNES,
    Fiche(Utilisateur, _("Qui se connecte, avec quel rôle et pour quelle organisation.")),
    Fiche(
        Suppleance,
        _("Pendant une absence, qui tient le poste d'une unité, et jusqu'à quand."),
        feminin=True,
    ),
)
placer(
    SITE,
    Fiche(
        Equipe,
        _("Qui appeler ou à qui écrire : c'est dit au pied de chaque page, et sur « Nous joindre »."),
        feminin=True,
    ),
    Fiche(TexteDuSite, _("Ce que le site dit de lui-même : accessibilité, vie privée, en clair.")),
    Fiche(
        Retrait,
        _("Ce qui doit quitter le site pour une bonne raison : une personne demande, une autre confirme."),
    ),
)


class ParPartie(admin.SimpleListFilter):
    """By side, in words: it is made from the nature, and Django knows no choice of it."""

    title = _("partie")
    parameter_name = "partie"

    def lookups(self, request, model_admin):
        return Cote.choices

    def queryset(self, request, queryset):
        return queryset.filter(partie=self.value()) if self.value() in Cote.values else queryset


@admin.register(Organisation)
class AdministrationDesOrganisations(ModeleAdministre):
    change_form_template = "admin/avec_retraits.html"
    list_display = ("nom", "sigle", "nature", "partie_lue", "depuis", "jusqu_a")
    list_filter = (ParPartie, "nature")
    search_fields = ("nom",)
    search_help_text = _("Nom ou sigle, avec ou sans accents.")
    prepopulated_fields = {"slug": ("nom",)}
    # A key: whoever wrote the address is said beside each change.
    champs_sans_historique = ("courriel_par",)
    ordering = ("cle_tri", "id")
    fieldsets = (
        (None, {"fields": ("nom", ("sigle", "slug"), "nature", "activite", "code_officiel")}),
        (_("Vie de l'organisation"), {"fields": (("depuis", "jusqu_a"), "successeur")}),
        (_("Contact public"), {"fields": ("site", "courriel_public")}),
        (_("En anglais"), {"fields": ("nom_en",), "classes": ("collapse",)}),
    )

    def get_search_results(self, request, queryset, search_term):
        if mots := search_term.strip():
            queryset = queryset.filter(correspond("recherche", mots))
        return queryset, False

    @admin.display(description=_("partie"), ordering="partie")
    def partie_lue(self, organisation: Organisation) -> str:
        return organisation.get_partie_display()

    def view_on_site(self, organisation: Organisation) -> str:
        return organisation.get_absolute_url()


@admin.register(Synonyme)
class AdministrationDesSynonymes(ModeleAdministre):
    list_display = ("__str__",)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "expressions":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 6})
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class FormulaireCompte(Formulaire, UserChangeForm):
    """Django's own, that the database may also refuse."""


class FormulaireNouveauCompte(Formulaire, AdminUserCreationForm):
    """Likewise, with its password."""


class FormulaireMotDePasseDuCompte(AdminPasswordChangeForm):
    """Django's own, whose warning is a phrase: its list would be within a paragraph."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # said in the reader's language
        '{} <strong id="id_unusable_warning">{}</strong>',
        AdminUserCreationForm.usable_password_help_text,
        _("Désactivé, le mot de passe actuel de ce compte est perdu."),
    )


@admin.register(Suppleance)
class AdministrationDesDelegations(AvecVersion, ModeleAdministre):
    """Whose desk a colleague keeps, for whoever did not say so before leaving."""

    list_display = ("absent", "suppleant", "unite", "du", "au", "finie_le", "finie_par")
    list_select_related = ("absent", "suppleant", "unite", "finie_par")
    search_fields = (
        "absent__last_name",
        "absent__first_name",
        "suppleant__last_name",
        "suppleant__first_name",
    )
    champs_sans_historique = ("version",)
    fields = (("absent", "suppleant"), ("du", "au"), "motif")

    def get_fields(self, request, obj=None):
        return (*self.fields, "unite", ("finie_le", "finie_par")) if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        """It stays theirs, whatever became of their accounts; begun, it keeps its first day."""
        if obj is None:
            return ()
        fixes = ("absent", "suppleant", "unite", "finie_le", "finie_par")
        return (*fixes, "du") if obj.commencee else fixes

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.finie_le)

    def has_delete_permission(self, request, obj=None):
        """What somebody may have written under, or declined, stays told."""
        return super().has_delete_permission(request, obj) and not (obj and (obj.commencee or obj.finie_le))

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs["queryset"] = Utilisateur.objects.filter(
            is_active=True, groups__name__in=_ROLES_DE_L_EQUIPE
        ).distinct()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Utilisateur)
class AdministrationDesComptes(ModeleAdministre, UserAdmin):
    """Accounts and roles: superusers only. An account is closed, never deleted: history names it."""

    form = FormulaireCompte
    add_form = FormulaireNouveauCompte
    change_password_form = FormulaireMotDePasseDuCompte
    list_display = ("username", "last_name", "first_name", "organisation", "roles_lus", "is_active")
    list_filter = ("groups", "is_active", "is_superuser")
    list_select_related = ("organisation",)
    search_fields = ("username", "first_name", "last_name", "email")
    filter_horizontal = ()
    champs_sans_historique = ("date_joined",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Qui"), {"fields": (("first_name", "last_name"), "email", ("organisation", "fonction"))}),
        (
            _("Ce que ce compte peut faire"),
            {
                "fields": ("groups", "is_active", "is_superuser"),
                "description": _("Les rôles coordination et redaction donnent accès à l'administration."),
            },
        ),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    readonly_fields = ("last_login", "date_joined")

    def _superutilisateur(self, request, obj=None) -> bool:
        return request.user.is_active and request.user.is_superuser

    has_module_permission = has_view_permission = has_add_permission = has_change_permission = (
        _superutilisateur
    )

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        champ = super().formfield_for_manytomany(db_field, request, **kwargs)
        if champ and db_field.name == "groups":
            champ.label = _("rôles")
            champ.help_text = " ".join(f"{role.nom} : {role.description}" for role in ROLES)
        return champ

    def save_related(self, request, form, formsets, change):
        """Whether one enters the back office follows from the roles, and is never forgotten."""
        super().save_related(request, form, formsets, change)
        compte = form.instance
        compte.is_staff = compte.is_superuser or compte.groups.filter(name__in=_ROLES_DE_L_EQUIPE).exists()
        compte.save(update_fields=["is_staff"])

    @admin.display(description=_("rôles"))
    def roles_lus(self, compte: Utilisateur) -> str:
        noms = [groupe.name for groupe in compte.groups.all()]
        return ", ".join(noms) or ("superutilisateur" if compte.is_superuser else "–")


_ROLES_DE_L_EQUIPE = [role.nom for role in ROLES if role.equipe]
