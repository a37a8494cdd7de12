"""Writes a plan as the file that `charger_plan` reads back, drafts and internal notes included."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actions.fichier.exportation import exporter
from actions.models import Plan


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
        texte = exporter(plan, publiques=publiques)
        if sortie is None:
            self.stdout.write(texte, ending="")
            return
        try:
            sortie.write_text(texte, encoding="utf-8")
        except OSError as erreur:
            raise CommandError(f"« {sortie} » ne s'écrit pas : {erreur.strerror or erreur}.") from erreur
        self.stderr.write(f"Plan « {plan.titre} » écrit dans {sortie}.")

    @staticmethod
    def _absent(slug: str | None) -> str:
        connus = ", ".join(Plan.objects.order_by("slug").values_list("slug", flat=True))
        suite = f"Plans connus : {connus}." if connus else "Aucun plan n'est encore chargé."
        return f"Le plan « {slug} » n'existe pas. {suite}" if slug else f"Aucun plan n'est actif. {suite}"
