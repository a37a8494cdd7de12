from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PartenariatConfig(AppConfig):
    name = "partenariat"
    verbose_name = _("Parties et comptes")

    def ready(self):
        from django import forms

        from partenariat.administration import oui_non
        from partenariat.administration.depot import case_des_nommes
        from partenariat.histoire import continuite, integrite, pose, sceau
        from partenariat.models import Equipe, Retrait, Suppleance, Synonyme, TexteDuSite
        from partenariat.parties import roles
        from partenariat.parties.absences import FormulaireAbsence
        from partenariat.parties.organisations import Organisation
        from partenariat.poste import fonds
        from partenariat.presentation.langues import pluriel, rang
        from partenariat.retraits import attentes, journal, registre_de_fichier
        from partenariat.retraits import sql as retraits
        from partenariat.sauvegarde import depots, restauration
        from partenariat.une_fois import saisie

        oui_non.poser()
        pluriel.poser()
        roles.COORDINATION.permettre(roles.SANS_EFFACER, Organisation, Retrait)
        roles.COORDINATION.permettre(roles.ECRIRE, Equipe, Suppleance, Synonyme, TexteDuSite)
        rang.poser()
        journal.inscrire()
        attentes.inscrire()
        fonds.inscrire()
        connection_created.connect(sceau.poser)
        integrite.inscrire("Histoire", continuite.ruptures)
        integrite.inscrire("Passé de ce qui est retiré", retraits.verifier)
        integrite.inscrire("Fichiers déposés", depots.fautes)
        integrite.inscrire("Fichiers orphelins", depots.orphelins)
        restauration.apres_restauration("Retraits pour cause", registre_de_fichier.apres_restauration)
        saisie.inscrire(
            FormulaireAbsence,
            nommes_sus=case_des_nommes(""),
            chose=forms.Field(label=_("Ce qui est à retirer")),
            DELETE=forms.BooleanField(label=_("Ligne à supprimer")),
        )
        pre_migrate.connect(pose.retirer, sender=self)
        post_migrate.connect(pose.poser, sender=self)
        # After `create_permissions`, which Django connects without a sender: roles need every permission.
        post_migrate.connect(roles.donner_les_droits)
