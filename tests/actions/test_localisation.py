"""The locator: the places of one action, in the hue of its axis, and the sentence that names them."""

import re

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from actions.autour import autour_de
from actions.localisation import localisation_de_l_action
from partenariat.presentation.dessins import ile
from tests.factories.actions import ActionFactory, AxeFactory, PartiePrenanteFactory
from tests.factories.partenariat import OrganisationFactory


@pytest.fixture
def lieux(plan):
    nes = {}
    for code in ("REM12", "REM09", "REM05"):
        nom = ile.arrondissements()[code].nom
        nes[code] = OrganisationFactory(arrondissement=True, nom=nom, code_officiel=code, slug=code.lower())
        PartiePrenanteFactory(plan=plan, organisation=nes[code])
    return nes


def localisation_de(action):
    autour = autour_de(action)
    with CaptureQueriesContext(connection) as requetes:
        localisation = localisation_de_l_action(action, autour["territoire"])
        contexte = {"localisation": localisation, "plan": action.plan}
        piece = render_to_string("composants/localisation.html", contexte, RequestFactory().get("/"))
    assert not len(requetes)
    return localisation, piece


def dit(piece: str) -> str:
    return re.sub("[ \\n]+", " ", re.sub(r"<[^>]+>", "", piece)).strip()


def test_it_fills_the_places_of_an_action_and_names_them(plan, axe, lieux):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    action.arrondissements.set(lieux.values())
    localisation, piece = localisation_de(action)
    traces = [f.trace for code, f in ile.arrondissements().items() if code in lieux]
    assert localisation.pleins == "".join(traces)
    assert dit(piece) == "Trois arrondissements\N{NO-BREAK SPACE}: Anjou, Outremont et Verdun"
    assert 'href="/plans/actif/organisations/rem12/"' in piece
    assert 'class="localisation axe-1"' in piece


def test_one_place_is_one(plan, axe, lieux):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    action.arrondissements.add(lieux["REM12"])
    assert dit(localisation_de(action)[1]) == "Un arrondissement\N{NO-BREAK SPACE}: Verdun"


def test_the_whole_territory_is_that_of_the_plan(plan, axe, lieux):
    partout = ActionFactory(plan=plan, axe=axe, publiee=True, tout_le_territoire=True)
    localisation, piece = localisation_de(partout)
    assert localisation.vises == lieux.keys()
    assert dit(piece) == "Tout le territoire"


def test_what_the_plan_does_not_say_is_said_so_and_nothing_is_filled(plan, axe, lieux):
    localisation, piece = localisation_de(ActionFactory(plan=plan, axe=axe, publiee=True))
    assert localisation.pleins == ""
    assert "localisation__pleins" not in piece
    assert dit(piece) == "Le plan ne dit pas où cette action se passe."


def test_a_plan_of_another_city_has_its_sentence_and_no_island(plan, axe):
    chomedey = OrganisationFactory(arrondissement=True, nom="Chomedey", slug="chomedey", code_officiel="")
    PartiePrenanteFactory(plan=plan, organisation=chomedey)
    action = ActionFactory(plan=plan, axe=axe, publiee=True, tout_le_territoire=True)
    assert "<svg" not in localisation_de(action)[1]
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    action.arrondissements.add(chomedey)
    assert "<svg" not in localisation_de(action)[1]
    assert dit(localisation_de(action)[1]) == "Un arrondissement\N{NO-BREAK SPACE}: Chomedey"


def test_a_sixth_axis_takes_the_first_hue_again(plan):
    action = ActionFactory(plan=plan, axe=AxeFactory(plan=plan, numero=6), publiee=True)
    assert localisation_de(action)[0].teinte == 1


def test_many_are_said_in_figures(plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    for code in list(ile.arrondissements())[:17]:
        action.arrondissements.add(OrganisationFactory(arrondissement=True, code_officiel=code))
    assert dit(localisation_de(action)[1]).startswith("17 arrondissements")


def test_the_page_of_a_borough_shows_where_it_is_and_that_of_another_body_does_not(client, plan, axe, lieux):
    page = client.get("/plans/actif/organisations/rem12/").content.decode()
    assert page.count('class="localisation__pleins"') == 1
    assert f'class="localisation__pleins" d="{ile.arrondissements()["REM12"].trace}"' in page
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    autre = client.get(f"/plans/actif/organisations/{action.responsable.slug}/").content.decode()
    assert "localisation__ile" not in autre
