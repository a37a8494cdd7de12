"""News in a minute: who has the screen, what links to it, what it costs, in English."""

import pytest
from django.test import Client

from tests.actions.minute_d_essai import action_a_suivre, adresse, lue
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, UtilisateurFactory
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe, unite):
    return action_a_suivre(axe=axe, responsable=unite)


ROLES = {
    "coordination": 200,
    "redaction": 200,
    "partenaire": 404,
    "comite": 404,
}


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize(("role", "attendu"), ROLES.items())
def test_whoever_may_change_the_action_has_it_and_anyone_else_finds_nothing(
    client_de, action, unite, role, attendu, methode
):
    client = client_de(UtilisateurFactory(organisation=unite, **{role: True}))
    assert getattr(client, methode)(adresse(action)).status_code == attendu
    assert action.nouvelles.count() == 0


@pytest.mark.parametrize("ou", ["/espace/actions/{}/nouvelle/", "/admin/actions/action/add/?modele={}"])
def test_what_was_withdrawn_with_its_page_is_neither_written_nor_copied(client_de, action, unite, ou):
    redaction = client_de(UtilisateurFactory(redaction=True, organisation=unite))
    assert redaction.get(ou.format(action.pk)).status_code == 200
    retirer(action)
    assert redaction.get(ou.format(action.pk)).status_code == 404


@pytest.mark.parametrize("methode", ["get", "post"])
def test_that_of_another_unit_answers_like_one_that_does_not_exist(client_de, action, methode):
    ailleurs = client_de(UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True)))
    reponses = [getattr(ailleurs, methode)(f"/espace/actions/{pk}/nouvelle/") for pk in (action.pk, 999_999)]
    assert [r.status_code for r in reponses] == [404, 404]
    assert lue(reponses[0]).replace(str(action.pk), "") == lue(reponses[1]).replace("999999", "")


def test_a_visitor_is_sent_to_the_login_whatever_is_there(action):
    for pk in (action.pk, 999_999):
        reponse = Client().get(f"/espace/actions/{pk}/nouvelle/")
        assert reponse["Location"].startswith("/compte/connexion/?next=")


def test_it_is_kept_by_nobody(redaction, action):
    assert redaction.get(adresse(action))["Cache-Control"] == "private, no-store"


# --- Links -----------------------------------------------------------------------------------------------


def test_the_public_page_links_to_it_for_whoever_may_change_it_and_for_nobody_else(
    client_de, redaction, action
):
    page = action.get_absolute_url()
    assert adresse(action) in redaction.get(page).content.decode()
    ailleurs = UtilisateurFactory(redaction=True, organisation=OrganisationFactory(service=True))
    for client in (Client(), client_de(UtilisateurFactory(comite=True)), client_de(ailleurs)):
        assert adresse(action) not in client.get(page).content.decode()


def test_the_page_kept_for_visitors_never_has_the_link(pages_gardees, redaction, action):
    page = action.get_absolute_url()
    assert adresse(action) in redaction.get(page).content.decode()
    for _fois in range(2):
        assert adresse(action) not in Client().get(page).content.decode()


def test_the_space_and_the_back_office_link_to_it(redaction, action):
    for page in ("/espace/", "/admin/actions/action/", f"/admin/actions/action/{action.pk}/change/"):
        assert f'href="{adresse(action)}"' in redaction.get(page).content.decode(), page


# --- Cost ------------------------------------------------------------------------------------------------


def test_what_it_costs_does_not_grow_with_what_waits(redaction, action, django_assert_max_num_queries):
    redaction.get(adresse(action))
    with django_assert_max_num_queries(MAXIMUM):
        redaction.get(adresse(action))
    for _rang in range(12):
        JalonFactory(action=action)
        ActionFactory(axe=action.axe, responsable=action.responsable, publiee=True, en_retard=True)
    with django_assert_max_num_queries(MAXIMUM):
        redaction.get(adresse(action))


MAXIMUM = 16


# --- English ---------------------------------------------------------------------------------------------


def test_it_answers_in_english_with_its_french_told_apart(redaction, action):
    reponse = redaction.get(f"/en{adresse(action)}")
    page = reponse.content.decode()
    assert reponse.status_code == 200
    assert '<html lang="en"' in page
    assert '<span lang="fr">Le bilan</span>' in page
    assert '<span lang="fr">Entreprises soutenues</span>' in page
