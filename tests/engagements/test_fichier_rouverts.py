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
    ("confirmee", "permis"),
    [("2026-06-30", False), ("2026-07-02", True)],
    ids=["avant", "apres"],
)
def test_a_new_confirmation_does(rouvert, tmp_path, confirmee, permis):
    fichier = ecrire(tmp_path, de_nouveau("2026-06-29", confirmee))
    if permis:
        charger(fichier)
        assert Engagement.objects.get().etat == Etat.TENU
        return
    assert "rouvert depuis" in refus(fichier)


def test_the_file_that_told_it_kept_leaves_it_reopened(rouvert, tmp_path):
    charger(ecrire(tmp_path, avec(tenu())))
    assert Engagement.objects.get().etat == Etat.EN_COURS
