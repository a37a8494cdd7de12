"""The tables of a page turn each by itself; what they count is still the whole."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comite.seance import depuis_par_groupes
from comite.sorties.tableau import pieces
from partenariat.presentation import pages
from tests.comite.tableau import morceau
from tests.factories import ActionFactory, EngagementFactory, ParticipationFactory, SeanceFactory
from tests.retraits import retirer

pytestmark = pytest.mark.django_db
CODE = re.compile(r'<span class="ligne__code">([^<]+)</span>')


@pytest.fixture(autouse=True)
def courtes(monkeypatch):
    monkeypatch.setattr(pages, "PAR_TABLE", 3)
    monkeypatch.setattr(pieces, "PAR_LISTE", 3)


@pytest.fixture
def garni(plan, axe, service):
    """Seven actions of one body, all late, in which it takes part too; seven commitments, all kept."""
    for rang in range(1, 8):
        action = ActionFactory(
            plan=plan, axe=axe, publiee=True, en_retard=True, code=f"1.{rang}", responsable=service
        )
        ParticipationFactory(action=action, organisation=service)
        EngagementFactory(plan=plan, publie=True, tenu=True, code=f"E-{rang}", partie=service)
    return plan


def lire(client, adresse: str) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    return reponse.content.decode()


def test_the_pages_of_an_axis_are_its_actions_each_once(garni, client):
    toutes = [lire(client, f"/plans/actif/axes/1/?page={n}") for n in (1, 2, 3)]
    assert [CODE.findall(page) for page in toutes] == [
        ["1.1", "1.2", "1.3"],
        ["1.4", "1.5", "1.6"],
        ["1.7"],
    ]
    assert all("7 actions" in page.replace("\xa0", " ") for page in toutes)
    assert 'href="?page=3#page"' in toutes[1]
    assert re.search(r'<p class="papier">\s*page 2 sur 3\s*</p>', toutes[1]), "what is printed says so"


def test_the_kept_page_of_an_axis_is_that_of_its_page(garni, client, pages_gardees):
    for _ in range(2):
        assert CODE.findall(lire(client, "/plans/actif/axes/1/?page=3")) == ["1.7"]
        assert CODE.findall(lire(client, "/plans/actif/axes/1/")) == ["1.1", "1.2", "1.3"]


def test_the_kept_register_of_withdrawals_turns_its_pages(garni, client, pages_gardees):
    for action in garni.actions.par_code()[:4]:
        retirer(action)
    assert lire(client, "/retraits/").count('<tr id="retrait-') == 3
    assert lire(client, "/retraits/?page=2").count('<tr id="retrait-') == 1


def test_each_table_of_a_body_turns_by_itself_and_keeps_the_others(garni, client):
    page = lire(client, "/plans/actif/organisations/sha/?page-participe=2&page-promis=3&zz=1")
    repond, participe, promis = (
        CODE.findall(morceau(page, cle)) for cle in ("page-repond", "page-participe", "page-promis")
    )
    assert (repond, participe, promis) == (["1.1", "1.2", "1.3"], ["1.4", "1.5", "1.6"], ["E-7"])
    assert 'href="?page-participe=2&amp;page-promis=3&amp;page-repond=2#page-repond"' in page
    assert "zz" not in page
    assert len(set(re.findall(r'<nav class="pagination"\s+aria-label="([^"]+)"', page))) == 3
    # Of all seven, on whatever page.
    tenus = re.search(r"seulement</span>\s*<strong>(\d+)<", morceau(page, "page-promis"))
    assert tenus[1] == "7"


def test_the_dashboard_shows_a_page_of_the_list_that_a_figure_counts(garni, membre, client_de):
    page = lire(
        client_de(membre), "/plans/actif/tableau-de-bord/?axe=1&parts-retards-tous=3&parts-fraicheur-a_jour=2"
    )
    assert "En retard (7)" in page
    assert re.findall(r"(1\.\d+) ·", morceau(page, "parts-retards-tous")) == ["1.7"]
    assert re.findall(r"(1\.\d+) ·", morceau(page, "parts-fraicheur-a_jour")) == ["1.4", "1.5", "1.6"]
    assert 'href="?axe=1&amp;parts-fraicheur-a_jour=2&amp;parts-retards-tous=2#parts-retards-tous"' in page


def test_what_moved_is_shown_whole_or_one_group_at_a_time(garni, axe, membre, client_de, monkeypatch):
    SeanceFactory(plan=garni, tenue=True, date=timezone.localdate() - timedelta(days=1))
    prochaine = SeanceFactory(plan=garni, convoquee=True)
    client, adresse = client_de(membre), prochaine.adresse("preparation")
    entier = lire(client, adresse)
    assert "groupe=" not in entier
    assert 'id="axe-1"' in entier
    monkeypatch.setattr(depuis_par_groupes, "ENTIER", 3)
    resume = lire(client, adresse)
    assert f'href="{adresse}?groupe=axe-1#axe-1"' in resume
    assert "page-immobiles" not in resume
    faits = lire(client, f"{adresse}?groupe=axe-1")
    assert '<details class="explication" id="axe-1" open>' in faits
    assert f'href="{adresse}?groupe=axe-1&amp;page-immobiles=2#page-immobiles"' in faits
