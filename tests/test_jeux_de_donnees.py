"""Walks every dataset of `/plans/actif/donnees/`: where each row comes from, and the days that it tells."""

import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from comite.models import Seance
from engagements.models import Declaration, Engagement, Preuve, Signature, Verification
from partenariat.donnees.colonnes import JOUR, Colonne
from partenariat.donnees.recherche import sans_accents
from partenariat.donnees.sorties import FORMATS
from tests import tableurs
from tests.factories import DeclarationFactory, PlanFactory, VerificationFactory
from tests.passe import reculer, sans_gardes
from tests.test_adresses import ADRESSES, contenu

pytestmark = pytest.mark.django_db

JEUX = sorted({nom for _route, nom in ADRESSES if nom.startswith("donnees-")})
MONTREAL = ZoneInfo("America/Toronto")
AVIS = "Données de démonstration."


@pytest.fixture(scope="module")
def plan(base_du_module):
    with base_du_module():
        plan = PlanFactory(actif=True, avis=AVIS)
        contenu(plan)
        engagement = Engagement.objects.get()
        VerificationFactory(declaration=DeclarationFactory(engagement=engagement))
        return plan


def fichier(jeu: str, format_: str = "json") -> bytes:
    reponse = Client().get(reverse(jeu, kwargs={"format_": format_}))
    assert reponse.status_code == 200
    return reponse.content


def lignes(jeu: str, format_: str) -> list[dict]:
    """The rows of a dataset, whatever the format."""
    return tableurs.lignes(fichier(jeu, format_), format_)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("jeu", JEUX)
def test_every_row_says_where_it_comes_from(jeu, format_, plan):
    Action.objects.update(provenance="inventé")
    Engagement.objects.update(provenance="inventé")
    lues = lignes(jeu, format_)
    assert lues
    assert {ligne["provenance"] for ligne in lues} == {"inventé"}


@pytest.mark.parametrize("jeu", JEUX)
def test_a_row_without_a_word_of_its_own_says_the_notice_of_its_plan(jeu, plan):
    assert {ligne["provenance"] for ligne in lignes(jeu, "json")} == {AVIS}


def test_every_dataset_describes_its_provenance(plan):
    page = Client().get("/plans/actif/donnees/").content.decode()
    assert page.count("<code>provenance</code>") == len(JEUX)


MOMENTS = {
    "the last evening of november": datetime(2025, 11, 30, 23, 30, tzinfo=MONTREAL),
    "the evening when the clock goes back": datetime(2025, 11, 2, 23, 30, tzinfo=MONTREAL),
    "the hour that comes twice": datetime(2025, 11, 2, 1, 30, fold=1, tzinfo=MONTREAL),
    "the evening when the clock goes forward": datetime(2026, 3, 8, 23, 30, tzinfo=MONTREAL),
    "half an hour after midnight": datetime(2025, 11, 2, 0, 30, tzinfo=MONTREAL),
}
QUI_DATENT = (Action, Engagement, Signature, Declaration, Verification, Preuve, Seance)
UN_JOUR = re.compile(r"\d{4}-\d\d-\d\d(?![\dT-])")
UNE_HEURE = re.compile(r"\d\d:\d\d")


@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS.keys())
@pytest.mark.parametrize("jeu", JEUX)
def test_a_file_tells_the_day_of_montreal_and_no_hour_since_none_is_shown(jeu, moment, plan):
    attendu, autre = moment.date().isoformat(), moment.astimezone(UTC).date().isoformat()
    with sans_gardes(*QUI_DATENT):
        for modele in QUI_DATENT:
            moments = [c.name for c in modele._meta.fields if isinstance(c, models.DateTimeField)]
            for nom in moments:
                modele.objects.filter(**{f"{nom}__isnull": False}).update(**{nom: moment})
    for format_ in FORMATS:
        texte = json.dumps(lignes(jeu, format_), ensure_ascii=False, default=str)
        assert not UNE_HEURE.findall(texte)
        if attendu != autre:
            assert autre not in UN_JOUR.findall(texte)


LE_SOIR = MOMENTS["the last evening of november"]


@pytest.mark.parametrize(
    ("valeur", "lu"),
    [
        (LE_SOIR, "2025-11-30"),
        ([{"qui": "A", "le": LE_SOIR}], [{"qui": "A", "le": "2025-11-30"}]),
    ],
    ids=["alone", "in a list"],
)
def test_a_column_keeps_the_day_of_a_moment(valeur, lu):
    assert Colonne("le", JOUR, "", lambda _ligne: valeur).json(None) == lu


def test_the_dictionary_says_that_dates_are_days(plan):
    page = Client().get("/plans/actif/donnees/").content.decode()
    assert "Toute date est un jour, à Montréal" in page
    assert "heure (UTC)" not in page


def test_a_signature_made_in_the_evening_bears_the_day_of_montreal(plan):
    with sans_gardes(Signature):
        Signature.objects.update(le=MOMENTS["the last evening of november"])
    (engagement,) = lignes("donnees-engagements", "json")
    assert {signature["le"] for signature in engagement["signatures"]} == {"2025-11-30"}


@pytest.mark.parametrize("langue", ["", "/en"])
def test_the_day_that_is_given_as_an_example_answers(langue, plan):
    """The history of this plan begins today."""
    page = Client().get(f"{langue}/plans/actif/donnees/").content.decode()
    (exemple,) = re.findall(r"<code>(\?au=[^<]*)</code>", page)
    assert exemple == f"?au={timezone.localdate()}"
    assert Client().get(f"{langue}/plans/actif/donnees/actions.csv{exemple}").status_code == 200


@pytest.mark.parametrize("langue", ["", "/en"])
def test_of_a_past_day_the_example_is_that_day(langue, plan):
    reculer(30)
    le = timezone.localdate() - timedelta(days=10)
    page = Client().get(f"{langue}/plans/actif/donnees/?au={le}").content.decode()
    assert f"<code>?au={le}</code>" in page


def test_the_introduction_names_every_dataset(plan):
    page = unescape(Client().get("/plans/actif/donnees/").content.decode())
    (chapeau,) = re.findall(r'<p class="chapeau">(.*?)</p>', page, re.DOTALL)
    for jeu in JEUX:
        assert jeu.removeprefix("donnees-") in sans_accents(chapeau)
