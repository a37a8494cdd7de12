"""A small plan file to change, and the commands that read it."""

import copy
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command

PLAN = {
    "meta": {"titre": "Plan d'essai", "slug": "essai"},
    "sources": {"S1": {"titre": "Une source", "adresse": "https://exemple.org/", "contenu": "des faits"}},
    "objectifs": [{"code": "O1", "titre_fr": "Reconnaître"}],
    "axes": [
        {"code": "A1", "titre_fr": "Soutien", "volets": [{"code": "A1a", "titre_fr": "Ancrage"}]},
        {"code": "A2", "titre_fr": "Grands projets"},
    ],
    "arrondissements": [
        {"nom": "Verdun", "code_mamh": "REM12", "sigle_usage": "VER", "reconnu_29_1": False},
        {"nom": "L'Île-Bizard–Sainte-Geneviève", "code_mamh": "REM32", "sigle_usage": "IBI"},
    ],
    "services_centraux": [{"id": "SDE", "nom": "Service du développement économique", "note": "S37"}],
    "partenaires": [
        {"id": "CESIM", "nom": "Conseil d'économie sociale (CESIM)", "type": "pôle régional"},
        {"id": "RISQ", "nom": "Réseau d'investissement social", "type": "finance solidaire"},
    ],
    "actions": [
        {
            "code": "1.1",
            "axe": "A1",
            "volet": "A1a",
            "titre_fr": "Soutenir les entreprises",
            "responsable": "SDE",
            "partenaires": ["CESIM"],
            "arrondissements": ["tous"],
            "debut": "2025-01-15",
            "fin": "2028-12-31",
            "statut": "en_cours",
            "avancement_pct": 45,
            "budget_cad": 3000000,
            "jalons": [
                {"titre": "Bilan", "prevu": "2026-03-31", "reel": "2026-03-27", "etat": "atteint"},
                {"titre": "Bilan", "prevu": "2027-03-31", "reel": None, "etat": "prevu"},
            ],
            "indicateurs": [
                {
                    "nom": "Projets",
                    "unite": "projets",
                    "sens": "hausse",
                    "reference": {"annee": 2024, "valeur": 40},
                    "cible": None,
                    "mesures": [{"date": "2025-12-31", "valeur": 46.5}],
                }
            ],
            "sources": ["S1"],
        },
        {
            "code": "2.1",
            "axe": "A2",
            "volet": "",
            "titre_fr": "Clause sociale",
            "responsable": "VER",
            "arrondissements": ["Verdun"],
            "statut": "a_venir",
        },
    ],
}
"""Valid, with a bit of everything."""


class SansRenvoi(yaml.SafeDumper):
    """Repeats what PyYAML would refer to."""

    def ignore_aliases(self, _valeur) -> bool:
        return True


def plan() -> dict:
    """A copy of `PLAN`, to change at will."""
    return copy.deepcopy(PLAN)


def ecrire(dossier: Path, contenu: dict | str | bytes, nom: str = "plan.yaml") -> Path:
    """Writes a plan file: from a mapping, from YAML text, or from bytes."""
    chemin = dossier / nom
    if isinstance(contenu, dict):
        contenu = yaml.dump(contenu, Dumper=SansRenvoi, sort_keys=False, allow_unicode=True)
    chemin.write_bytes(contenu.encode() if isinstance(contenu, str) else contenu)
    return chemin


def charger(chemin: Path, *options: str) -> tuple[str, str]:
    """Loads a file; returns what is said on the two outputs."""
    sortie, erreurs = StringIO(), StringIO()
    call_command("charger_plan", str(chemin), *options, stdout=sortie, stderr=erreurs)
    return sortie.getvalue(), erreurs.getvalue()


def refus(chemin: Path, *options: str) -> str:
    """Loads a file that is refused; returns the message."""
    with pytest.raises(CommandError) as erreur:
        charger(chemin, *options)
    return str(erreur.value)


def exporter(*arguments: str) -> str:
    """The text of a plan."""
    sortie = StringIO()
    call_command("exporter_plan", *arguments, stdout=sortie, stderr=StringIO())
    return sortie.getvalue()


def evenements() -> int:
    """How many events history holds, of every model."""
    return sum(modele.objects.count() for modele in apps.get_models() if hasattr(modele, "pgh_tracked_model"))
