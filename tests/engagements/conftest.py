import pytest

from engagements.models import Acteur
from tests.factories import OrganisationFactory, PlanFactory, UtilisateurFactory


@pytest.fixture
def plan(db):
    """The active plan."""
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def ville(db):
    return OrganisationFactory(service=True, nom="Service de l'habitation", slug="sha", sigle="SHA")


@pytest.fixture
def organisme(db):
    return OrganisationFactory(nom="Conseil d'économie sociale", slug="cesim", sigle="CESIM")


@pytest.fixture
def coordination(db):
    return UtilisateurFactory(coordination=True, first_name="Dominique", last_name="Côté")


@pytest.fixture
def partenaire(organisme):
    """An account of `organisme`."""
    noms = {"first_name": "Alex", "last_name": "Pelletier"}
    return UtilisateurFactory(partenaire=True, organisation=organisme, **noms)


@pytest.fixture
def verificatrice(ville):
    """An account of `ville`."""
    return UtilisateurFactory(redaction=True, organisation=ville, first_name="Sam", last_name="Gagnon")


@pytest.fixture
def acteur_organisme(organisme, partenaire):
    return Acteur(organisme, partenaire)


@pytest.fixture
def acteur_ville(ville, verificatrice):
    return Acteur(ville, verificatrice)
