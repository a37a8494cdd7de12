"""Mandates, meetings and follow-ups. A meeting is prepared and held in its own pages."""

from django.contrib import admin
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from actions.admin.plan import DuPlan
from comite.models import Deplacement, Membre, ReponseDeSuite, Seance, Suite
from comite.models.etats import EtatProcesVerbal, EtatSeance
from comite.models.presents import SOMMES
from comite.seance.formulaires import FormulaireSeance
from partenariat.administration.formulaires import FormulaireTemoin
from partenariat.administration.historique import Morceau
from partenariat.administration.modele import ModeleAdministre
from partenariat.administration.version import AvecVersion
from partenariat.presentation.etats import pastille
from partenariat.presentation.formats import date_longue

QUORUM_FIXE = gettext_lazy(
    "Des présences ou une décision sont inscrites, ou la séance est tenue : le quorum requis ne change plus "
    "ici. S'il est inexact, la personne qui exploite le site le corrige en chargeant le fichier du plan."
)


REPONSES_LUES = 20
"""Answers that the form of a follow-up tells: its body gives few, and all are in its history."""


@admin.register(Membre)
class AdministrationDesMembres(DuPlan):
    fields = (
        "plan",
        ("nom", "fonction"),
        "qualite",
        "organisation",
        ("mandat_debut", "mandat_fin"),
        "presidence",
        "utilisateur",
    )
    list_display = ("fonction", "nom", "qualite", "organisation", "mandat_debut", "mandat_fin", "presidence")
    list_filter = ("qualite", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("organisation", "plan")
    search_fields = ("nom", "fonction", "organisation__nom")

    def get_readonly_fields(self, request, obj=None):
        return ("plan",) if obj else ()


@admin.register(Seance)
class AdministrationDesSeances(AvecVersion, DuPlan):
    """Dates and quorum are entered here; agenda, attendance, decisions and minutes in the meeting's pages."""

    fields = (
        "plan",
        "numero",
        ("date", "heure"),
        "motif_deplacement",
        ("mode", "lieu"),
        ("quorum_requis", "arret_des_donnees"),
        "pages",
    )
    form = FormulaireSeance
    readonly_fields = ("pages",)
    list_display = ("numero", "date", "heure", "etat_lu", "proces_verbal_lu")
    list_filter = ("etat", "etat_pv", ("plan", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("plan",)
    search_fields = ("numero",)
    ordering = ("-date", "-id")
    champs_sans_historique = ("version", *SOMMES.champs)
    morceaux_de_l_historique = (Morceau(Deplacement, "seance", detail="motif"),)

    def has_delete_permission(self, request, obj=None):
        """Meetings are cancelled, with their reason."""
        return False

    def has_change_permission(self, request, obj=None):
        figee = obj and (obj.approuvee or obj.etat == EtatSeance.ANNULEE)
        return super().has_change_permission(request, obj) and not figee

    def get_readonly_fields(self, request, obj=None):
        """A meeting keeps its day once it was held, or something was written there; its number once others
        have its address."""
        if obj is None:
            return self.readonly_fields
        ecrits = (obj.proces_verbaux_approuves, obj.decisions, obj.presences)
        tenue = obj.tenue or any(ecrit.exists() for ecrit in ecrits)
        fixes = {"numero": obj.connue, "date": tenue, "quorum_requis": obj.quorum_fixe}
        return (*self.readonly_fields, "plan", *(champ for champ, fixe in fixes.items() if fixe))

    def get_fields(self, request, obj=None):
        absents = set() if obj else {"pages"}
        if obj is None or obj.convoquee_le is None or not self.has_change_permission(request, obj):
            absents.add("motif_deplacement")
        return [champ for champ in self.fields if champ not in absents]

    def get_fieldsets(self, request, obj=None):
        """With what to do of a quorum that was mistyped, where it no longer changes."""
        ((nom, champs),) = super().get_fieldsets(request, obj)
        if obj and obj.quorum_fixe:
            champs = champs | {"description": QUORUM_FIXE}
        return [(nom, champs)]

    def view_on_site(self, seance: Seance) -> str:
        return seance.get_absolute_url()

    @admin.display(description=gettext_lazy("état"), ordering="etat")
    def etat_lu(self, seance: Seance) -> SafeString:
        return pastille(seance.etat, seance.get_etat_display())

    @admin.display(description=gettext_lazy("procès-verbal"), ordering="etat_pv")
    def proces_verbal_lu(self, seance: Seance) -> SafeString:
        return pastille(seance.etat_pv, seance.get_etat_pv_display())

    @admin.display(description=gettext_lazy("pages de la séance"))
    def pages(self, seance: Seance) -> SafeString:
        return format_html(
            '<a href="{}">{}</a> · <a href="{}">{}</a> · <a href="{}">{}</a>',
            seance.adresse("preparation"),
            _("Préparer"),
            seance.adresse("tenue"),
            _("Tenir"),
            seance.adresse("proces-verbal"),
            _("Procès-verbal"),
        )


@admin.register(Suite)
class AdministrationDesSuites(ModeleAdministre):
    """What was decided is frozen with the minutes; where it stands goes on being said."""

    form = FormulaireTemoin
    fields = (
        "seance",
        "decision",
        "libelle",
        "responsable",
        "echeance",
        "etat",
        "note",
        "close_le",
        "reponses_lues",
    )
    readonly_fields = ("close_le", "reponses_lues")
    list_display = ("libelle", "seance", "responsable", "echeance", "etat_lu")
    list_filter = ("etat", ("responsable", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("seance", "responsable")
    search_fields = ("libelle",)
    morceaux_de_l_historique = (Morceau(ReponseDeSuite, "suite", detail="texte"),)

    def get_fields(self, request, obj=None):
        return self.fields if obj else [champ for champ in self.fields if champ != "reponses_lues"]

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return self.readonly_fields
        figes = ("libelle", "responsable", "echeance") if obj.seance.approuvee else ()
        return (*self.readonly_fields, "seance", "decision", *figes)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or not obj.seance.approuvee) and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "seance":
            kwargs["queryset"] = Seance.objects.exclude(etat_pv=EtatProcesVerbal.APPROUVE)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("réponses reçues"))
    def reponses_lues(self, suite: Suite) -> str:
        """What the bodies said of it: who, when, in their words; the last first."""
        lues = list(suite.reponses.select_related("organisation").order_by("-le", "-pk")[:REPONSES_LUES])
        lignes = [
            (
                pastille(r.etat, r.get_etat_display()),
                r.organisation,
                date_longue(r.le),
                linebreaksbr(r.texte),
            )
            for r in lues
        ]
        texte = format_html_join("", '<div><p>{} {} · {}</p><div lang="fr">{}</div></div>', lignes)
        if len(lues) == REPONSES_LUES and (autres := suite.reponses.count() - REPONSES_LUES):
            dit = ngettext("… et %(n)d autre réponse.", "… et %(n)d autres réponses.", autres)
            texte += format_html("<p>{}</p>", dit % {"n": autres})
        return texte or _("Aucune réponse.")

    @admin.display(description=gettext_lazy("état"), ordering="etat")
    def etat_lu(self, suite: Suite) -> SafeString:
        if suite.en_retard:
            return pastille("en_retard", _("En retard"))
        return pastille(suite.etat, suite.get_etat_display())
