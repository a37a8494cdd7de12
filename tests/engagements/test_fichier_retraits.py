"""Withdrawn evidence leaves a plan file: neither its name nor a digit of its fingerprint is in it."""

import pytest
import yaml

from engagements.models import Engagement, Preuve
from partenariat.retraits.registre import ADRESSE
from tests.actions.plan_d_essai import charger, ecrire, exporter, refus
from tests.actions.test_exporter_plan import vider
from tests.engagements.engagements_d_essai import avec, tenu
from tests.engagements.test_fichier_exportation import PDF
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def chemin(tmp_path):
    """The plan of before: a file and an address."""
    (tmp_path / "bilan.pdf").write_bytes(PDF)
    preuves = [
        {"type": "rapport", "titre": "Bilan", "le": "2026-06-02", "fichier": "bilan.pdf"},
        {"type": "rapport", "titre": "Lien", "le": "2026-06-02", "adresse": "https://exemple.org/b"},
    ]
    chemin = ecrire(tmp_path, avec(tenu(preuves=preuves)))
    charger(chemin, "--publier")
    return chemin


@pytest.mark.parametrize("champ", ["fichier", ""], ids=["le fichier seul", "en entier"])
def test_what_is_withdrawn_is_written_as_an_address_that_leads_nowhere(chemin, tmp_path, champ):
    preuve = Preuve.objects.exclude(fichier="").get()
    assert f"preuves/{preuve.empreinte[:12]}/bilan.pdf" in exporter()
    retirer(preuve, champ=champ)
    texte = exporter()
    for dit in (preuve.empreinte, preuve.empreinte[:12], "bilan.pdf"):
        assert dit not in texte
    (dite,) = (
        preuve
        for engagement in yaml.safe_load(texte)["engagements"]
        for preuve in engagement["preuves"]
        if preuve["adresse"] == ADRESSE
    )
    assert "fichier" not in dite
    assert charger(ecrire(tmp_path, texte, "relu.yaml"), "--publier")[0].startswith("Rien à changer")


def test_a_file_of_before_is_known_to_be_that_one(chemin):
    retirer(Preuve.objects.exclude(fichier="").get(), champ="fichier")
    charger(chemin, "--publier")
    assert Preuve.objects.count() == 2


def test_an_empty_database_takes_it_as_an_address(chemin, tmp_path):
    retirer(Preuve.objects.exclude(fichier="").get())
    texte = exporter()
    vider()
    assert not Engagement.objects.exists()
    charger(ecrire(tmp_path, texte, "relu.yaml"), "--publier")
    assert Preuve.objects.filter(adresse=ADRESSE, fichier="").count() == 1


def test_a_new_file_of_a_name_that_was_withdrawn_takes_another(chemin, tmp_path):
    retirer(Preuve.objects.exclude(fichier="").get())
    contenu = yaml.safe_load(chemin.read_text())
    contenu["engagements"][0]["preuves"][0]["le"] = "2026-06-03"
    assert "attendu : un fichier d'un autre nom" in refus(ecrire(tmp_path, contenu), "--publier")
    assert Preuve.objects.count() == 2
