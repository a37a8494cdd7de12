"""Opens the rounds whose day has come and reminds, by e-mail, whoever has not answered.

Run it once a day. The responsible bodies of late follow-ups are reminded on Mondays, or at the first run that
comes after. Two runs at once, or twice the same day: each letter once (`comite.rondes.rappels`). It also
forgets the keys of old forms.
"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from comite.models import Rappel, Ronde
from comite.rondes.rappels import Lettre, compte, lettres, seul
from partenariat.models import Envoi, Essai
from partenariat.presentation.formats import date_longue, heure
from partenariat.sauvegarde.courriels import RETENUS, retenus


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
        with translation.override("fr-ca"):
            if options["simuler"]:
                self._simuler(jour)
                return
            with seul() as libre:
                if not libre:
                    self.stdout.write("Un autre passage envoie les rappels en ce moment : rien à faire ici.")
                    return
                self._passer(jour)

    def _simuler(self, jour: date) -> None:
        for ronde in self._a_ouvrir(jour):
            self.stdout.write(f"{ronde} : serait ouverte.")
        for lettre in lettres(jour, a_envoyer=False):
            if not lettre.partie and (adresses := self._adresses(lettre)):
                self._dire(lettre, f"rappel serait envoyé à {len(adresses)} adresse(s).")

    def _passer(self, jour: date) -> None:
        Envoi.objects.perimes().delete()
        Essai.objects.perimes().oublier()
        for ronde in self._a_ouvrir(jour):
            self.stdout.write(f"{ronde} : ouverte, {compte(ronde.ouvrir(jour), 'demande')}.")
        for coupe in Rappel.objects.interrompre():
            quand = f"{date_longue(coupe.commence_le)} à {heure(coupe.commence_le)}"
            self.stderr.write(
                f"{coupe} : l'envoi commencé le {quand} a été coupé; la lettre est peut-être partie. "
                "Encore due, elle repart sous le même Message-ID."
            )
        if retenus():
            raise CommandError(RETENUS)
        pannes = sum(self._envoyer(lettre) for lettre in lettres(jour))
        if pannes:
            raise CommandError(f"Courriels non envoyés : {pannes}. Ils partiront au prochain passage.")

    def _a_ouvrir(self, jour: date):
        return Ronde.objects.filter(ouverte_le=None, ouvre_le__lte=jour, ferme_le__gte=jour)

    def _adresses(self, lettre: Lettre) -> list[str]:
        adresses = lettre.adresses()
        if not adresses:
            self._dire(lettre, "mais aucune adresse où écrire.")
        return adresses

    def _envoyer(self, lettre: Lettre) -> bool:
        """Whether the server refused it: it does not keep back the others."""
        if not lettre.partie and (adresses := self._adresses(lettre)):
            try:
                if lettre.envoyer(adresses):
                    self._dire(lettre, f"rappel envoyé à {len(adresses)} adresse(s).")
            except OSError as panne:
                self.stderr.write(f"{lettre.organisation} : {lettre.sujet}, non envoyé ({panne}).")
                return True
        return False

    def _dire(self, lettre: Lettre, suite: str) -> None:
        self.stdout.write(f"{lettre.organisation} : {lettre.sujet}, {suite}")
