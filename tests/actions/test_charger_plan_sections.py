"""Parts of the plan file that other floors read: registered here, or kept aside."""

import pytest
import yaml

from actions.fichier import sections
from actions.models import Action, Plan
from tests.actions.plan_d_essai import charger, ecrire, exporter, plan, refus

pytestmark = pytest.mark.django_db


@pytest.fixture
def souhaits():
    """A section `souhaits: [{action, texte}]` that another floor would register; yields what it loads."""
    charges = []

    def valider(noeud, connus, constat):
        lus = []
        for souhait in noeud.elements():
            if souhait.sous("action").valeur not in connus.actions:
                constat.erreur(souhait.sous("action"), "attendu : le code d'une action.")
            lus.append(souhait.brut())
        return lus

    def charger_(souhaits, chargement):
        for souhait in souhaits:
            action = chargement.action(souhait["action"])
            charges.append(
                (chargement.plan.slug, action.pk, souhait["texte"], chargement.organisation("SDE").sigle)
            )

    def exporter_(_plan, publiques):
        return [{"action": "1.1", "texte": "public" if publiques else "tout"}]

    sections.enregistrer("souhaits", valider=valider, charger=charger_, exporter=exporter_)
    yield charges
    sections.retirer("souhaits")


def test_a_registered_section_is_validated_loaded_and_exported(tmp_path, souhaits):
    fichier = plan() | {"souhaits": [{"action": "1.1", "texte": "Oui"}]}
    _, erreurs = charger(ecrire(tmp_path, fichier))
    assert souhaits == [("essai", Action.objects.get(code="1.1").pk, "Oui", "SDE")]
    assert erreurs == ""
    assert "souhaits:\n- {action: '1.1', texte: tout}" in exporter()
    assert "texte: public" in exporter("--publiques")


def test_an_error_of_a_registered_section_refuses_the_file_with_its_place(tmp_path, souhaits):
    fichier = plan() | {"souhaits": [{"action": "9.9", "texte": "Non"}]}
    assert "souhaits[1] › action : attendu : le code d'une action." in refus(ecrire(tmp_path, fichier))
    assert souhaits == []


def test_a_section_is_registered_once(souhaits):
    with pytest.raises(ValueError, match="déjà enregistrée"):
        sections.enregistrer("souhaits", valider=None, charger=None, exporter=None)


@pytest.mark.parametrize("nom", ["statuts"])
def test_a_section_that_nobody_reads_yet_is_kept_and_given_back(tmp_path, nom):
    fichier = plan() | {nom: [{"code": "en_cours", "x": 1}]}
    _, erreurs = charger(ecrire(tmp_path, fichier))
    assert erreurs == ""
    assert yaml.safe_load(exporter())[nom] == [{"code": "en_cours", "x": 1}]
    assert nom not in exporter("--publiques")
    assert charger(ecrire(tmp_path, fichier))[0].startswith("Rien à changer")
    assert Plan.objects.get().meta["_sections"] == {nom: [{"code": "en_cours", "x": 1}]}


def test_a_section_that_nobody_awaits_is_a_warning(tmp_path):
    _, erreurs = charger(ecrire(tmp_path, plan() | {"souhaits": []}))
    assert "souhaits : clé inconnue, ignorée." in erreurs
