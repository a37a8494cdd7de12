"""The packet: accessible, frozen, made again to the byte; its figures are the dashboard's and the data's."""

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from actions.models import Action
from actions.models.publication import TransitionRefusee
from comite import dossier as regles
from comite.models import Dossier
from partenariat.presentation.pdf import DocumentRefuse, composer
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    JalonFactory,
    PlanFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
    SuiviFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(transactional_db):
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def prochaine(plan, axe, service):
    """A meeting to come, with an agenda; a late action, a realised one, a draft."""
    avant = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=40))
    SuiteFactory(seance=avant, libelle="Déposer l'évaluation", responsable=service)
    tardive = ActionFactory(
        plan=plan, axe=axe, code="1.1", publiee=True, en_retard=True, titre="Ouvrir des locaux"
    )
    JalonFactory(action=tardive, atteint=True, titre="Premier local")
    JalonFactory(action=tardive)
    SuiviFactory(action=tardive, public=True, texte="Le bail est signé.")
    SuiviFactory(action=tardive, texte="NOTE-INTERNE")
    ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True, realisee=True)
    ActionFactory(plan=plan, axe=axe, code="1.3", titre="ACTION-CACHÉE", en_retard=True)
    EngagementFactory(plan=plan, code="E-01", publie=True, signe=True, en_retard=True)
    seance = SeanceFactory(plan=plan, numero="CMO-2026-09", lieu="Hôtel de ville")
    PointFactory(seance=seance, rang=1, titre="Action 1.1 #let x = 1 *gras* <script>", action=tardive)
    return seance


def texte(pdf: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext est introuvable.")
    sortie = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return sortie.stdout.decode()


def test_the_packet_is_frozen_with_its_fingerprints(prochaine, coordination):
    dossier = regles.preparer(prochaine, coordination)
    assert hashlib.sha256(bytes(dossier.pdf)).hexdigest() == dossier.empreinte
    assert hashlib.sha256(dossier.donnees.encode()).hexdigest() == dossier.empreinte_donnees
    assert dossier.par == coordination
    with refusee("dossier_inalterable"):
        Dossier.objects.filter(pk=dossier.pk).update(donnees="{}")
    with refusee("dossier_inalterable"):
        Dossier.objects.filter(pk=dossier.pk).delete()


def test_it_is_made_again_to_the_byte_after_the_plan_changed(prochaine):
    dossier = regles.preparer(prochaine)
    Action.objects.filter(code="1.1").update(titre="Un tout autre titre")
    ActionFactory(plan=prochaine.plan, publiee=True, en_retard=True)
    prochaine.points.update(titre="Autre point")
    assert regles.refaire(dossier)
    suivant = regles.preparer(prochaine)
    assert (suivant.rang, suivant.empreinte == dossier.empreinte) == (2, False)
    assert "Un tout autre titre" in suivant.donnees
    assert "Un tout autre titre" not in dossier.donnees


def test_it_is_tagged_french_and_reads_in_order(prochaine):
    pdf = bytes(regles.preparer(prochaine).pdf)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/Lang (fr" in pdf or b"pdfuaid" in pdf
    lu = texte(pdf)
    attendus = [
        "Dossier de la séance CMO-2026-09",
        "Table des matières",
        "Ordre du jour",
        "Suites de la dernière séance",
        "Depuis la dernière séance",
        "Lectures par axe",
        "Jalons prévus et atteints",
        "1.1 · Ouvrir des locaux",
        "poids atteint",
        "Dernier suivi",
        "Le bail est signé.",
        "Couverture par les preuves",
        "Ce qui appelle l’attention",
    ]
    place = 0
    for attendu in attendus:
        place = lu.find(attendu, place)
        assert place >= 0, attendu
    # What a person typed is text, never markup.
    assert "#let x = 1 *gras* <script>" in lu.replace("\n", " ")
    for absent in ("ACTION-CACHÉE", "NOTE-INTERNE"):
        assert absent not in lu


def test_an_inaccessible_document_is_refused(tmp_path):
    gabarit = tmp_path / "image.typ"
    gabarit.write_text(
        '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"9\\" height=\\"9\\"/>"), '
        'format: "svg")'
    )
    with pytest.raises(DocumentRefuse, match="alt"):
        composer(gabarit, {"titre": "Essai", "date": "2026-11-24", "langue": "fr"})


def test_its_figures_are_those_of_the_dashboard_and_of_the_open_data(prochaine, membre, client_de):
    lu = json.loads(regles.preparer(prochaine).donnees)
    client = client_de(membre)
    actions = list(csv.DictReader(io.StringIO(client.get("/donnees/actions.csv").content.decode())))
    assert lu["ensemble"]["total"] == len(actions) == 2
    en_retard = [a["code"] for a in actions if a["echeancier"] == "en_retard"]
    assert [a["code"] for a in lu["retards"]["en_retard"]] == en_retard == ["1.1"]
    assert {e["etat"]: e["nombre"] for e in lu["ensemble"]["echeanciers"]}["en_retard"] == 1
    mesures = [int(a["avancement"]) for a in actions if a["avancement"]]
    assert (lu["ensemble"]["somme"], lu["ensemble"]["mesurees"]) == (sum(mesures), len(mesures))
    engagements = json.loads(client.get("/donnees/engagements.json").content)
    assert sum(p["total"] for p in lu["engagements"]) == len(engagements) == 1
    page = client.get("/tableau-de-bord/").content.decode()
    assert re.search(r"echeancier=en_retard\">1<", page)
    assert lu["ensemble"]["avancement_dit"] in page


def test_the_pages_of_the_meeting_prepare_it_and_hand_it_over(prochaine, membre, client_de):
    client = client_de(membre)
    assert client.get(prochaine.adresse("dossier-pdf")).status_code == 404
    client.post(prochaine.adresse("dossier"))
    dossier = Dossier.objects.get()
    reponse = client.get(prochaine.adresse("dossier-pdf"))
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content == bytes(dossier.pdf)
    assert json.loads(client.get(prochaine.adresse("dossier-json") + "?rang=1").content)["numero"] == (
        "CMO-2026-09"
    )
    assert client.get(prochaine.adresse("dossier-pdf") + "?rang=2").status_code == 404
    assert client.get(prochaine.adresse("dossier-pdf") + "?rang=abc").status_code == 404
    assert dossier.empreinte in client.get(prochaine.adresse("preparation")).content.decode()


def test_the_command_prepares_then_makes_again(prochaine, tmp_path):
    def lancer(*options) -> str:
        sortie = StringIO()
        call_command("preparer_dossier", *options, stdout=sortie)
        return sortie.getvalue()

    assert "figé" in lancer("CMO-2026-09", "--sortie", str(tmp_path))
    assert (tmp_path / "dossier-CMO-2026-09-1.pdf").read_bytes() == bytes(Dossier.objects.get().pdf)
    assert "mêmes octets" in lancer("CMO-2026-09")
    assert Dossier.objects.count() == 1
    lancer("CMO-2026-09", "--nouveau")
    assert Dossier.objects.count() == 2
    with pytest.raises(CommandError, match=r"n'existe pas\. Séances du plan : .*CMO-2026-09"):
        lancer("CMO-0")


def test_the_cut_off_may_be_an_earlier_day(prochaine):
    prochaine.arret_des_donnees = timezone.localdate() - timedelta(days=1)
    prochaine.save()
    assert timezone.localdate(regles.arret_de(prochaine)) == prochaine.arret_des_donnees
    # The history of this test begins today.
    with pytest.raises(TransitionRefusee, match="ne remonte pas"):
        regles.preparer(prochaine)
