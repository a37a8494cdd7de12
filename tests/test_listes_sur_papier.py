"""A list on paper: every row that the criteria find, in one table; beyond what paper is for, its file."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partenariat.presentation import listes
from tests.factories import ActionFactory, AxeFactory, DecisionFactory, EngagementFactory, PlanFactory
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
LISTES = {"actions": 8, "engagements": 8, "comite/decisions": 9}
"""Queries of each; a decision tells what it does to the plan, and what was withdrawn of that."""
COMBIEN = listes.PAR_PAGE + 5


@pytest.fixture
def plan(db):
    plan = PlanFactory(actif=True, slug="actif")
    axe = AxeFactory(plan=plan, numero=1)
    seance = None
    for rang in range(COMBIEN):
        ActionFactory(plan=plan, axe=axe, publiee=True, code=f"1.{rang}", en_continu=rang == 1)
        EngagementFactory(plan=plan, publie=True, signe=True, code=f"E-{rang}", echeance=None)
        decision = DecisionFactory(**({"seance": seance} if seance else {"seance__plan": plan}))
        seance = decision.seance
    ActionFactory(plan=plan, axe=axe, code="9.9", titre="Secret")
    approuver(seance)
    return plan


def lignes(page: str) -> int:
    return len(re.findall(r'<th scope="row">', page))


@pytest.mark.parametrize("nom", LISTES)
def test_every_row_is_there_and_the_list_leads_to_it(client, plan, nom):
    liste = client.get(f"/plans/actif/{nom}/").content.decode()
    (vers,) = re.findall(r'href="(\?[^"]*papier=1[^"]*)"', liste)
    with CaptureQueriesContext(connection) as requetes:
        reponse = client.get(f"/plans/actif/{nom}/{vers}")
    page = reponse.content.decode()
    assert lignes(page) == COMBIEN
    assert len(requetes) <= LISTES[nom]
    assert "Secret" not in page
    assert "Seules les" not in page
    assert 'id="filtres"' not in page
    assert f'href="/plans/actif/{nom}/"' in page


@pytest.mark.parametrize("nom", LISTES)
def test_beyond_what_paper_is_for_the_file_has_them_all(client, plan, nom, monkeypatch):
    monkeypatch.setattr(listes, "PAR_FEUILLE", 7)
    page = client.get(f"/plans/actif/{nom}/?papier=1").content.decode()
    assert lignes(page) == 7
    assert "Seules les 7 premières lignes sont ici" in page
    assert ".csv" in page


def test_the_criteria_hold_and_are_said(client, plan):
    page = client.get("/plans/actif/actions/?papier=1&q=1.7").content.decode()
    assert lignes(page) == 1
    assert re.search(r"«\s1\.7\s»", page)
    assert "/plans/actif/actions/?q=1.7" in page


def test_values_are_said_and_what_is_not_known_is_not_a_zero(client, plan):
    page = client.get("/plans/actif/actions/?papier=1").content.decode()
    assert "en continu" in page
    assert "non mesuré" in page
    for colonne in ("Code", "Action", "Responsable", "État", "Fin", "Avancement"):
        assert f">{colonne}</th>" in page


@pytest.mark.parametrize("dit", ["0", "oui", "2", "1&page=2"])
def test_it_is_asked_for_by_one_word_and_has_one_page(client, plan, dit):
    page = client.get(f"/plans/actif/actions/?papier={dit}").content.decode()
    assert ("feuille-liste" in page) == dit.startswith("1")
    if dit.startswith("1"):
        assert lignes(page) == COMBIEN
