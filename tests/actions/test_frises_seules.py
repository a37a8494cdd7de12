"""One axis in time, and what a body answers for: the same marks as the plan's, of these alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from actions.frises.parties import frise_de_l_axe, frise_de_l_organisation
from actions.frises.plan import PILE
from tests.factories.actions import ActionFactory, AxeFactory, JalonFactory
from tests.factories.partenariat import OrganisationFactory
from tests.passe import reculer

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


@pytest.fixture
def sde(db):
    return OrganisationFactory(service=True, nom="Service du développement", slug="sde")


def etats(frise):
    return sorted((m.etat, m.nombre) for rangee in frise.rangees for m in rangee.marques)


def test_an_axis_draws_its_own_public_milestones(plan, axe, django_assert_num_queries):
    JalonFactory(action=ActionFactory(plan=plan, axe=axe, publiee=True), atteint=True)
    JalonFactory(action=ActionFactory(plan=plan, axe=axe))
    ailleurs = AxeFactory(plan=plan, numero=2, code="A2")
    JalonFactory(action=ActionFactory(plan=plan, axe=ailleurs, publiee=True))
    with django_assert_num_queries(1):
        frise = frise_de_l_axe(plan, axe)
    assert etats(frise) == [("atteint", 1)]
    assert [part.texte for part in frise.parts] == ["1 atteint"]


def test_a_body_draws_what_it_answers_for_across_axes(plan, axe, sde):
    autre_axe = AxeFactory(plan=plan, numero=2, code="A2")
    for sien in (axe, autre_axe):
        action = ActionFactory(plan=plan, axe=sien, publiee=True, responsable=sde)
        for _rang in range(PILE):
            JalonFactory(action=action, en_retard=True)
    JalonFactory(action=ActionFactory(plan=plan, axe=axe, publiee=True))
    frise = frise_de_l_organisation(plan, sde)
    # Of both axes together: too high a stack is one mark and a figure, which leads to their list.
    assert etats(frise) == [("en_retard", 2 * PILE)]
    assert frise.rangees[0].marques[0].adresse == f"{plan.adresse('actions')}?organisation=sde"


def test_the_pages_show_it_and_say_it_in_words(client, plan, axe, sde):
    action = ActionFactory(plan=plan, axe=axe, publiee=True, code="1.1", responsable=sde)
    JalonFactory(action=action, titre="Trousse", en_retard=True)
    for adresse in ("/plans/actif/axes/1/", "/plans/actif/organisations/sde/"):
        page = client.get(adresse).content.decode()
        assert "Les mêmes dates en mots" in page
        assert page.count("1.1, Trousse") >= 2, "the mark, and the list under it"
        assert 'class="frise-retard"' in page
        assert "empilee" not in page


def test_a_past_day_draws_what_was_known_then(client, transactional_db, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True, code="1.1")
    jalon = JalonFactory(action=action, titre="Ancienne trousse", echeance=ICI + timedelta(days=40))
    reculer(10)
    jalon.titre = "Nouvelle trousse"
    jalon.save()
    passe = (ICI - timedelta(days=5)).isoformat()
    page = client.get(f"/plans/actif/axes/1/?au={passe}").content.decode()
    assert "Ancienne trousse" in page
    assert "Nouvelle trousse" not in page
    assert f"/plans/actif/actions/1.1/?au={passe}" in page


def test_an_axis_without_dates_has_no_drawing(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True)
    page = client.get("/plans/actif/axes/1/").content.decode()
    assert "frise--seule" not in page
    assert "phrase__chiffres" in page
