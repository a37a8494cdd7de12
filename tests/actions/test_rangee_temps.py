"""The line of time of a row: drawn from the row itself, once a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.frises.plan import echelle_du_plan
from actions.frises.rangee import JALONS, avec_temps, rangee_temps
from actions.models import Action
from tests.factories.actions import ActionFactory, JalonFactory

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


def dans(jours):
    return ICI + timedelta(days=jours)


def ligne(action):
    with CaptureQueriesContext(connection) as requetes:
        (lue,) = avec_temps(Action.objects.filter(pk=action.pk).select_related("plan"))
        dessin = rangee_temps(lue, echelle_du_plan(lue.plan))
    assert len(requetes) == 1
    return dessin


def test_an_action_under_way_has_what_is_done_and_what_is_left():
    action = ActionFactory(publiee=True, debut=dans(-30), fin=dans(60))
    JalonFactory(action=action, echeance=dans(-20), atteint_le=dans(-20))
    JalonFactory(action=action, echeance=dans(-5))
    JalonFactory(action=action, echeance=dans(20))
    dessin = ligne(action)
    for forme in ("rt-fait", "rt-reste", "m--disque", "m--triangle", "m--anneau", "t-jour"):
        assert dessin.count(forme) == 1


@pytest.mark.parametrize("sorte", ["suspendue", "abandonnee"])
def test_what_is_set_aside_lasts_no_longer(sorte):
    action = ActionFactory(publiee=True, debut=dans(-30), fin=dans(60), **{sorte: True})
    JalonFactory(action=action, echeance=dans(-5))
    dessin = ligne(action)
    assert "rt-reste" not in dessin
    assert "rt-fait" not in dessin
    assert "m--croix" in dessin


def test_what_is_to_come_has_nothing_done():
    assert "rt-fait" not in ligne(ActionFactory(publiee=True, a_venir=True, debut=dans(-3), fin=dans(60)))


def test_what_ended_before_the_plan_is_said_in_words():
    action = ActionFactory(publiee=True, realisee=True, debut=date(2018, 1, 1), fin=date(2019, 5, 1))
    assert "<span>terminée en 2019</span>" in ligne(action)
    JalonFactory(action=action, echeance=date(2019, 1, 1), atteint_le=date(2020, 2, 1))
    assert "<span>terminée en 2020</span>" in ligne(action)


def test_an_action_without_dates_has_no_line():
    dessin = ligne(ActionFactory(publiee=True, debut=None, en_continu=True))
    assert "rt-" not in dessin.replace("rt rt--", "")
    assert "m--" not in dessin


def test_a_line_is_bounded():
    action = ActionFactory(publiee=True, debut=dans(-30), fin=dans(60))
    for _rang in range(JALONS + 5):
        JalonFactory(action=action, echeance=dans(3))
    assert ligne(action).count("m--anneau") == JALONS


def test_the_list_draws_its_lines_without_one_more_query(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True, code="1.1")
    JalonFactory(action=action)
    brouillon = ActionFactory(plan=plan, axe=axe, code="1.2")
    JalonFactory(action=brouillon, en_retard=True)
    page = client.get(plan.adresse("actions")).content.decode()
    assert page.count('class="rt ') == 1
    assert "m--anneau" in page
    assert "m--triangle" not in page.split('id="resultats"')[1]
