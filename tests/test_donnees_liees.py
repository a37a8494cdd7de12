"""What a page is for machines (schema.org): facts that it shows, in a block that no text of a record ends."""

import json
import re
from datetime import date, time

import pytest
from django.test import Client

from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    SeanceFactory,
)
from tests.reponses import corps
from tests.test_adresses import OUVERTES, contenu, remplir

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
BLOC = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def liees(page: str) -> dict:
    (bloc,) = BLOC.findall(page)
    assert not set("<>&") & set(bloc)
    return json.loads(bloc)


def lues(adresse: str) -> dict:
    reponse = Client().get(adresse)
    assert reponse.status_code == 200
    return liees(reponse.content.decode())


def test_every_public_page_says_what_it_is_and_where(db):
    valeurs = contenu(PlanFactory(actif=True))
    lues_ = 0
    for route, nom in OUVERTES:
        reponse = Client().get(remplir(route, valeurs), follow=True)
        page = corps(reponse)
        if nom == "connexion" or not reponse["Content-Type"].startswith("text/html"):
            continue
        texte = page.decode()
        dites = liees(texte)
        assert (dites["@context"], dites["@type"]) == ("https://schema.org", "WebPage")
        assert f'<link rel="canonical" href="{dites["url"]}"' in texte, route
        assert dites["inLanguage"] == "fr-CA"
        assert dites["name"]
        assert None not in dites.get("mainEntity", {}).values()
        lues_ += 1
    assert lues_ > 20


@pytest.fixture
def plan(db):
    return PlanFactory(actif=True, debut=date(2026, 1, 1), fin=date(2028, 12, 31), avis="Données inventées.")


def test_a_plan_says_its_years(plan):
    ActionFactory(plan=plan, publiee=True)
    entite = lues(plan.get_absolute_url())["mainEntity"]
    assert entite["@type"] == "CreativeWork"
    assert entite["temporalCoverage"] == "2026-01-01/2028-12-31"


@pytest.mark.parametrize(
    ("statut", "dit"),
    [
        ("a_venir", "PotentialActionStatus"),
        ("en_cours", "ActiveActionStatus"),
        ("realisee", "CompletedActionStatus"),
        ("suspendue", None),
    ],
)
def test_an_action_says_who_and_when_and_its_state_where_there_is_a_word_for_it(statut, dit, plan):
    action = ActionFactory(
        plan=plan, publiee=True, **({"suspendue": True} if statut == "suspendue" else {"statut": statut})
    )
    autre = ParticipationFactory(action=action, organisation__organisme=True).organisation
    entite = lues(action.get_absolute_url())["mainEntity"]
    assert entite["@id"] == SITE + action.get_absolute_url()
    assert entite.get("actionStatus") == (f"https://schema.org/{dit}" if dit else None)
    assert entite["agent"]["name"] == str(action.responsable)
    assert [(une["@type"], une["name"]) for une in entite["participant"]] == [("Organization", str(autre))]
    assert entite.get("endTime") == (action.fin.isoformat() if action.fin else None)


def test_no_program_takes_what_is_invented_for_a_fact(plan):
    action = ActionFactory(plan=plan, publiee=True)
    for adresse in (action.get_absolute_url(), plan.adresse("actions"), plan.get_absolute_url()):
        assert lues(adresse)["usageInfo"]["text"] == plan.avis


def test_an_ongoing_action_has_no_end(plan):
    action = ActionFactory(plan=plan, publiee=True, en_continu=True, fin=date(2027, 1, 1))
    assert "endTime" not in lues(action.get_absolute_url())["mainEntity"]


def test_a_commitment_says_who_promises_to_whom(plan):
    engagement = EngagementFactory(plan=plan, publie=True, signe=True)
    entite = lues(engagement.get_absolute_url())["mainEntity"]
    assert (entite["agent"]["name"], entite["recipient"]["name"]) == (
        str(engagement.partie),
        str(engagement.envers),
    )


def test_a_body_is_of_the_city_or_not(plan):
    action = ActionFactory(plan=plan, publiee=True, responsable__service=True)
    organisme = OrganisationFactory(organisme=True, site="https://exemple.test/", sigle="OEX")
    ParticipationFactory(action=action, organisation=organisme)
    verdun = OrganisationFactory(arrondissement=True)
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    types = {}
    for une in (action.responsable, organisme, verdun):
        entite = lues(plan.adresse("organisation", slug=une.slug))["mainEntity"]
        types[une.pk] = entite["@type"]
        assert ("sameAs" in entite) == (une is organisme)
    assert list(types.values()) == ["GovernmentOrganization", "Organization", "GovernmentOrganization"]


def test_a_meeting_says_when_in_montreal_and_whether_it_stands(plan):
    seance = SeanceFactory(plan=plan, convoquee=True, heure=time(13, 30))
    entite = lues(seance.get_absolute_url())["mainEntity"]
    assert entite["@type"] == "Event"
    assert re.fullmatch(rf"{seance.date}T13:30:00-0[45]:00", entite["startDate"])
    assert entite["eventStatus"].endswith("/EventScheduled")


def test_each_dataset_says_its_files_its_licence_and_that_it_is_invented(plan):
    ActionFactory(plan=plan, publiee=True)
    catalogue = lues(plan.adresse("donnees"))["mainEntity"]
    assert catalogue["@type"] == "DataCatalog"
    assert len(catalogue["dataset"]) >= 4
    for jeu in catalogue["dataset"]:
        assert jeu["@type"] == "Dataset"
        assert jeu["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert "Données inventées." in jeu["description"]
        for fichier in jeu["distribution"]:
            reponse = Client().get(fichier["contentUrl"].removeprefix(SITE))
            corps(reponse)
            assert reponse.status_code == 200
            assert reponse["Content-Type"].partition(";")[0] == fichier["encodingFormat"]


def test_no_text_ends_the_block_that_holds_it(plan):
    titre = "</script><script>alert(1)</script>&amp;<!--\u2028"
    action = ActionFactory(plan=plan, publiee=True, titre=titre)
    page = Client().get(action.get_absolute_url()).content.decode()
    assert titre in liees(page)["name"]
    assert "<script>alert" not in page


def test_a_breadcrumb_is_read_by_machines_too(plan):
    action = ActionFactory(plan=plan, publiee=True)
    page = Client().get(action.get_absolute_url()).content.decode()
    fil = page[page.index('<nav class="fil"') :].partition("</nav>")[0]
    assert 'itemtype="https://schema.org/BreadcrumbList"' in fil
    assert re.findall(r'itemprop="position" content="(\d)"', fil) == ["1", "2", "3"]
    assert fil.count('itemprop="name"') == 3
    liens = re.findall(r'itemprop="item" href="([^"]+)"', fil)
    assert [Client().get(lien).status_code for lien in liens] == [200, 200]
