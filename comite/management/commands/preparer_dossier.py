"""Prepares the packet of a meeting, or makes it again and says whether the bytes are the same."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from actions.models import Plan
from comite.models import Seance
from comite.sorties.dossier import fabrication as regles
from partenariat.cycles.pas import TransitionRefusee


class Command(BaseCommand):
    help = "Prépare le dossier d'une séance (PDF/UA-1 et données), ou le refait et compare ses octets."

    def add_arguments(self, parser):
        parser.add_argument("numero", help="Le numéro de la séance, par exemple CMO-2026-01.")
        parser.add_argument("--plan", default="", help="L'adresse courte du plan (le plan actif sans elle).")
        parser.add_argument(
            "--nouveau", action="store_true", help="Fige un dossier de plus, daté d'aujourd'hui."
        )
        parser.add_argument("--sortie", type=Path, help="Dossier où écrire le PDF et les données.")

    def handle(self, *args, **options):
        plan = Plan.objects.filter(slug=options["plan"]).first() if options["plan"] else Plan.objects.actif()
        if plan is None:
            raise CommandError("Ce plan n'existe pas.")
        seance = Seance.objects.filter(plan=plan, numero=options["numero"]).select_related("plan").first()
        if seance is None:
            connus = ", ".join(Seance.objects.filter(plan=plan).values_list("numero", flat=True)) or "aucune"
            raise CommandError(f"La séance « {options['numero']} » n'existe pas. Séances du plan : {connus}.")
        dossier = seance.dossiers.last()
        if dossier is None or options["nouveau"]:
            try:
                dossier = regles.preparer(seance)
            except TransitionRefusee as refus:
                raise CommandError(refus.messages[0]) from refus
            self.stdout.write(f"Dossier {dossier} figé.")
        elif regles.refaire(dossier):
            self.stdout.write(f"Dossier {dossier} refait : mêmes octets.")
        else:
            raise CommandError(
                f"Dossier {dossier} refait : les octets diffèrent de ceux qui sont figés "
                "(historique incomplet, ou autre version des outils)."
            )
        self.stdout.write(f"arrêt    {dossier.arret.isoformat()}")
        self.stdout.write(f"PDF      {dossier.empreinte}")
        self.stdout.write(f"données  {dossier.empreinte_donnees}")
        if sortie := options["sortie"]:
            sortie.mkdir(parents=True, exist_ok=True)
            nom = f"dossier-{seance.numero}-{dossier.rang}"
            (sortie / f"{nom}.pdf").write_bytes(bytes(dossier.pdf))
            (sortie / f"{nom}.json").write_text(dossier.donnees, encoding="utf-8")
            self.stdout.write(f"Écrits dans {sortie}.")
