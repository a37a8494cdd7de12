"""One address does not search, nor fetch files, without end; a person never sees it."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.http import FileResponse
from django.test import Client, RequestFactory

from actions.models import Plan
from engagements.models import Acteur
from partenariat.donnees.depots import examiner
from partenariat.entree import debits
from partenariat.entree.debits import Debits, Seaux
from tests.engagements.test_detail import PDF
from tests.factories import EngagementFactory, PlanFactory
from tests.reponses import corps

pytestmark = pytest.mark.django_db

ICI, AILLEURS = "203.0.113.7", "198.51.100.20"


@pytest.fixture
def peu(settings):
    settings.DEBITS = {"fichiers": 2, "recherches": 3}
    PlanFactory(actif=True)


@pytest.fixture
def client(peu) -> Client:
    return Client()


def statuts(client, adresses, qui=ICI) -> list[int]:
    return [client.get(adresse, REMOTE_ADDR=qui).status_code for adresse in adresses]


@pytest.mark.parametrize(
    ("adresse", "permises"),
    [
        pytest.param("/plans/actif/donnees/actions.csv", 2, id="csv"),
        pytest.param("/plans/actif/donnees/actions.json", 2, id="json"),
        pytest.param("/plans/actif/donnees/engagements.csv", 2, id="engagements"),
        pytest.param("/plans/actif/actions/?q=arbre", 3, id="recherche"),
        pytest.param("/plans/actif/engagements/?q=arbre", 3, id="recherche d'engagements"),
        pytest.param("/plans/actif/actions/?axe=zz", 3, id="critère"),
        pytest.param("/plans/actif/actions/?au=2026-03-31", 3, id="date"),
    ],
)
def test_beyond_what_a_person_asks_it_is_later(adresse, permises, client):
    vus = statuts(client, [adresse] * (permises + 2))
    assert vus == [200] * permises + [429] * 2
    refusee = client.get(adresse, REMOTE_ADDR=ICI)
    assert 0 < int(refusee["Retry-After"]) <= 60
    assert "Trop de demandes à la fois" in refusee.content.decode()
    assert statuts(client, [adresse], AILLEURS) == [200]


def test_what_is_a_file_is_counted_whatever_its_address(client):
    """Evidence, and the text that was signed; the page of the commitment is none."""
    engagement = EngagementFactory(code="E-1", publie=True, signe=True, plan=Plan.objects.get())
    source = examiner(ContentFile(PDF, "Bilan.pdf"))
    preuve = engagement.deposer(Acteur(engagement.partie), type_="rapport", titre="Bilan", source=source)
    page, vus = "/plans/actif/engagements/E-1/", []
    assert statuts(client, [page] * 4) == [200] * 4
    for adresse in [f"{page}preuves/{preuve.pk}/", f"{page}texte.txt"] * 2:
        vus.append(client.get(adresse, REMOTE_ADDR=ICI))
        corps(vus[-1])
    assert [reponse.status_code for reponse in vus] == [200] * 2 + [429] * 2
    assert statuts(client, [page]) == [200]


def test_a_file_that_is_refused_once_it_is_ready_is_closed(peu, monkeypatch):
    ouvert = BytesIO(b"octets")
    debits = Debits(lambda _request: FileResponse(ouvert))
    monkeypatch.setattr(debits, "prendre", lambda *_: 7)
    assert debits(RequestFactory().get("/x/"))["Retry-After"] == "7"
    assert ouvert.closed


@pytest.mark.parametrize(
    "adresse",
    [
        "/plans/actif/actions/",
        "/plans/actif/actions/?q=",
        "/plans/actif/actions/?q=%20",
        "/plans/actif/actions/?zz=1",
        "/",
        "/methode/",
    ],
)
def test_reading_is_not_counted(adresse, client):
    assert statuts(client, [adresse] * 8) == [200] * 8


def test_a_kept_page_is_not_counted(client, pages_gardees):
    assert statuts(client, ["/plans/actif/actions/?q=arbre"] * 8) == [200] * 8


def test_what_leads_nowhere_is_not_counted(client):
    assert statuts(client, ["/n-existe-pas.csv"] * 8) == [404] * 8
    assert statuts(client, ["/plans/actif/donnees/actions.csv"]) == [200]


def test_searches_do_not_take_from_files(client):
    statuts(client, ["/plans/actif/actions/?q=arbre"] * 5)
    assert statuts(client, ["/plans/actif/donnees/actions.csv"]) == [200]


def test_this_very_machine_is_no_visitor_unless_told(client, settings):
    assert statuts(client, ["/plans/actif/donnees/actions.csv"] * 4, "127.0.0.1") == [200] * 4
    settings.DEBITS_LOCAUX = True
    assert statuts(client, ["/plans/actif/donnees/actions.csv"] * 4, "127.0.0.1") == [200] * 2 + [429] * 2


def test_nothing_is_counted_where_no_limit_is_set(client, settings):
    settings.DEBITS = {"fichiers": 0, "recherches": 0}
    assert statuts(client, ["/plans/actif/donnees/actions.csv?q=x"] * 8) == [200] * 8


def test_it_comes_back_little_by_little_and_never_above_the_whole(monkeypatch):
    heure = 1000.0
    monkeypatch.setattr(debits.time, "monotonic", lambda: heure)
    seaux = Seaux()
    assert [seaux.prendre("q", "a", 30) for _ in range(31)] == [0] * 30 + [2]
    heure += 2
    assert [seaux.prendre("q", "a", 30) for _ in range(2)] == [0, 2]
    heure += 86_400
    assert [seaux.prendre("q", "a", 30) for _ in range(31)] == [0] * 30 + [2]


def test_it_remembers_a_bounded_number_of_addresses(monkeypatch):
    monkeypatch.setattr(debits, "ADRESSES_MAX", 3)
    seaux = Seaux()
    for n in range(50):
        seaux.prendre("q", f"10.0.0.{n}", 1)
    assert len(seaux._pleins) == 3
    assert seaux.prendre("q", "10.0.0.49", 1) > 0
