"""The dashboard: each figure is that of the list it opens, under the same filters."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comite import mesures
from comite.mesures import Perimetre
from comite.models import Preference
from comite.modules import MODULES, modules
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PartiePrenanteFactory,
    PreuveFactory,
    SeanceFactory,
    SuiteFactory,
)

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def garni(plan, axe, service):
    """Two axes, actions in several states, commitments both ways, an indicator, a follow-up."""
    autre = AxeFactory(plan=plan, numero=2, code="A2", titre="De grands projets")
    verdun = OrganisationFactory(arrondissement=True, nom="Verdun", slug="verdun", code_officiel="REM12")
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    for rang in range(12):
        traits = {("en_retard", "realisee", "a_venir", "suspendue")[rang % 4]: True}
        action = ActionFactory(
            plan=plan, axe=axe if rang % 3 else autre, publiee=True, code=f"1.{rang}", **traits
        )
        JalonFactory(action=action, atteint=rang % 2 == 0)
        if rang % 5 == 0:
            action.arrondissements.add(verdun)
        MesureFactory(indicateur=IndicateurFactory(action=action, cible_annee=2030, cible_valeur=10))
        engagement = EngagementFactory(plan=plan, publie=True, signe=True, code=f"E-{rang}", partie=service)
        engagement.actions.add(action)
        if rang % 2:
            PreuveFactory(engagement=engagement)
    ActionFactory(plan=plan, axe=axe, code="9.9", en_retard=True)
    seance = SeanceFactory(plan=plan, tenue=True)
    SuiteFactory(seance=seance, responsable=service, echeance=AUJOURD_HUI - timedelta(days=2))
    return plan


LIEN = re.compile(r'<a href="(/(?:actions|engagements)/(?:\?[^"]*)?)">([\d\u00a0]+)(?:<span|</a>)')


@pytest.mark.parametrize(
    "requete", ["", "?axe=1", "?organisation=sha", "?arrondissement=verdun", "?axe=2&arrondissement=verdun"]
)
def test_each_figure_is_that_of_its_list(garni, membre, client_de, requete):
    client = client_de(membre)
    page = client.get(f"/tableau-de-bord/{requete}").content.decode()
    liens = LIEN.findall(page)
    assert len(liens) > (12 if not requete else 2)
    for adresse, nombre in liens:
        liste = client.get(unescape(adresse)).content.decode()
        annonce = re.search(r'id="compte"[^>]*>([^<]*)', liste)[1]
        assert annonce.split()[0].replace("Aucune", "0").replace("Aucun", "0") == nombre, adresse


def test_every_module_has_its_explanation_and_each_chart_its_table(garni, membre, client_de):
    page = client_de(membre).get("/tableau-de-bord/").content.decode()
    for cle in MODULES:
        assert f'id="module-{cle}"' in page
    assert page.count("Expliquer") == len(MODULES) - 1  # no round was opened yet
    assert page.count('<svg role="img"') == 3
    assert page.count("Les données du graphique") == 3
    dessins = re.findall(r"<svg role=.*?</svg>", page, flags=re.S)
    assert not any("style=" in dessin or "<script" in dessin for dessin in dessins)
    assert "9.9" not in page


def test_the_modules_that_a_person_keeps_are_theirs(garni, membre, coordination, client_de):
    client = client_de(membre)
    client.post("/tableau-de-bord/modules/", {"module": ["axes", "suites", "inconnu"]})
    page = client.get("/tableau-de-bord/").content.decode()
    assert 'id="module-axes"' in page
    assert 'id="module-jalons"' not in page
    assert 'id="module-jalons"' in client_de(coordination).get("/tableau-de-bord/").content.decode()
    client.post("/tableau-de-bord/modules/", {})
    assert set(Preference.objects.get(utilisateur=membre).caches) == set(MODULES) - {"axes", "suites"}


def test_an_unknown_filter_is_said_and_left_aside(garni, membre, client_de):
    page = client_de(membre).get("/tableau-de-bord/?axe=99").content.decode()
    assert "laissé de côté" in page


def test_milestones_are_counted_month_by_month(plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    JalonFactory(action=action, echeance=AUJOURD_HUI.replace(day=1) - timedelta(days=40), atteint=True)
    JalonFactory(action=action, echeance=AUJOURD_HUI + timedelta(days=70))
    JalonFactory(action=action, echeance=AUJOURD_HUI + timedelta(days=70), annule=True)
    JalonFactory(action=ActionFactory(plan=plan, axe=axe), atteint=True)
    mois = mesures.jalons(Perimetre.du_plan(plan, None))
    assert (mois[0].prevus, mois[-1].prevus, mois[-1].atteints) == (1, 2, None)
    assert max(m.atteints for m in mois if m.atteints is not None) == 1
    assert all((a.fin + timedelta(days=1)).day == 1 for a in mois)


def test_what_history_does_not_reach_is_not_measured(garni):
    lus = mesures.retards(Perimetre.du_plan(garni, AUJOURD_HUI - timedelta(days=30)))
    assert lus.nouveaux is None
    assert len(lus.en_retard) == 3


def test_the_dashboard_costs_the_same_whatever_the_plan(garni, axe, membre, client_de):
    client = client_de(membre)

    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert client.get("/tableau-de-bord/").status_code == 200
        return len(requetes)

    cout()
    peu = cout()
    for rang in range(20):
        action = ActionFactory(plan=garni, axe=axe, publiee=True, en_retard=True, code=f"8.{rang}")
        JalonFactory(action=action)
        IndicateurFactory(action=action)
        EngagementFactory(plan=garni, publie=True, signe=True).actions.add(action)
    assert cout() == peu
    assert peu <= 45


def test_an_empty_plan_has_a_dashboard(plan, membre, client_de):
    assert client_de(membre).get("/tableau-de-bord/").status_code == 200
    assert len(modules(Perimetre.du_plan(plan, None), [])) == len(MODULES)
