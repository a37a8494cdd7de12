import pytest

from tests.factories.actions import AxeFactory, PlanFactory


@pytest.fixture
def plan(db):
    """The active plan, with one axis."""
    plan = PlanFactory(actif=True, slug="actif", titre="Plan actif")
    AxeFactory(plan=plan, numero=1, code="A1", titre="Entrepreneuriat collectif")
    return plan


@pytest.fixture
def axe(plan):
    return plan.axes.get()
