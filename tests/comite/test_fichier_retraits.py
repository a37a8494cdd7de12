"""A plan file that still holds what was withdrawn for cause brings nothing back; an export never says it."""

import pytest
import yaml

from actions.models import Action, Document, Indicateur, Jalon, Nouvelle
from comite.models import Decision, Membre, Point, Seance, Suite
from partenariat.models import Retrait
from partenariat.retraits.registre import est_retire
from tests.actions.plan_d_essai import charger, ecrire, exporter
from tests.comite.test_fichier import fichier
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
MOTS = (
    "DÉLIBÉRÉ",
    "Transmettre",
    "DÉCISION",
    "Camille Tremblay",
    "Zirconium",
    "Vanadium",
    "iridium",
    "osmium",
)


@pytest.fixture
def lu():
    contenu = fichier()
    contenu["comite_mise_en_oeuvre"]["membres"][1]["nom"] = "Camille Tremblay"
    contenu["seances"][0]["invites"] = ["Camille Tremblay", "Dominique Roy"]
    action = contenu["actions"][0]
    action |= {
        "description_fr": "Le projet osmium.",
        "nouvelles": [
            {"date": "2026-02-01", "texte": "Le bail Zirconium est signé.", "visibilite": "publique"}
        ],
        "documents": [{"titre": "Entente Vanadium", "adresse": "https://exemple.org/Vanadium"}],
    }
    action["indicateurs"][0]["methode"] = "Compter iridium."
    return contenu


@pytest.fixture
def retire(lu, tmp_path):
    """Loaded, then withdrawn in part; the file still says it."""
    chemin = ecrire(tmp_path, lu)
    charger(chemin, "--publier")
    for objet, champ in (
        (Point.objects.get(delibere="DÉLIBÉRÉ"), ""),
        (Suite.objects.get(libelle="Transmettre"), ""),
        (Decision.objects.get(), ""),
        (Membre.objects.get(nom="Camille Tremblay"), ""),
        (Seance.objects.get(numero="S-1"), "invites"),
        (Action.objects.get(code="1.1"), "description"),
        (Nouvelle.objects.get(), ""),
        (Document.objects.get(), ""),
        (Indicateur.objects.get(), "methode"),
        # Another milestone of the same action says the same word.
        (Jalon.objects.filter(titre="Bilan").first(), ""),
    ):
        retirer(objet, champ=champ)
    return chemin


def comptes() -> list[int]:
    modeles = (Action, Jalon, Nouvelle, Document, Indicateur, Membre, Seance, Point, Decision, Suite)
    return [modele.objects.count() for modele in modeles]


def test_loading_the_file_again_brings_nothing_back_and_says_so(retire):
    avant = comptes()
    sortie, erreurs = charger(retire, "--publier")
    assert comptes() == avant
    assert sortie.startswith("Rien à changer"), sortie
    assert "jalon : 1.1 › [retiré du site le " in sortie.partition("laissé retiré malgré le fichier :")[2]
    assert erreurs.count("retiré du site pour cause") >= 8
    assert [mot for mot in MOTS if mot in sortie + erreurs] == []
    assert est_retire(Membre.objects.get(fonction="Direction", mandat_fin=None).nom)
    assert est_retire(Seance.objects.get(numero="S-1").invites)
    assert Jalon.objects.filter(titre="Bilan").count() == 1


def test_what_the_file_says_otherwise_of_a_field_that_was_withdrawn_is_left(retire, lu, tmp_path):
    lu["actions"][0]["description_fr"] = "Le même projet, autrement."
    sortie, _erreurs = charger(ecrire(tmp_path, lu))
    assert "action : 1.1" in sortie.partition("laissé retiré malgré le fichier :")[2]
    assert est_retire(Action.objects.get(code="1.1").description)


def test_an_export_does_not_say_it_and_is_read_back_as_it_is(retire, tmp_path):
    texte = exporter("essai")
    assert [mot for mot in MOTS if mot in texte] == []
    assert "[retiré du site le " in texte
    sortie, erreurs = charger(ecrire(tmp_path, texte, "exporte.yaml"))
    assert sortie.startswith("Rien à changer"), sortie
    assert "retiré" not in erreurs
    assert yaml.safe_load(exporter("essai")) == yaml.safe_load(texte)


def test_an_action_that_was_withdrawn_is_not_published_again(lu, tmp_path):
    chemin = ecrire(tmp_path, lu)
    charger(chemin, "--publier")
    retirer(Action.objects.get(code="1.1"))
    sortie, _erreurs = charger(chemin, "--publier")
    action = Action.objects.get(code="1.1")
    assert (action.publication, est_retire(action.titre)) == ("brouillon", True)
    assert "publiées" not in sortie


def test_what_another_record_says_in_public_is_no_secret_of_the_file(lu, tmp_path):
    """« Direction » is withdrawn from nobody: the same word elsewhere is left alone."""
    lu["actions"][1]["description_fr"] = lu["actions"][0]["description_fr"]
    chemin = ecrire(tmp_path, lu)
    charger(chemin)
    retirer(Action.objects.get(code="1.1"), champ="description")
    charger(chemin)
    assert est_retire(Action.objects.get(code="1.1").description)
    assert Action.objects.get(code="2.1").description == "Le projet osmium."


def test_without_any_withdrawal_a_file_is_read_as_ever(lu, tmp_path):
    chemin = ecrire(tmp_path, lu)
    charger(chemin)
    sortie, erreurs = charger(chemin)
    assert not Retrait.objects.exists()
    assert "retiré" not in sortie + erreurs
