"""Documents are made in a process that ends with them, a few at a time; its failure is said."""

import json
import logging
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from django.test import Client

from comite.models import Bilan
from partenariat.donnees.processus import Indisponible
from partenariat.presentation.atelier import Refuse
from partenariat.presentation.fabrique import ATELIER, fabriquer
from tests.comite.dossiers import seance_garnie
from tests.factories import BilanFactory

RACINE = Path(__file__).resolve().parents[2]
PAGE = "#title()\n#d.titre"
MOTEURS = {"typst"}


def page(texte: str = PAGE) -> bytes:
    entete = "#let d = json(bytes(sys.inputs.donnees))\n#set document(title: d.titre, date: none)\n"
    donnees = json.dumps({"titre": "Essai"})
    return fabriquer("document", texte=entete + texte, donnees=donnees)


def ateliers() -> list[psutil.Process]:
    """Those that run: what another test left dead has no command line to read."""
    trouves = []
    for processus in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            if str(ATELIER.fichier) in processus.cmdline():
                trouves.append(processus)
    return trouves


def remplacer_l_atelier(monkeypatch, tmp_path, code: str) -> None:
    faux = tmp_path / "atelier.py"
    faux.write_text(code)
    monkeypatch.setattr(ATELIER, "fichier", faux)


def test_who_asks_never_loads_the_engines():
    code = (
        "import django, sys; django.setup()\n"
        "import comite.sorties.tableau.views, comite.sorties.bilan.views, comite.sorties.dossier.views\n"
        "from tests.comite.test_fabrique import page\n"
        "assert page().startswith(b'%PDF')\n"
        f"print(sorted({MOTEURS} & set(sys.modules)))"
    )
    fini = subprocess.run(
        [sys.executable, "-c", code], cwd=RACINE, env=os.environ | {"CACHE_URL": "locmem://"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert fini.stdout == "[]\n", fini.stderr


def test_the_workshop_knows_neither_django_nor_a_database():
    code = "import sys; sys.path.insert(0, sys.argv[1]); import atelier; print('django' in sys.modules)"
    dossier = RACINE / "partenariat" / "presentation"
    dit = subprocess.run([sys.executable, "-I", "-c", code, dossier], capture_output=True, check=True).stdout
    assert dit == b"False\n"


def test_the_same_work_gives_the_same_bytes():
    assert page() == page()


def test_what_is_refused_says_why():
    with pytest.raises(Refuse, match="inconnu"):
        page('#panic("inconnu")')


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("import time; time.sleep(60)", "arrêté après"),
        (
            "import os, sys; sys.stdout.write('[]'); sys.stdout.flush(); os.kill(os.getpid(), 9)",
            "terminé par -9",
        ),
        ("raise ValueError('brisé')", "terminé par 1 ValueError: brisé"),
    ],
    ids=["trop-long", "tue-en-route", "en-erreur"],
)
def test_a_process_that_fails_is_one_line_of_the_journal(monkeypatch, tmp_path, caplog, code, dit):
    remplacer_l_atelier(monkeypatch, tmp_path, code)
    monkeypatch.setattr(ATELIER, "delai", 1)
    with caplog.at_level(logging.WARNING), pytest.raises(Indisponible):
        page()
    (ligne,) = caplog.records
    assert dit in ligne.getMessage()
    assert "\n" not in ligne.getMessage()
    assert ligne.exc_info is None
    assert not ateliers()
    # What failed gave its place back.
    monkeypatch.undo()
    assert page()


def test_two_at_a_time_and_the_third_waits(monkeypatch, tmp_path):
    remplacer_l_atelier(monkeypatch, tmp_path, "import time; time.sleep(0.5); print('[]')")
    monkeypatch.setattr(ATELIER, "patience", 5)
    ensemble, vus = [], []

    def compter():
        ensemble.append(len(ateliers()))

    fils = [threading.Thread(target=lambda: vus.append(fabriquer("document"))) for _ in range(3)]
    for un in fils:
        un.start()
    for _ in range(4):
        fils[0].join(0.1)
        compter()
    for un in fils:
        un.join()
    assert max(ensemble) == ATELIER.a_la_fois
    assert len(vus) == 3


@pytest.fixture
def occupe(monkeypatch):
    """Every place is taken, for longer than anyone waits."""
    monkeypatch.setattr(ATELIER, "patience", 0.01)
    monkeypatch.setattr(ATELIER, "places", threading.BoundedSemaphore(1))
    ATELIER.places.acquire()


def test_a_public_document_answers_503_and_when_to_come_back(plan, axe, occupe):
    axes = [{"numero": 1, "nom": "A", "total": 1, "lectures": [], "recit": ""}]
    donnees = {"axes": axes, "introduction": "", "titre": "Bilan 2020", "date": "2020-12-31", "langue": "fr"}
    BilanFactory(
        plan=plan, annee=2020, arret="2020-12-31", publication="publiee", donnees=json.dumps(donnees),
        publie_le="2021-01-15T12:00Z",
    )  # fmt: skip
    assert Bilan.objects.publics().exists()
    for _ in range(2):  # The second would be the kept one, were the first kept.
        reponse = Client(raise_request_exception=False).get("/plans/actif/bilans/2020.pdf")
        assert reponse.status_code == 503
        assert reponse["Retry-After"] == "10"
        assert "pas pu être fait" in reponse.content.decode()


def test_the_dashboard_is_drawn_whole_while_no_document_can_be_made(
    plan, axe, service, membre, client_de, occupe
):
    seance_garnie(plan, axe, service)
    reponse = client_de(membre).get("/plans/actif/tableau-de-bord/")
    assert reponse.status_code == 200
    assert 'class="matrice"' in reponse.content.decode()


def test_a_packet_that_cannot_be_made_now_says_so_and_writes_nothing(
    plan, axe, service, coordination, client_de, occupe
):
    seance = seance_garnie(plan, axe, service)
    client = client_de(coordination)
    reponse = client.post(f"{seance.get_absolute_url()}dossier/", follow=True)
    assert "rien n&#x27;a été inscrit" in reponse.content.decode()
    assert not seance.dossiers.exists()
