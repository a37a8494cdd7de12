"""Walks every public address for the days around the first one of a plan's history: unknown is not none."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.historique import histoire_depuis, phrase_avant
from actions.models import Plan
from partenariat.presentation.formats import date_longue
from partenariat.textes.cles import PAGES
from tests.factories import PlanFactory
from tests.passe import reculer
from tests.reponses import corps, dits_d_elle_meme
from tests.test_adresses import SANS_LANGUE, SERVIES, contenu, remplir

pytestmark = pytest.mark.django_db

JOURS = 30
SANS_DATE = {"plans", "connexion", "methode", "retraits", "opensearch", *PAGES.values()}
SANS_DATE |= SANS_LANGUE - {"sitemap-plan"}
"""What they say depends on no plan, or on no day."""
DATEES = [adresse for adresse in SERVIES if adresse[1] not in SANS_DATE]
NIENT = re.compile(r"\b(aucun|aucune|nul|nulle|no|none|nothing|(?<!essai )0)\s", re.IGNORECASE)
"""What is said of nothing."""


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    """Two plans whose history begins `JOURS` ago."""
    with base_du_module():
        tous = {False: contenu(PlanFactory(actif=True)), True: contenu(PlanFactory())}
        reculer(JOURS)
        return tous


def lire(route: str, valeurs, jours: int, langue: str = ""):
    """The answer, so many days after the first one of history."""
    jour = premier_jour() + timedelta(days=jours)
    adresse = langue + remplir(route, valeurs["<slug:plan>" in route])
    return Client().get(f"{adresse}?au={jour}")


def premier_jour() -> date:
    return timezone.localdate() - timedelta(days=JOURS)


def texte_de(reponse) -> str:
    """What the page says in its own part, without tags."""
    page = corps(reponse).decode()
    principal = re.search(r"<main\b.*?</main>", page, re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", principal[0] if principal else page))


@pytest.mark.parametrize(("route", "nom"), DATEES, ids=[route for route, _ in DATEES])
def test_the_day_before_its_history_a_plan_says_one_sentence_and_nothing_of_what_was(route, nom, valeurs):
    phrase = phrase_avant(premier_jour())
    assert date_longue(premier_jour()) in phrase
    reponse = lire(route, valeurs, -1)
    if reponse["Content-Type"].startswith("text/html"):
        nomme = re.search(r"<(?!slug:plan)", route)
        assert reponse.status_code == (404 if nomme else 200)
        assert reponse.content.decode().count(f">{phrase.replace(chr(39), '&#x27;')}<") == 1
        assert not NIENT.search(texte_de(reponse))
        assert "tel qu'il était le 1" not in texte_de(reponse)
    else:
        assert (reponse.status_code, reponse["Content-Type"]) == (404, "text/plain; charset=utf-8")
        assert reponse.content.decode() == phrase


@pytest.mark.parametrize(("route", "nom"), DATEES, ids=[route for route, _ in DATEES])
def test_what_shows_nothing_is_not_cited_nor_said_elsewhere(route, nom, valeurs):
    reponse = lire(route, valeurs, -1)
    page = corps(reponse).decode()
    if reponse["Content-Type"].startswith("text/html"):
        assert 'name="description"' in page
    assert dits_d_elle_meme(page) == []


@pytest.mark.parametrize("jours", [0, 1], ids=["the first day", "the day after"])
@pytest.mark.parametrize(("route", "nom"), DATEES, ids=[route for route, _ in DATEES])
def test_from_its_first_day_on_a_plan_is_read(route, nom, jours, valeurs):
    reponse = lire(route, valeurs, jours)
    assert reponse.status_code == 200
    assert phrase_avant(premier_jour()) not in unescape(corps(reponse).decode(errors="replace"))


@pytest.mark.parametrize(("route", "nom"), DATEES, ids=[route for route, _ in DATEES])
def test_what_gives_a_file_gives_no_page_of_the_days_before(route, nom, valeurs):
    aujourd_hui = Client().get(remplir(route, valeurs["<slug:plan>" in route]))
    corps(aujourd_hui)
    en_page = aujourd_hui["Content-Type"].startswith("text/html")
    assert lire(route, valeurs, -1)["Content-Type"].startswith("text/html" if en_page else "text/plain")


def test_the_sentence_is_english_under_en(valeurs):
    page = lire("/plans/actif/actions/", valeurs, -1, "/en").content.decode()
    assert "The history of this plan begins here on" in page


@pytest.mark.parametrize("route", ["/methode/", "/accessibilite/", "/confidentialite/"])
def test_a_page_that_no_day_changes_is_the_same_before_history(route, valeurs):
    assert phrase_avant(premier_jour()) not in unescape(lire(route, valeurs, -1).content.decode())


def test_the_list_of_plans_says_it_too_before_the_first_of_them(valeurs):
    page = lire("/plans/", valeurs, -1)
    assert phrase_avant(premier_jour()) in unescape(page.content.decode())
    assert not NIENT.search(texte_de(page))
    assert phrase_avant(premier_jour()) not in unescape(lire("/plans/", valeurs, 0).content.decode())


@pytest.mark.parametrize(
    "adresse",
    [
        "/plans/actif/actions/",
        "/plans/actif/engagements/",
        "/plans/actif/comite/decisions/",
        "/plans/actif/comite/",
    ],
)
def test_a_day_that_is_asked_for_goes_from_the_first_of_history_to_today(adresse, valeurs):
    page = Client().get(adresse).content.decode()
    champ = re.search(r'<input type="date" id="(?:au|le)"[^>]*>', page)[0]
    assert f'max="{timezone.localdate()}"' in champ
    depuis = "2009-01-01" if adresse == "/plans/actif/comite/" else premier_jour()
    assert f'min="{depuis}"' in champ


@pytest.mark.parametrize(
    ("jours", "lue"), [(-1, True), (0, False), (1, False)], ids=["yesterday", "today", "tomorrow"]
)
def test_a_day_to_come_is_never_read(jours, lue, valeurs):
    jour = timezone.localdate() + timedelta(days=jours)
    reponse = Client().get(f"/plans/actif/actions/?au={jour}")
    assert bool(reponse.context["au"]) is lue
    assert bool(reponse.context["au_laisse_de_cote"]) is (jours > 0)
    assert Client().get(f"/plans/actif/donnees/actions.csv?au={jour}").status_code == (
        400 if jours > 0 else 200
    )


def test_the_first_day_is_known_without_a_query_where_the_plan_was_read_with_it(
    valeurs, django_assert_num_queries
):
    plan = Plan.objects.avec_histoire().get(actif=True)
    with django_assert_num_queries(0):
        assert histoire_depuis(plan) == premier_jour()


def test_a_page_that_shows_no_figure_says_the_day_of_none(valeurs):
    assert "Chiffres du" in lire("/", valeurs, 0).content.decode()
    assert "Chiffres du" not in lire("/", valeurs, -1).content.decode()
