"""Puts back what an archive holds: everything is checked before anything is touched."""

from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from partenariat.postgres import GrappeErreur
from partenariat.presentation.formats import date_longue, heure
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.courriels import RETENUS
from partenariat.sauvegarde.erreurs import SauvegardeErreur
from partenariat.sauvegarde.restauration import permettre_les_courriels, reprendre, restaurer


class Command(BaseCommand):
    help = (
        "Restaure une archive de « sauvegarder » : base, fichiers déposés, puis ce qui doit être rejoué. "
        "Ouverte par SAUVEGARDE_PHRASE ou SAUVEGARDE_CLE (environnement). Site arrêté."
    )

    def add_arguments(self, parser):
        parser.add_argument("archive", type=Path, nargs="?", help="Le fichier.")
        parser.add_argument("--remplacer", action="store_true", help="Remplace les données de la base.")
        parser.add_argument(
            "--courriels-permis",
            action="store_true",
            help="Cette base est désormais le site : ses courriels partent. Sans archive, lève la retenue.",
        )
        parser.add_argument(
            "--reprendre", action="store_true", help="Achève une restauration dont la suite a échoué."
        )

    def handle(self, *args, **options):
        try:
            self._faire(options)
        except (SauvegardeErreur, GrappeErreur, DatabaseError) as erreur:
            raise CommandError(f"Restauration : {' '.join(str(erreur).split())}") from erreur
        except OSError as erreur:
            raise CommandError(f"Restauration : {erreur.strerror or erreur}.") from erreur

    def _faire(self, options) -> None:
        chemin, permis = options["archive"], options["courriels_permis"]
        if chemin is None:
            if not (permis or options["reprendre"]):
                raise SauvegardeErreur("donnez l'archive à restaurer.")
            if options["reprendre"]:
                self._dire(reprendre())
                self.stdout.write("Restauration achevée.")
            if permis:
                leves = permettre_les_courriels()
                self.stdout.write("Les courriels partent." if leves else "Aucun courriel n'était retenu.")
            return
        retour = restaurer(
            chemin,
            Secrets.de_l_environnement(),
            remplacer=options["remplacer"],
            courriels_permis=permis,
        )
        # By the clock of Montréal, wherever it was made.
        faite_le = datetime.fromisoformat(retour.manifeste.faite_le)
        self.stdout.write(
            f"Restaurée : archive du {date_longue(faite_le)}, {heure(faite_le)}, "
            f"{len(retour.manifeste.tables)} tables, {len(retour.manifeste.membres) - 1} fichiers déposés."
        )
        self._dire(retour.suites)
        for nom in retour.manifeste.absents:
            self.stdout.write(f"Manquait déjà lors de la sauvegarde : {nom}")
        if retour.ecartes:
            self.stdout.write(
                f"Les fichiers d'avant sont dans {retour.ecartes} : effacez-les, une fois sûr de ceux-ci."
            )
        if retour.autre_cle:
            self.stdout.write(
                "SECRET_KEY n'est pas celle de la sauvegarde : liens signés et sessions ne valent plus."
            )
        if not permis:
            self.stdout.write(RETENUS)

    def _dire(self, lignes: list[str]) -> None:
        for ligne in lignes:
            self.stdout.write(ligne)
