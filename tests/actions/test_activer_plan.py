"""`activer_plan`: one active plan, chosen by name."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from actions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def deux_plans():
    Plan.objects.create(titre="Premier", slug="premier", actif=True)
    Plan.objects.create(titre="Second", slug="second")


def activer(slug: str) -> str:
    sortie = StringIO()
    call_command("activer_plan", slug, stdout=sortie)
    return sortie.getvalue()


def actifs() -> list[str]:
    return list(Plan.objects.filter(actif=True).values_list("slug", flat=True))


def test_it_makes_another_plan_the_active_one(deux_plans):
    assert "Le plan « Second » (second) est maintenant le plan actif." in activer("second")
    assert actifs() == ["second"]


def test_it_says_that_a_plan_is_active_already(deux_plans):
    assert "est déjà le plan actif" in activer("premier")
    assert actifs() == ["premier"]


def test_an_unknown_plan_is_refused_with_the_known_ones(deux_plans):
    with pytest.raises(CommandError, match=r"« tiers » n'existe pas\. Plans connus : premier, second"):
        activer("tiers")
    assert actifs() == ["premier"]


def test_it_says_that_no_plan_is_loaded():
    with pytest.raises(CommandError, match="Aucun plan n'est encore chargé"):
        activer("tiers")
