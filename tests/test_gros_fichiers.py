"""A large dataset is read by pieces and sent from disk: the same bytes, and never half of them."""

import csv
import io
import json

import openpyxl
import pytest
from django.db import connection
from django.http import FileResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partenariat.donnees import sorties
from partenariat.donnees.colonnes import Colonne
from partenariat.donnees.sorties import FORMATS
from tests.factories import ActionFactory, AxeFactory, EngagementFactory, PlanFactory, PreuveFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db

JEUX = ("donnees-actions", "donnees-engagements", "donnees-preuves")
TOTAL = 7


@pytest.fixture(scope="module")
def plan(base_du_module):
    with base_du_module():
        plan = PlanFactory(actif=True)
        axe = AxeFactory(plan=plan, numero=1)
        for rang in range(TOTAL):
            ActionFactory(
                plan=plan, axe=axe, publiee=True, code=f"1.{rang}", description="Un\r\n« deux »\n" * 40
            )
            PreuveFactory(engagement=EngagementFactory(plan=plan, publie=True, signe=True, code=f"E-{rang}"))
        return plan


@pytest.fixture
def par_morceaux(monkeypatch):
    monkeypatch.setattr(sorties, "MORCEAU", 2)
    monkeypatch.setattr(sorties, "EN_MEMOIRE", 100)


def lire(jeu: str, format_: str, requete: str = ""):
    return Client().get(reverse(jeu, kwargs={"format_": format_}) + requete)


def lignes(octets: bytes, format_: str) -> list:
    if format_ == "json":
        return json.loads(octets)
    if format_ == "csv":
        return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"))))
    return list(openpyxl.load_workbook(io.BytesIO(octets)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("requete", ["", "?au={}"], ids=["aujourd-hui", "au"])
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("jeu", JEUX)
def test_by_pieces_or_at_once_a_file_is_the_same(jeu, format_, requete, plan, monkeypatch):
    if requete:
        reculer(10)
    requete = requete.format(timezone.localdate().isoformat())
    petit = lire(jeu, format_, requete)
    assert not petit.streaming  # The cache of pages keeps it.
    monkeypatch.setattr(sorties, "MORCEAU", 2)
    monkeypatch.setattr(sorties, "EN_MEMOIRE", 100)
    gros = lire(jeu, format_, requete)
    octets = gros.getvalue()
    assert isinstance(gros, FileResponse)
    assert int(gros["Content-Length"]) == len(octets)
    for entete in ("Content-Type", "Content-Disposition", "Access-Control-Allow-Origin"):
        assert gros[entete] == petit[entete]
    lues = lignes(octets, format_)
    assert lues == lignes(petit.content, format_)
    assert len(lues) == TOTAL + (format_ != "json")
    if format_ != "xlsx":  # A workbook bears the hour at which it was written.
        assert octets == petit.content


@pytest.mark.parametrize("jeu", JEUX)
def test_json_is_written_as_it_always_was(jeu, plan):
    octets = lire(jeu, "json").content
    assert octets == json.dumps(json.loads(octets), ensure_ascii=False, indent=1).encode()


def test_no_row_is_an_empty_list(plan):
    assert lire("donnees-actions", "json", "?q=introuvable").content == b"[]"


@pytest.mark.parametrize("format_", FORMATS)
def test_rows_are_never_all_in_memory(plan, par_morceaux, format_):
    with CaptureQueriesContext(connection) as requetes:
        lire("donnees-actions", format_).getvalue()
    # What comes with the rows is asked for with each piece of them.
    par_piece = [r for r in requetes if r["sql"].startswith('SELECT "actions_participation"')]
    assert len(par_piece) == -(-TOTAL // 2)


@pytest.mark.parametrize("format_", FORMATS)
def test_what_fails_on_the_way_is_an_error_and_no_file(plan, par_morceaux, monkeypatch, format_):
    vraie, lues = Colonne.json, []

    def casser(colonne, objet):
        lues.append(objet)
        if colonne.nom == "titre" and objet.code == "1.5":
            raise RuntimeError("panne")
        return vraie(colonne, objet)

    monkeypatch.setattr(Colonne, "json", casser)
    reponse = Client(raise_request_exception=False).get(
        reverse("donnees-actions", kwargs={"format_": format_})
    )
    assert reponse.status_code == 500
    assert "Content-Disposition" not in reponse
    assert len({o.pk for o in lues}) == 6
