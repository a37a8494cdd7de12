"""« Tenu » and evidence are two readings: kept commitments are counted by what they rest on, everywhere."""

import re

import pytest

from comite.mesures.engagements import engagements
from comite.mesures.perimetre import Perimetre
from comite.mots.engagements import promesses
from engagements import lectures
from engagements.exports import ExportEngagements
from engagements.greffes import de_l_accueil, de_l_organisation
from engagements.models import Engagement
from engagements.models.etats import AppuiDuTenu, Etat, LecturePreuve
from tests.factories import EngagementFactory, PreuveFactory, UtilisateurFactory, VerificationFactory

pytestmark = pytest.mark.django_db

ATTENDUS = {"verifiee": 1, "deposee": 2, "sans": 3}


@pytest.fixture
def promis(plan, ville, organisme):
    """One kept with verified evidence, two with some, three on a confirmed word; one proposed, one signed."""
    entre = {"plan": plan, "partie": ville, "envers": organisme, "publie": True}
    for appui, combien in ATTENDUS.items():
        for engagement in EngagementFactory.create_batch(combien, tenu=True, **entre):
            if appui != "sans":
                preuve = PreuveFactory(engagement=engagement)
                if appui == "verifiee":
                    VerificationFactory(declaration=None, preuve=preuve)
    EngagementFactory(code="E-P", **entre)
    EngagementFactory(code="E-S", signe=True, **entre)
    return plan


def par_appui(comptes) -> dict[str, int]:
    return {compte.appui: compte.nombre for compte in comptes if compte.appui}


def test_each_footing_has_the_word_of_its_evidence():
    assert AppuiDuTenu.values == LecturePreuve.values


def test_home_bodies_and_committee_split_the_kept_ones_alike(promis, ville, organisme):
    assert par_appui(s.compte for s in de_l_accueil(promis)["segments"]) == ATTENDUS
    assert par_appui(de_l_organisation(promis, ville)["pris_tenus"]) == ATTENDUS
    assert par_appui(de_l_organisation(promis, organisme)["recus_tenus"]) == ATTENDUS
    assert de_l_organisation(promis, organisme)["pris_tenus"] == []
    (de_la_ville, _autre) = engagements(Perimetre.du_plan(promis, None))
    assert par_appui(de_la_ville.etats) == ATTENDUS
    dites = promesses(de_la_ville)
    assert {e["appui"]: e["nombre"] for e in dites["etats"] if "appui" in e} == ATTENDUS
    assert sum(e["nombre"] for e in dites["etats"]) == dites["total"] == 8


def test_nowhere_is_their_sum_said_alone(promis):
    comptes = Engagement.objects.values("plan").annotate(**lectures.comptes()).get()
    assert all(c.appui for c in lectures.par_etat(comptes) if c.etat == Etat.TENU)


@pytest.mark.parametrize(("appui", "combien"), ATTENDUS.items())
def test_each_count_leads_to_the_commitments_that_it_counts(promis, client, appui, combien):
    lignes = client.get(f"/plans/actif/donnees/engagements.json?tenu={appui}").json()
    assert [ligne["tenu"] for ligne in lignes] == [appui] * combien
    page = client.get("/").content.decode()
    assert f'href="/plans/actif/engagements/?tenu={appui}"' in page
    assert (
        client.get(f"/plans/actif/engagements/?tenu={appui}")
        .content.decode()
        .count('class="ligne ligne--promesse"')
        == combien
    )
    organisation = client.get("/plans/actif/organisations/sha/").content.decode()
    assert re.search(
        rf"organisation=sha&amp;tenu={appui}.*?<strong>{combien}</strong>", organisation, re.DOTALL
    )


def test_the_dashboard_gives_a_line_to_each(promis, client_de):
    page = (
        client_de(UtilisateurFactory(roles=("coordination",)))
        .get("/plans/actif/tableau-de-bord/")
        .content.decode()
    )
    for appui, combien in ATTENDUS.items():
        assert re.search(rf'tenu={appui}">{combien}</a>', page)
        assert str(AppuiDuTenu(appui).label) in page


def test_the_dataset_says_it_of_each(promis):
    (colonne,) = [c for c in ExportEngagements(promis).colonnes if c.nom == "tenu"]
    dits = [colonne.json(e) for e in Engagement.objects.all()]
    assert {appui: dits.count(appui) for appui in ATTENDUS} == ATTENDUS
    assert dits.count(None) == 2


def test_what_one_side_alone_signed_is_not_counted_as_signed_by_both(promis, client):
    dit = de_l_accueil(promis)
    assert (dit["total"], dit["signes"], dit["verifies"]) == (8, 7, 1)
    assert "réciproque" not in client.get("/").content.decode()


def test_home_says_that_what_was_signed_and_then_withdrawn_is_not_counted(promis, client):
    Engagement.objects.get(code="E-S").retirer(
        UtilisateurFactory(coordination=True), "Le bail est rompu.", sans_decision="Avant le registre."
    )
    deux_fois = [
        e for e in client.get("/plans/actif/donnees/engagements.json").json() if len(e["signatures"]) == 2
    ]
    assert len(deux_fois) == 7
    assert "6 signés par les deux parties et non retirés, dont 1 appuyés" in client.get("/").content.decode()
