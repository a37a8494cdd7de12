"""The first start of a site without a plan loads the one of the demonstration; the next ones leave it."""

import pytest

from actions.models import Action, Plan
from partenariat.lancement import demonstration
from partenariat.models import Equipe
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


def test_a_site_without_a_plan_is_given_that_of_the_demonstration():
    (part,) = demonstration.manquantes()
    part.charger()
    assert Plan.objects.actif()
    assert Action.objects.publiques().exists()
    assert "inventées" in Equipe.objects.get().nom
    assert not demonstration.manquantes()


def test_a_site_that_has_a_plan_is_left_as_it_is():
    PlanFactory()
    assert not demonstration.manquantes()
