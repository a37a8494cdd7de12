"""A commitment that the site reopened, told as kept by a file: the old confirmation no longer counts."""

from datetime import date

import pytest

from actions.models.gardes import avec_motif
from engagements.fichier.actes import moment
from engagements.fichier.chargement import date_de_l_acte
from engagements.models import Engagement
from engagements.models.etats import Etat
from tests.actions.plan_d_essai import charger, ecrire, refus
from tests.engagements.engagements_d_essai import AVANCE, CONFIRMEE, TENU, avec, tenu

pytestmark = pytest.mark.django_db
ENCORE = TENU | {"texte": "Le local a rouvert."}


@pytest.fixture
def rouvert(tmp_path) -> Engagement:
    """Kept in June, reopened on the first of July."""
    charger(ecrire(tmp_path, avec(tenu())))
    engagement = Engagement.objects.get()
    with avec_motif("Le local a fermé."), date_de_l_acte(moment(date(2026, 7, 1))):
        engagement.etat = Etat.EN_COURS
        engagement.save(update_fields=["etat"])
    return engagement


def de_nouveau(declaree: str, confirmee: str) -> dict:
    """The same file, with one more declaration and its confirmation."""
    premiere = TENU | {"verifications": [CONFIRMEE]}
    seconde = ENCORE | {"le": declaree, "verifications": [CONFIRMEE | {"le": confirmee}]}
    return avec(tenu(declarations=[AVANCE, premiere, seconde]))


def test_the_old_confirmation_keeps_it_no_more(rouvert, tmp_path):
    preuve = {"type": "rapport", "titre": "Bilan", "le": "2026-07-02", "adresse": "https://exemple.org/b"}
    assert "rouvert depuis" in refus(ecrire(tmp_path, avec(tenu(preuves=[preuve]))))
    assert Engagement.objects.get().etat == Etat.EN_COURS


@pytest.mark.parametrize(
    ("declaree", "permis"),
    [("2026-06-30", False), ("2026-07-01", True), ("2026-07-02", True)],
    ids=["la veille", "le jour même", "le lendemain"],
)
def test_a_new_declaration_does_once_confirmed(rouvert, tmp_path, declaree, permis):
    fichier = ecrire(tmp_path, de_nouveau(declaree, "2026-07-02"))
    if not permis:
        assert "rouvert depuis" in refus(fichier)
        return
    charger(fichier)
    assert Engagement.objects.get().etat == Etat.TENU
    # Told again, it changes nothing.
    charger(fichier)
    assert list(Engagement.objects.get().passages.values_list("vers", flat=True))[-2:] == ["en_cours", "tenu"]


def test_what_was_reopened_and_kept_again_the_same_day_is_told_in_order(rouvert, tmp_path):
    charger(ecrire(tmp_path, de_nouveau("2026-07-01", "2026-07-01")))
    derniere = Engagement.objects.get().declarations.last()
    rouverture, tenu_encore = Engagement.objects.get().passages.order_by("le", "id").reverse()[:2][::-1]
    assert rouverture.vers == Etat.EN_COURS
    assert rouverture.le < derniere.le <= derniere.verifications.get().le <= tenu_encore.le


def test_what_the_party_said_since_takes_back_what_it_said(tmp_path):
    apres = {"le": "2026-06-05", "genre": "impossible_a_evaluer", "texte": "Le bail n'est pas signé."}
    declarations = [AVANCE, TENU | {"verifications": [CONFIRMEE]}, apres]
    trouve = refus(ecrire(tmp_path, avec(tenu(declarations=declarations))))
    assert "la dernière déclaration est « impossible_a_evaluer »" in trouve


def test_the_file_that_told_it_kept_leaves_it_reopened(rouvert, tmp_path):
    charger(ecrire(tmp_path, avec(tenu())))
    assert Engagement.objects.get().etat == Etat.EN_COURS
