"""What the tests of the packet share: a meeting with something to say, and what its document reads."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from django.utils import timezone

from comite.models import Seance
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    JalonFactory,
    NouvelleFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
)


def seance_garnie(plan, axe, service) -> Seance:
    """A meeting to come, with an agenda; a late action, a realised one, a draft."""
    avant = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=40))
    SuiteFactory(seance=avant, libelle="Déposer l'évaluation", responsable=service)
    tardive = ActionFactory(
        plan=plan, axe=axe, code="1.1", publiee=True, en_retard=True, titre="Ouvrir des locaux"
    )
    JalonFactory(action=tardive, atteint=True, titre="Premier local")
    JalonFactory(action=tardive)
    NouvelleFactory(action=tardive, publique=True, texte="Le bail est signé.")
    NouvelleFactory(action=tardive, texte="NOTE-INTERNE")
    ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True, realisee=True)
    ActionFactory(plan=plan, axe=axe, code="1.3", titre="ACTION-CACHÉE", en_retard=True)
    EngagementFactory(plan=plan, code="E-01", publie=True, signe=True, en_retard=True)
    seance = SeanceFactory(plan=plan, numero="CMO-2026-09", lieu="Hôtel de ville")
    PointFactory(seance=seance, rang=1, titre="Action 1.1 #let x = 1 *gras* <script>", action=tardive)
    return seance


def texte(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext est introuvable.")
    sortie = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return sortie.stdout.decode()
