"""The plan of the demonstration and its stories, loaded by the first start."""

import io
from pathlib import Path

import yaml
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from actions.models import Action, Histoire, Image, Plan
from partenariat.donnees import synonymes
from partenariat.donnees.vignettes import Vignette, reduire
from partenariat.lancement import demonstration
from partenariat.models import Equipe, Synonyme
from partenariat.textes.equipe import poser_l_inventee

DOSSIER = settings.RACINE / "demonstration"
PLAN = DOSSIER / "plan-demonstration.yaml"
HISTOIRES = DOSSIER / "histoires" / "histoires.yaml"
DE_L_IMAGE = ("image", "alt", "credit")


def inscrire() -> None:
    """Called once, when the application is ready."""
    demonstration.inscrire("Chargement du plan de démonstration", lambda: not Plan.objects.exists(), charger)


def charger() -> None:
    call_command("charger_plan", str(PLAN), publier=True, stdout=io.StringIO(), stderr=io.StringIO())
    raconter()
    if not Synonyme.objects.exists():
        synonymes.charger((DOSSIER / "synonymes.txt").read_text())
    if not Equipe.objects.exists():
        poser_l_inventee()


@transaction.atomic
def raconter() -> None:
    """Its stories, which the file of a plan does not hold: each of one of its invented actions."""
    actions = {action.code: action for action in Action.objects.filter(plan=Plan.objects.actif())}
    for dits in yaml.safe_load(HISTOIRES.read_text()):
        fichier, alt, credit = (dits.pop(nom, "") for nom in DE_L_IMAGE)
        accord_le = timezone.localdate() if dits.get("citation") else None
        dits |= {"action": actions[dits["action"]], "accord_le": accord_le, "publiee_le": timezone.now()}
        histoire = Histoire(**dits)
        histoire.full_clean()
        histoire.save()
        if fichier:
            image = Image(histoire=histoire, texte=alt, credit=credit)
            image.garder(_vignette(HISTOIRES.with_name(fichier)))
            image.save()


def _vignette(chemin: Path) -> Vignette:
    return reduire(ContentFile(chemin.read_bytes(), chemin.name))
