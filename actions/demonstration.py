"""The plan of the demonstration, loaded by the first start."""

import io

from django.conf import settings
from django.core.management import call_command

from actions.models import Plan
from partenariat.donnees import synonymes
from partenariat.lancement import demonstration
from partenariat.models import Synonyme

DOSSIER = settings.RACINE / "demonstration"
PLAN = DOSSIER / "plan-demonstration.yaml"


def inscrire() -> None:
    """Called once, when the application is ready."""
    demonstration.inscrire("Chargement du plan de démonstration", lambda: not Plan.objects.exists(), charger)


def charger() -> None:
    call_command("charger_plan", str(PLAN), publier=True, stdout=io.StringIO(), stderr=io.StringIO())
    if not Synonyme.objects.exists():
        synonymes.charger((DOSSIER / "synonymes.txt").read_text())
