from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionsConfig(AppConfig):
    name = "actions"
    verbose_name = _("Plan d'action")

    def ready(self):
        from django import forms

        from actions import (
            absences,
            accords,
            aide,
            attentes,
            demonstration,
            faits,
            plan_du_site,
            recherche,
            roles,
        )
        from actions.models import sommes
        from partenariat.histoire import integrite
        from partenariat.une_fois import saisie

        integrite.inscrire("Sommes des jalons", sommes.SOMMES.fausses)
        absences.poser()
        accords.inscrire()
        attentes.inscrire()
        demonstration.inscrire()
        faits.inscrire()
        aide.inscrire_l_aide()
        recherche.inscrire()
        plan_du_site.poser()
        roles.inscrire()
        from actions.formulaires.minute import FormulaireJalonPresse

        typee = forms.CharField()
        saisie.inscrire(
            motif_report=forms.CharField(label=_("Motif du report")),
            note_etape=typee,
            mesure_source=typee,
            mesure_valeur=typee,
            codes_remplacee_par=typee,
            piece=forms.Field(label=_("Fichier")),
            situation=FormulaireJalonPresse.base_fields["situation"],
        )
