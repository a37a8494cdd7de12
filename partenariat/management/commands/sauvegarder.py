"""Makes one archive of the database and of the deposited files, verified, and lets the oldest ones go."""

import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from partenariat.lancement.embarque import DONNEES
from partenariat.postgres import GrappeErreur
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.creation import sauvegarder
from partenariat.sauvegarde.erreurs import SauvegardeErreur


class Command(BaseCommand):
    help = (
        "Sauvegarde la base et les fichiers déposés en une archive, la vérifie en la restaurant, et garde "
        "7 jours, 4 semaines et 12 mois. Chiffrée par SAUVEGARDE_PHRASE ou SAUVEGARDE_CLE (environnement)."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--vers",
            type=Path,
            default=Path(os.environ.get("SAUVEGARDES") or DONNEES / "sauvegardes"),
            help="Le dossier des archives (variable SAUVEGARDES, ou « sauvegardes » avec les données).",
        )
        parser.add_argument("--cle-publique", default="", help="Chiffre pour cette clé d'age (« age1… »).")
        parser.add_argument(
            "--sans-verifier", action="store_true", help="Ne restaure pas l'archive pour l'éprouver."
        )

    def handle(self, *args, **options):
        try:
            secrets = Secrets.de_l_environnement(options["cle_publique"])
            faite = sauvegarder(
                options["vers"],
                secrets,
                essayer=not options["sans_verifier"],
            )
        except (SauvegardeErreur, GrappeErreur, DatabaseError) as erreur:
            raise CommandError(f"Pas de sauvegarde : {' '.join(str(erreur).split())}") from erreur
        except OSError as erreur:
            raise CommandError(f"Pas de sauvegarde : {erreur.strerror or erreur}.") from erreur
        manifeste = faite.manifeste
        lignes = sum(table["lignes"] for table in manifeste.tables.values())
        self.stdout.write(
            f"{faite.chemin} : {len(manifeste.tables)} tables, {lignes} lignes, "
            f"{len(manifeste.membres) - 1} fichiers déposés."
        )
        self.stdout.write("Chiffrée." if secrets else "Non chiffrée : qui lit ce fichier lit tout.")
        if options["sans_verifier"]:
            self.stdout.write("Relue, mais non éprouvée : elle n'a pas été restaurée (--sans-verifier).")
        else:
            self.stdout.write("Vérifiée : relue, et restaurée dans une base jetable.")
        for partie in faite.effacees:
            self.stdout.write(f"Effacée, selon la rotation : {partie.name}")
        if manifeste.absents:
            for nom in manifeste.absents:
                self.stderr.write(f"  {nom}")
            raise CommandError(
                f"Archive gardée, mais {len(manifeste.absents)} fichiers déposés manquaient sur le disque."
            )
