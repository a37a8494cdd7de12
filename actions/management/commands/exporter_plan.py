"""Writes a plan as the file that `charger_plan` reads back, drafts and internal notes included."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from actions.fichier.exportation import exporter
from actions.models import Plan
from partenariat.donnees.ecriture import entier


class Command(BaseCommand):
    help = "Écrit un plan en YAML, tel que « charger_plan » le relit (brouillons et notes internes compris)."

    def add_arguments(self, parser):
        parser.add_argument(
            "slug", metavar="SLUG", nargs="?", help="l'adresse courte du plan (défaut : le plan actif)"
        )
        parser.add_argument(
            "--sortie", type=Path, metavar="FICHIER", help="où écrire (défaut : sortie standard)"
        )
        parser.add_argument("--publiques", action="store_true", help="seulement ce que le public peut voir")

    def handle(self, *, slug: str | None, sortie: Path | None, publiques: bool, **_):
        plan = Plan.objects.filter(slug=slug).first() if slug else Plan.objects.actif()
        if plan is None:
            raise CommandError(self._absent(slug))
        with transaction.atomic():
            self._ecrire(exporter(plan, publiques=publiques), sortie)
        if sortie is not None:
            self.stderr.write(f"Plan « {plan.titre} » écrit dans {sortie}.")

    def _ecrire(self, morceaux: Iterator[str], sortie: Path | None) -> None:
        if sortie is None:
            for morceau in morceaux:
                self.stdout.write(morceau, ending="")
            return
        try:
            self._d_un_trait(sortie, morceaux)
        except OSError as erreur:
            raise CommandError(f"« {sortie} » ne s'écrit pas : {erreur.strerror or erreur}.") from erreur

    @staticmethod
    def _d_un_trait(sortie: Path, morceaux: Iterator[str]) -> None:
        """The whole file, or what was there before: what stops half-way leaves nothing."""
        if sortie.exists() and not sortie.is_file():
            # A pipe, a device: there is nothing to put in its place.
            with sortie.open("w", encoding="utf-8") as fichier:
                fichier.writelines(morceaux)
            return
        with entier(sortie, 0o666) as fichier:
            for morceau in morceaux:
                fichier.write(morceau.encode())

    @staticmethod
    def _absent(slug: str | None) -> str:
        connus = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
        suite = f"Plans connus : {connus}." if connus else "Aucun plan n'est encore chargé."
        return f"Le plan « {slug} » n'existe pas. {suite}" if slug else f"Aucun plan n'est actif. {suite}"
