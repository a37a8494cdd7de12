from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComiteConfig(AppConfig):
    name = "comite"
    verbose_name = _("Comité de mise en œuvre")

    def ready(self):
        from django import forms

        from comite import aide, attentes, faits, fichier, greffes, recherche, roles
        from comite.models.dossier import Dossier
        from comite.models.presents import SOMMES
        from comite.rondes.views_espace import FormulaireReponseDeRonde
        from comite.seance.formulaires import FormulaireMotif, FormulaireNote, FormulairePoint
        from comite.seance.formulaires_decision import FormulaireDecision
        from comite.sorties import citations
        from comite.suites.views import FormulaireReponseDeSuite
        from partenariat.histoire import integrite
        from partenariat.une_fois import saisie

        attentes.inscrire()
        faits.inscrire()
        aide.inscrire_l_aide()
        recherche.inscrire()
        fichier.inscrire()
        citations.inscrire()
        integrite.inscrire("Présences comptées", SOMMES.fausses)
        integrite.inscrire("Dossiers figés", lambda: map(str, Dossier.objects.alteres()))
        greffes.poser()
        roles.inscrire()
        saisie.inscrire(
            FormulaireReponseDeRonde,
            FormulaireReponseDeSuite,
            FormulairePoint,
            FormulaireMotif,
            FormulaireNote,
            FormulaireDecision,
            motif_deplacement=forms.CharField(label=_("Motif du déplacement (public)")),
            present=forms.Field(label=_("Présences")),
        )
