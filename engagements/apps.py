from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    name = "engagements"
    verbose_name = _("Engagements")

    def ready(self):
        from django import forms

        from actions.fichier.sections import enregistrer
        from engagements import aide, attentes, faits, formulaires, greffes, recherche, roles
        from engagements.fichier import charger, exporter, valider
        from engagements.models.signature import hors_texte
        from engagements.models.sommes import SOMMES
        from partenariat.histoire import integrite
        from partenariat.une_fois import saisie

        enregistrer("engagements", valider=valider, charger=charger, exporter=exporter)
        integrite.inscrire("Sommes des engagements", SOMMES.fausses)
        integrite.inscrire("Textes signés ou refusés", hors_texte)
        attentes.inscrire()
        greffes.poser()
        faits.inscrire()
        aide.inscrire_l_aide()
        recherche.inscrire()
        roles.inscrire()
        saisie.inscrire(
            formulaires.FormulaireSignature,
            formulaires.FormulaireRefus,
            formulaires.FormulairePreuve,
            formulaires.FormulaireDeclaration,
            formulaires.FormulaireVerification,
            formulaires.FormulaireReponse,
            codes_actions=forms.CharField(),
            codes_contreparties=forms.CharField(),
            note_etape=forms.CharField(),
            sans_decision_etape=forms.CharField(),
        )
