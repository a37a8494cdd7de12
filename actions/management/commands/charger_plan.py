"""Loads a plan file: checked whole, written in one transaction, twice changes nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actions.fichier.chargement import Resultat, charger
from actions.fichier.constat import FichierRefuse
from actions.fichier.progression import DELAI, Progression


class Command(BaseCommand):
    help = "Charge un fichier de plan (.yaml ou .xlsx; format : docs/format-du-plan.md)."

    def add_arguments(self, parser):
        parser.add_argument("fichier", type=Path, metavar="FICHIER", help="le plan, en .yaml ou en .xlsx")
        parser.add_argument("--publier", action="store_true", help="publie les actions du fichier")
        parser.add_argument(
            "--simuler", action="store_true", help="montre ce qui changerait, sans rien écrire"
        )

    def handle(self, *, fichier: Path, publier: bool, simuler: bool, verbosity: int, **_):
        progression = Progression(
            self.stderr, active=verbosity > 1 or bool(verbosity and self.stderr.isatty())
        )
        try:
            resultat = charger(
                fichier, publier=publier, simuler=simuler, avancer=progression, avertir=self._avertir
            )
        except FichierRefuse as refus:
            raise CommandError(f"Le plan n'est pas chargé ({fichier.name}).\n{refus}") from refus.__cause__
        finally:
            progression.finir()
        if verbosity:
            self._raconter(resultat, simuler=simuler, duree=progression.duree)

    def _avertir(self, avertissements: list[str]) -> None:
        for avertissement in avertissements:
            self.stderr.write(self.style.WARNING(f"Attention, {avertissement}"))

    def _raconter(self, resultat: Resultat, *, simuler: bool, duree: float) -> None:
        plan, differences = resultat.plan, resultat.differences
        if not differences:
            nombre = resultat.actions
            self.stdout.write(
                f"Rien à changer : le plan « {plan.titre} » ({plan.slug}) est déjà tel que dans le fichier "
                f"({nombre} action{'s' if nombre > 1 else ''})."
            )
        elif simuler:
            self.stdout.write(f"Simulation, rien n'est écrit. Plan « {plan.titre} » ({plan.slug}) :")
            self._lignes(differences.detail())
            self._lignes(differences.resume())
        else:
            self.stdout.write(self.style.SUCCESS(f"Plan « {plan.titre} » ({plan.slug}) chargé :"))
            self._lignes(differences.resume())
        if laisses := differences.laisses():
            self.stdout.write("Dans la base mais pas dans le fichier, laissé tel quel :")
            self._lignes(laisses)
        if retires := differences.retires():
            self.stdout.write("Retiré pour cause, laissé retiré malgré le fichier :")
            self._lignes(retires)
        if not simuler and not plan.actif:
            self.stdout.write(
                f"Ce plan n'est pas le plan actif : « activer_plan {plan.slug} » en fait l'accueil."
            )
        if duree > DELAI:
            self.stdout.write(f"Durée : {f'{duree:.1f}'.replace('.', ',')} s")

    def _lignes(self, lignes: list[str]) -> None:
        for ligne in lignes:
            self.stdout.write(f"  {ligne}")
