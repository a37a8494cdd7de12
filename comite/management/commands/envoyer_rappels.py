"""Opens the rounds whose day has come and reminds, by e-mail, whoever has not answered.

Run it once a day. The responsible bodies of late follow-ups are reminded on Mondays.
"""

from collections import defaultdict
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from comite.models import Demande, Ronde, Suite
from comite.rondes.rappels import a_rappeler
from partenariat.models import Organisation, Utilisateur
from partenariat.presentation.formats import date_longue

ROLES = ("partenaire", "redaction", "coordination")
LUNDI = 0


def _compte(n: int, nom: str) -> str:
    """« 1 demande », « 3 demandes »."""
    return f"{n} {nom}{'s' if n > 1 else ''}"


class Command(BaseCommand):
    help = "Ouvre les rondes dont le jour est venu et rappelle les demandes sans réponse, par courriel."

    def add_arguments(self, parser):
        parser.add_argument(
            "--date", help="Le jour à considérer, AAAA-MM-JJ (aujourd'hui sans cette option)."
        )
        parser.add_argument(
            "--simuler", action="store_true", help="Dit ce qui serait fait, sans rien envoyer."
        )

    def handle(self, *args, **options):
        try:
            jour = date.fromisoformat(options["date"]) if options["date"] else timezone.localdate()
        except ValueError as erreur:
            raise CommandError(f"« {options['date']} » n'est pas une date AAAA-MM-JJ.") from erreur
        self.pannes = 0
        with translation.override("fr-ca"):
            self._ouvrir(jour, options["simuler"])
            self._rappeler(jour, options["simuler"])
            if jour.weekday() == LUNDI:
                self._suites(jour, options["simuler"])
        if self.pannes:
            raise CommandError(f"Courriels non envoyés : {self.pannes}. Ils partiront au prochain passage.")

    def _ouvrir(self, jour: date, simuler: bool) -> None:
        for ronde in Ronde.objects.filter(ouverte_le=None, ouvre_le__lte=jour, ferme_le__gte=jour):
            if simuler:
                self.stdout.write(f"{ronde} : serait ouverte.")
            else:
                self.stdout.write(f"{ronde} : ouverte, {_compte(ronde.ouvrir(jour), 'demande')}.")

    def _rappeler(self, jour: date, simuler: bool) -> None:
        demandes = (
            Demande.objects.filter(ronde__in=Ronde.objects.ouvertes(jour))
            .avec_reponse()
            .filter(Q(repondue=False))
            .select_related("ronde", "organisation", "action", "engagement")
            .order_by("organisation", "ronde__ferme_le", "id")
        )
        par_organisation = defaultdict(list)
        for demande in demandes:
            if a_rappeler(demande, jour):
                par_organisation[demande.organisation].append(demande)
        for organisation, siennes in par_organisation.items():
            lignes = [
                f"- {d.objet.code} · {d.objet.titre} (au plus tard le {date_longue(d.ronde.ferme_le)})"
                for d in siennes
            ]
            corps = "\n".join(
                [
                    "Bonjour,",
                    "",
                    "Le comité de mise en œuvre du Partenariat prépare sa prochaine séance. "
                    "Il attend une réponse de votre organisation :",
                    "",
                    *lignes,
                    "",
                    f"Répondre : {settings.SITE_URL}{reverse('espace-demandes')}",
                    "",
                    "Le taux de réponse de chaque organisation est public.",
                ]
            )
            sujet = f"{_compte(len(siennes), 'demande')} sans réponse"
            if self._envoyer(organisation, sujet, corps, simuler):
                Demande.objects.filter(pk__in=[d.pk for d in siennes]).update(rappelee_le=jour)

    def _suites(self, jour: date, simuler: bool) -> None:
        par_organisation = defaultdict(list)
        en_retard = Suite.objects.en_retard(jour).select_related("responsable", "seance")
        for suite in en_retard.order_by("responsable", "echeance", "id"):
            par_organisation[suite.responsable].append(suite)
        for organisation, siennes in par_organisation.items():
            lignes = [
                f"- {s.libelle} (échéance du {date_longue(s.echeance)}, séance {s.seance.numero})"
                for s in siennes
            ]
            corps = "\n".join(["Bonjour,", "", "Ces suites du comité sont en retard :", "", *lignes])
            # A follow-up may not be public yet: it is told to accounts only.
            self._envoyer(
                organisation,
                f"{_compte(len(siennes), 'suite')} en retard",
                corps,
                simuler,
                comptes_seulement=True,
            )

    def _envoyer(
        self, organisation: Organisation, sujet: str, corps: str, simuler: bool, *, comptes_seulement=False
    ) -> bool:
        """Whether it was sent. A server that refuses one letter does not keep back the others."""
        adresses = list(
            Utilisateur.objects.filter(organisation=organisation, is_active=True, groups__name__in=ROLES)
            .exclude(email="")
            .order_by("email", "id")
            .values_list("email", flat=True)
            .distinct()
        )
        if not adresses and not comptes_seulement and organisation.courriel_public:
            adresses = [organisation.courriel_public]
        if not adresses:
            self.stdout.write(f"{organisation} : {sujet}, mais aucune adresse où écrire.")
            return False
        if not simuler:
            message = EmailMessage(f"Partenariat : {sujet}", corps, settings.DEFAULT_FROM_EMAIL, bcc=adresses)
            try:
                message.send()
            except (SMTPException, OSError) as panne:
                self.pannes += 1
                self.stderr.write(f"{organisation} : {sujet}, non envoyé ({panne}).")
                return False
        envoi = "serait envoyé" if simuler else "envoyé"
        self.stdout.write(f"{organisation} : {sujet}, rappel {envoi} à {len(adresses)} adresse(s).")
        return not simuler
