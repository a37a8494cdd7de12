"""Markdown has one bound: of the form, of the column, of its history and of the plan file."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from actions.models import Action
from partenariat.donnees.champs import LONG, TexteRiche
from partenariat.histoire.evenements import Evenement
from tests.actions.plan_d_essai import ecrire, plan, refus
from tests.factories import ActionFactory
from tests.formulaires import envoyer, ouvrir, texte
from tests.test_tout import lus, relatif

pytestmark = pytest.mark.django_db

RICHES = [
    champ
    for modele in apps.get_models()
    for champ in modele._meta.get_fields()
    if isinstance(champ, TexteRiche)
]
MONTRE = re.compile(r'(?:traduit:"(\w+)"|\w+\.(\w+))\|texte_riche')
TROP = "é" * (LONG + 1)


def test_whatever_is_shown_as_markdown_is_bounded():
    montres = {
        next(filter(None, trouve.groups()))
        for gabarit in lus(".html")
        if relatif(gabarit).startswith("templates/")
        for trouve in MONTRE.finditer(gabarit.read_text())
    }
    assert montres == {champ.name.removesuffix("_en") for champ in RICHES}
    assert "description" in montres


@pytest.mark.parametrize("champ", RICHES, ids=str)
def test_its_column_holds_no_more(champ):
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT character_maximum_length FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = %s AND column_name = %s",
            [champ.model._meta.db_table, champ.column],
        )
        assert curseur.fetchone() == (LONG,)


def test_history_has_the_same_bound():
    suivis = {champ.model for champ in RICHES if not issubclass(champ.model, Evenement)}
    assert {m.pgh_tracked_model for c in RICHES if issubclass(m := c.model, Evenement)} == suivis


def test_a_form_says_so_and_gives_every_word_back(redaction, unite):
    action = ActionFactory(responsable=unite, description="Avant.")
    page = reverse("admin:actions_action_change", args=[action.pk])
    reponse = envoyer(redaction, page, ouvrir(redaction, page), description=TROP)
    assert "Ce texte a 20001 caractères; il en tient au plus 20000." in texte(reponse)
    assert TROP in reponse.content.decode()
    assert Action.objects.get().description == "Avant."
    # The browser would cut what one pastes, without a word.
    zone = re.search(r'<textarea[^>]*name="description"[^>]*>', reponse.content.decode())[0]
    assert "maxlength" not in zone
    assert envoyer(redaction, page, ouvrir(redaction, page), description=TROP[:-1]).status_code == 302


@pytest.mark.parametrize("cle", ["description_fr", "description_en"])
def test_a_plan_file_that_holds_more_is_refused_in_its_place(tmp_path, cle):
    fichier = plan()
    fichier["actions"][0][cle] = TROP
    dit = refus(ecrire(tmp_path, fichier))
    assert f"{cle} : trouvé" in dit
    assert f"un texte d'au plus {LONG} caractères (celui-ci en a {LONG + 1})" in dit


def test_a_piece_of_news_of_a_plan_file_too(tmp_path):
    fichier = plan()
    fichier["actions"][0]["nouvelles"] = [{"date": "2026-01-05", "texte": TROP}]
    assert f"un texte d'au plus {LONG} caractères" in refus(ecrire(tmp_path, fichier))
