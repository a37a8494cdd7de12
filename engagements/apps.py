from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EngagementsConfig(AppConfig):
    name = "engagements"
    verbose_name = _("Engagements")

    def ready(self):
        from actions.fichier.sections import enregistrer
        from engagements import greffes, roles
        from engagements.fichier import charger, exporter, valider

        enregistrer("engagements", valider=valider, charger=charger, exporter=exporter)
        greffes.poser()
        roles.inscrire()
