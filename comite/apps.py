from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComiteConfig(AppConfig):
    name = "comite"
    verbose_name = _("Comité de mise en œuvre")

    def ready(self):
        from comite import faits, fichier, greffes, roles
        from comite.models.dossier import Dossier
        from comite.models.presents import SOMMES
        from comite.sorties import citations
        from partenariat.histoire import integrite
        from partenariat.une_fois import saisie

        faits.inscrire()
        fichier.inscrire()
        citations.inscrire()
        integrite.inscrire("Présences comptées", SOMMES.fausses)
        integrite.inscrire("Dossiers figés", lambda: map(str, Dossier.objects.alteres()))
        greffes.poser()
        roles.inscrire()
        saisie.inscrire("motif_deplacement")
