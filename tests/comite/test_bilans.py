"""The annual review: figures as of the cut-off, frozen when published, the same in page and PDF."""

import json
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actions.bilans import bilan_par_axe
from actions.models import Action
from actions.models.publication import TransitionRefusee
from comite import bilans
from comite.models import Bilan
from tests.factories import (
    ActionFactory,
    BilanAxeFactory,
    BilanFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    UtilisateurFactory,
)
from tests.formulaires import ouvrir

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()
HIER = AUJOURD_HUI - timedelta(days=1)


@pytest.fixture
def garni(plan, axe):
    """A published action late and measured, one without milestone, one abandoned, a draft."""
    mesuree = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, titre="Ouvrir des locaux")
    JalonFactory(action=mesuree, titre="Premier local", atteint=True)
    JalonFactory(action=mesuree)
    mesuree.fin, mesuree.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
    mesuree.save()
    IndicateurFactory(action=mesuree, nom="Locaux ouverts")
    ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True, titre="Sans jalon")
    ActionFactory(plan=plan, axe=axe, code="1.3", publiee=True, abandonnee=True)
    ActionFactory(plan=plan, axe=axe, code="1.4", titre="ACTION-CACHÉE", en_retard=True)
    EngagementFactory(plan=plan, code="E-01", publie=True, signe=True)
    return plan


@pytest.fixture
def bilan(garni, axe):
    """A draft for this year, as of today."""
    bilan = BilanFactory(plan=garni, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI, introduction="Une année.")
    BilanAxeFactory(bilan=bilan, axe=axe, recit="Trois **projets** #let x <script>alert(1)</script>")
    return bilan


def publier(bilan: Bilan, par) -> Bilan:
    """As on the day after the cut-off: history of this test begins today."""
    lues = bilans.calculer(bilan)
    bilan.donnees, bilan.publication = json.dumps(lues, ensure_ascii=False), "publiee"
    bilan.publie_le = timezone.now()
    bilan.save()
    return bilan


def test_the_figures_are_those_of_the_plan(bilan, garni):
    lues = bilans.calculer(bilan)
    (groupe,) = bilan_par_axe(garni)
    assert lues["ensemble"]["total"] == groupe.total == 3
    assert lues["ensemble"]["avancement"] == groupe.avancement.avancement == 50
    assert (lues["ensemble"]["mesurees"], lues["ensemble"]["suivies"]) == (1, 2)
    assert sum(cote["total"] for cote in lues["engagements"]) == 1
    assert "ACTION-CACHÉE" not in json.dumps(lues, ensure_ascii=False)


def test_what_changed_and_what_is_not_measured_is_told(bilan):
    lues = bilans.calculer(bilan)
    changements = lues["changements"]
    assert [a["code"] for a in changements["nouvelles"]] == ["1.1", "1.2", "1.3"]
    assert [(r["code"], r["motif"]) for r in changements["reports"]] == [("1.1", "Appel d'offres.")]
    assert [(a["code"], a["sans_decision"]) for a in changements["abandonnees"]] == [
        ("1.3", "Avant le registre.")
    ]
    assert [a["code"] for a in lues["non_mesures"]["actions"]] == ["1.2", "1.3"]
    assert [i["titre"] for i in lues["non_mesures"]["indicateurs"]] == ["Locaux ouverts"]
    assert [j["titre"] for j in lues["jalons"]["atteints"]] == ["Premier local"]


def test_before_its_first_day_history_makes_nothing_up(garni):
    lues = bilans.calculer(BilanFactory(plan=garni, annee=2025, arret=HIER.replace(year=2025)))
    assert (lues["axes"], lues["ensemble"]) == ([], None)


def test_only_the_coordination_publishes_past_the_cut_off_with_words(bilan, garni, coordination):
    with pytest.raises(TransitionRefusee, match="Seule la coordination"):
        bilans.publier(bilan, UtilisateurFactory(comite=True))
    with pytest.raises(TransitionRefusee, match="une fois passé"):
        bilans.publier(bilan, coordination)
    muet = BilanFactory(plan=garni, annee=2024, arret=HIER)
    with pytest.raises(TransitionRefusee, match="l'introduction"):
        bilans.publier(muet, coordination)
    muet.introduction = "Une année."
    muet.save()
    bilans.publier(muet, coordination)
    muet.refresh_from_db()
    assert muet.public
    bilans.depublier(muet, coordination)
    assert (muet.public, muet.donnees) == (False, "")


def test_a_draft_does_not_exist_for_the_public(bilan):
    for chemin in (f"/bilans/{bilan.annee}/", f"/bilans/{bilan.annee}.pdf"):
        assert Client().get(chemin).status_code == 404
    assert (
        str(bilan.annee) not in Client().get("/bilans/").content.decode().split("<main")[1].split("</main")[0]
    )


def test_the_published_figures_do_not_move_any_more(bilan, coordination):
    publier(bilan, coordination)
    avant = Client().get(f"/bilans/{bilan.annee}/").content
    Action.objects.filter(code="1.1").update(titre="Un autre titre", statut="realisee")
    assert Client().get(f"/bilans/{bilan.annee}/").content == avant


def test_page_and_pdf_say_the_same(bilan, coordination):
    publier(bilan, coordination)
    page = Client().get(f"/bilans/{bilan.annee}/").content.decode().replace("&#x27;", "'")
    assert "<strong>projets</strong>" in page
    assert "<script>alert" not in page
    assert "Appel d'offres." in page
    reponse = Client().get(f"/bilans/{bilan.annee}.pdf")
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse.content == bilans.pdf(bilan)
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext est introuvable.")
    lu = subprocess.run(["pdftotext", "-", "-"], input=reponse.content, capture_output=True, check=True)
    texte = lu.stdout.decode().replace("\n", " ")
    for attendu in (
        "Un soutien accru",
        "Appel d'offres.",
        "#let x <script>",
        "Avant le registre.",
        "Sans jalon",
    ):
        assert attendu in texte, attendu


def test_the_coordination_writes_and_publishes_in_the_back_office(garni, axe, coordination, client_de):
    client = client_de(coordination)
    bilan = BilanFactory(plan=garni, annee=2025, arret=HIER)
    chemin = f"/admin/comite/bilan/{bilan.pk}/change/"
    champs = ouvrir(client, chemin, "bilan_form") | {
        "introduction": "Une année.",
        "axes-0-axe": axe.pk,
        "axes-0-recit": "Trois projets.",
        "_publier": "1",
    }
    reponse = client.post(chemin, champs)
    assert reponse.status_code == 302, reponse.context["errors"]
    bilan.refresh_from_db()
    assert bilan.public
    assert bilan.axes.get().recit == "Trois projets."
    figee = ouvrir(client, chemin, "bilan_form")
    assert "introduction" not in figee
    client.post(chemin, figee | {"_depublier": "1"})
    bilan.refresh_from_db()
    assert not bilan.public
