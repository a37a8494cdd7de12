"""Blanks for good what was withdrawn for cause: words in history, bytes on disk."""

from django.core.management.base import BaseCommand, CommandError

from partenariat.retraits.caviardage import PasLeProprietaire, caviarder
from partenariat.retraits.compactage import compacter
from partenariat.retraits.registre_de_fichier import ecrire


class Command(BaseCommand):
    help = (
        "Caviarde ce qui est retiré pour cause : les mots dans l'historique, les fichiers sur le disque. "
        "Seules leurs empreintes restent. Sans retour; lancée deux fois, ne change rien de plus."
    )

    def add_arguments(self, parser):
        aide = "Dit ce qui serait caviardé, sans rien écrire."
        parser.add_argument("--simuler", action="store_true", help=aide)

    def handle(self, *args, **options):
        try:
            constat = caviarder(simuler=options["simuler"])
        except PasLeProprietaire as refus:
            raise CommandError(str(refus)) from refus
        for table, nombre in sorted(constat.ecritures.items()):
            self.stdout.write(f"{table} : {nombre} écritures")
        for nom in constat.fichiers:
            self.stdout.write(f"fichier : {nom}")
        for nom in constat.citations:
            self.stdout.write(f"cité par : {nom}")
        if options["simuler"]:
            self.stdout.write(f"{constat.retraits} retraits seraient caviardés; rien n'est écrit.")
            return
        self.stdout.write(f"{constat.retraits} retraits caviardés. Registre à garder : {ecrire()}")
        for ligne in compacter():
            self.stdout.write(ligne)
