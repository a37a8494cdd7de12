"""Where an address leads nowhere, what it ends with is ready to be searched: its words, and nothing else."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partenariat.presentation.mots_de_l_adresse import mots_de_l_adresse
from tests.factories import ActionFactory, EngagementFactory, PlanFactory

pytestmark = pytest.mark.django_db


def propose(page: str) -> str:
    (dit,) = re.findall(r'<input type="search" id="q" name="q" value="([^"]*)"', page)
    return unescape(dit)


@pytest.mark.parametrize("langue", ["", "/en"])
@pytest.mark.parametrize(
    ("chemin", "mots"),
    [
        ("/plans/actif/actions/1.99/", "1.99"),
        ("/plans/actif/actions/1,99/", "1,99"),
        ("/plans/actif/actions/1.99,/", "1.99"),
        ("/plans/actif/actions/,1,a,9/", "1 a 9"),
        ("/plans/actif/actions/1.\u200b99/", "1.99"),
        ("/plans/actif/engagements/E-99/", "E-99"),
        ("/plans/actif/engagements/E–99/", "E–99"),
        ("/plans/actiff/actions/1.1/", "1.1"),
        ("/plans/actif/organisations/chantier-de-l-economie/", "chantier de l economie"),
        ("/plans/partenariat-2027/", "partenariat-2027"),
        ("/recherch/", "recherch"),
        ("/plans/actif/bilan.html", "bilan"),
        ("/plans/actif/actions/<script>alert(1)</script>/", "script"),
        ('/plans/actif/actions/1"onfocus="x/', "1 onfocus x"),
        ("/a%E2%80%AEb%00/", "a b"),
    ],
)
def test_a_missing_page_is_ready_to_search_what_its_address_ends_with(langue, chemin, mots):
    PlanFactory(actif=True, slug="actif")
    reponse = Client().get(langue + chemin)
    assert reponse.status_code == 404
    assert propose(reponse.content.decode()) == mots


@pytest.mark.parametrize(
    "ecrit", ["actiff/actions/3.2", "actif/actions/3,2", "actif/actions/3.\u200b2", "actif/actions/3.2,"]
)
def test_what_it_offers_names_the_row_that_was_meant_and_no_other(ecrit):
    plan = PlanFactory(actif=True, slug="actif")
    for code in ("3.2", "2.3", "2"):
        ActionFactory(plan=plan, code=code, titre=f"3 pas, {code}", publiee=True)
    page = Client().get(f"/plans/{ecrit}/")
    assert page.status_code == 404
    trouvee = Client().get("/recherche/", {"q": propose(page.content.decode())}, follow=True)
    assert [exacte.code for exacte in trouvee.context["reponse"].exacts] == ["3.2"]


@pytest.mark.parametrize(
    "chemin",
    [
        "/",
        "//",
        "/espace/lien/abcDEF123/",
        "/en/espace/lien/abc/",
        "/compte/x/",
        "/admin/actions/action/1/",
        "/Espace/abc/",
        f"/plans/actif/actions/{'x' * 31}/",
        f"/{'mot-' * 30}/",
        "/…/",
        "/.php",
    ],
)
def test_it_says_again_neither_a_key_nor_what_nobody_typed(chemin):
    assert mots_de_l_adresse(chemin) == ""


def test_the_page_of_a_draft_is_that_of_what_never_was():
    """Same words for both but its own code, and not a query more."""
    plan = PlanFactory(actif=True, slug="actif")
    ActionFactory(plan=plan, code="7.1")
    EngagementFactory(plan=plan, code="E-71")
    for genre, brouillon, jamais in (("actions", "7.1", "7.2"), ("engagements", "E-71", "E-72")):
        lues = []
        for code in (brouillon, jamais):
            with CaptureQueriesContext(connection) as requetes:
                reponse = Client().get(f"/plans/actif/{genre}/{code}/")
            assert reponse.status_code == 404
            page = reponse.content.decode()
            assert propose(page) == code
            lues.append((page.replace(code, ""), len(requetes)))
        assert lues[0] == lues[1]
