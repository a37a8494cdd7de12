"""Zeros, empties, negatives, the longest, emoji and right to left: every page and file says them as they are.

What is worth zero is no absence. `tests/essais/essai-textes.yaml` holds the odd texts and numbers.
"""

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from actions.models import Action, Plan
from engagements.models import Engagement
from partenariat.donnees.colonnes import SEPARATEUR, restaurer
from partenariat.models import Organisation
from partenariat.presentation.formats import argent, nombre, pourcent
from tests import tableurs
from tests.actions.plan_d_essai import charger, ecrire, exporter
from tests.actions.test_exporter_plan import vider
from tests.factories import UtilisateurFactory

pytestmark = pytest.mark.django_db

ESSAI = Path(__file__).parent / "essais" / "essai-textes.yaml"
JOUR = "2026-11-26T12:00:00-05:00"
MAX = Decimal("999999999999.99")
NB = "\N{NO-BREAK SPACE}"
SIGNATURES = [
    {"organisation": "SDE", "fonction": "Direction 👩🏽‍🌾", "le": "2026-01-15"},
    {"organisation": "COEUR", "fonction": "מנהל", "le": "2026-01-16"},
]
DE = {"partie": "SDE", "envers": "COEUR", "nature": "financement"}
TENU = {
    "etat": "tenu",
    "signatures": SIGNATURES,
    "declarations": [
        {
            "le": "2026-02-01",
            "genre": "tenu",
            "texte": "=1+1",
            "verifications": [{"organisation": "COEUR", "verdict": "confirmee", "le": "2026-02-02"}],
        }
    ],
}
ENGAGEMENTS = [
    DE | TENU | {"code": "E-0", "titre_fr": "Zéro dollar", "texte_fr": "Rien.", "montant_cad": 0},
    DE | TENU | {"code": "E-9", "titre_fr": "Le plus grand", "texte_fr": "Tout.", "montant_cad": float(MAX)},
    DE | {"code": "E-2", "titre_fr": "M" * 250, "texte_fr": "W" * 5000, "etat": "propose"},
    DE | {"code": "E-3", "titre_fr": "שלום 👩🏽‍🌾 +1", "etat": "propose",
          "texte_fr": "\N{RIGHT-TO-LEFT OVERRIDE}piège"},
]  # fmt: skip


def contenu() -> dict:
    lu = yaml.safe_load(ESSAI.read_text())
    lu["actions"].append(
        {
            "code": "0.0",
            "axe": "A1",
            "titre_fr": "Tout à zéro",
            "responsable": "SDE",
            "statut": "en_cours",
            "budget_cad": 0,
            "budget_engage_cad": 0,
            "avancement_pct": 0,
            "jalons": [{"titre": "Rien encore", "prevu": "2027-01-01"}],
        }
    )
    return lu | {"engagements": ENGAGEMENTS}


@pytest.fixture
def plan(tmp_path, time_machine) -> Plan:
    time_machine.move_to(JOUR)
    charger(ecrire(tmp_path, contenu()), "--publier")
    return Plan.objects.get()


def adresses(plan: Plan) -> list[str]:
    pages = [
        plan.adresse(nom)
        for nom in ("accueil", "actions", "organisations", "arrondissements", "donnees", "engagements",
                    "engagements-par-axe", "comite", "decisions", "rondes", "bilans")
    ]  # fmt: skip
    pages += [plan.adresse("axe", numero=axe.numero) for axe in plan.axes.all()]
    pages += [action.get_absolute_url() for action in Action.objects.all()]
    pages += [engagement.get_absolute_url() for engagement in Engagement.objects.all()]
    pages += [plan.adresse("organisation", slug=o.slug) for o in Organisation.objects.all()]
    return pages


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
def test_every_page_answers(plan, client, langue):
    muettes = {a: r.status_code for a in adresses(plan) if (r := client.get(langue + a)).status_code != 200}
    assert muettes == {}


def test_the_dashboard_and_the_back_office_answer(plan, client_de):
    client = client_de(UtilisateurFactory(superutilisateur=True, roles=("coordination", "comite")))
    pages = [
        f"{plan.get_absolute_url()}tableau-de-bord/",
        "/espace/",
        "/admin/actions/action/",
        "/admin/engagements/engagement/",
    ]
    pages += [f"/admin/actions/action/{a.pk}/change/" for a in Action.objects.all()]
    pages += [f"/admin/engagements/engagement/{e.pk}/change/" for e in Engagement.objects.all()]
    assert {a: r.status_code for a in pages if (r := client.get(a)).status_code != 200} == {}


def test_zero_is_said_zero(plan, client):
    zero, plein = f"0{NB}$", f"999{NB}999{NB}999{NB}999,99{NB}$"
    liste = (
        client.get(f"{plan.get_absolute_url()}engagements/")
        .content.decode()
        .replace("\N{NARROW NO-BREAK SPACE}", NB)
    )
    assert zero in liste
    assert plein in liste
    assert zero in client.get(f"{plan.get_absolute_url()}engagements/E-0/").content.decode()
    action = client.get(f"{plan.get_absolute_url()}actions/0.0/").content.decode()
    assert action.count(zero) == 2
    assert f"0{NB}%" in action
    assert "non mesuré" not in action
    indicateurs = client.get(f"{plan.get_absolute_url()}actions/2.1/").content.decode()
    assert f"0{NB}emploi" in indicateurs
    assert re.search(f"\N{MINUS SIGN}10{NB}\\$", indicateurs)


@pytest.mark.parametrize("jeu", ["actions", "engagements", "preuves", "decisions"])
def test_the_three_formats_of_a_dataset_say_the_same(plan, client, jeu):
    adresse = plan.adresse("donnees")
    lignes = json.loads(client.get(f"{adresse}{jeu}.json").content)
    texte = client.get(f"{adresse}{jeu}.csv").content.decode("utf-8-sig")
    en_csv = list(csv.DictReader(io.StringIO(texte, newline="")))
    en_xlsx = tableurs.lignes(client.get(f"{adresse}{jeu}.xlsx").content, "xlsx")
    assert len(en_csv) == len(en_xlsx) == len(lignes)
    for ligne, du_csv, du_classeur in zip(lignes, en_csv, en_xlsx, strict=True):
        for nom, valeur in ligne.items():
            if isinstance(valeur, str):
                assert restaurer(du_csv[nom]) == valeur
                assert restaurer(tableurs.dit(du_classeur[nom]) or "") == valeur
            elif isinstance(valeur, int | float) and not isinstance(valeur, bool):
                assert float(du_csv[nom]) == valeur
                assert du_classeur[nom] == valeur
            elif valeur is None:
                assert (du_csv[nom], du_classeur[nom]) == ("", None)
            elif isinstance(valeur, list) and all(isinstance(element, str) for element in valeur):
                assert restaurer(du_csv[nom]) == SEPARATEUR.join(valeur)


def test_the_amounts_of_the_dataset_are_those_promised(plan, client):
    lignes = json.loads(client.get(f"{plan.get_absolute_url()}donnees/engagements.json").content)
    assert {ligne["code"]: ligne["montant"] for ligne in lignes} == {
        "E-0": 0,
        "E-2": None,
        "E-3": None,
        "E-9": float(MAX),
    }


def test_the_plan_comes_back_unchanged(plan, tmp_path):
    texte = exporter()
    dossier = tmp_path / "retour"
    dossier.mkdir()
    chemin = ecrire(dossier, texte)
    assert charger(chemin, "--publier")[0].startswith("Rien à changer")
    vider()
    charger(chemin, "--publier")
    assert exporter() == texte


@pytest.mark.parametrize(
    ("dire", "valeur", "dit"),
    [
        (nombre, 0, "0"),
        (nombre, Decimal("-0.001"), "0"),
        (nombre, Decimal("-0.00"), "0"),
        (nombre, Decimal("-0.01"), "\N{MINUS SIGN}0,01"),
        (argent, Decimal(0), f"0{NB}$"),
        (argent, Decimal("-0.001"), f"0{NB}$"),
        (pourcent, 0, f"0{NB}%"),
        (pourcent, None, "non mesuré"),
    ],
)
def test_nothing_is_said_less_than_zero_that_rounds_to_it(dire, valeur, dit):
    assert dire(valeur) == dit
