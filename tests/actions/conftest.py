import pytest

from tests.factories.actions import AxeFactory, PlanFactory
from tests.factories.partenariat import OrganisationFactory, UtilisateurFactory


@pytest.fixture
def plan(db):
    """The active plan, with one axis."""
    plan = PlanFactory(actif=True, slug="actif", titre="Plan actif")
    AxeFactory(plan=plan, numero=1, code="A1", titre="Entrepreneuriat collectif")
    return plan


@pytest.fixture
def axe(plan):
    return plan.axes.get()


@pytest.fixture
def unite(db):
    """A department of the City, on whose behalf `redaction` signs in."""
    return OrganisationFactory(service=True, nom="Service de l'habitation")


@pytest.fixture
def redaction(client_de, unite):
    """A client signed in as an editor of `unite`."""
    return client_de(
        UtilisateurFactory(redaction=True, organisation=unite, first_name="Alex", last_name="Roy")
    )


@pytest.fixture
def coordination(client_de):
    """A client signed in as a coordinator."""
    return client_de(UtilisateurFactory(coordination=True, first_name="Dominique", last_name="Côté"))
