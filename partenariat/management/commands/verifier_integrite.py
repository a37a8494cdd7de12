"""Says whether what must hold in the database does: tables, views, guards, indexes, kept sums."""

from django.core.management.base import BaseCommand, CommandError

from partenariat.histoire.integrite import verifier


class Command(BaseCommand):
    help = "Vérifie que tout se tient : tables, vues, gardes, index, sommes gardées. Sort en erreur sinon."

    def handle(self, *args, **options):
        fautes = 0
        for titre, trouves in verifier():
            fautes += len(trouves)
            self.stdout.write(f"{titre} : {'tout va bien' if not trouves else f'{len(trouves)} à revoir'}")
            for faute in trouves:
                self.stderr.write(f"  {faute}")
        if fautes:
            raise CommandError(f"{fautes} choses ne se tiennent pas.")
        self.stdout.write("Tout se tient.")
