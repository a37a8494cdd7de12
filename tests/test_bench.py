"""The measures have something to measure: what they are filled with passes the guards of today."""

import pytest

from actions.models import Action
from bench.generateur import peupler
from engagements.models import Engagement, Preuve


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_a_small_plan_is_filled_with_all_that_is_measured():
    peupler(20, lambda _dit: None)
    assert Action.objects.count() == 20
    assert Engagement.objects.filter(etat="tenu").exists()
    assert Preuve.objects.exclude(fichier="").exists()
