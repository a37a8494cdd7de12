"""Somebody who will be away, and the colleague who keeps their desk."""

import pytest

from partenariat.models import Suppleance
from tests.factories import OrganisationFactory, SuppleanceFactory, UtilisateurFactory


@pytest.fixture
def absente(db):
    unite = OrganisationFactory(service=True)
    return UtilisateurFactory(redaction=True, organisation=unite, first_name="Lou", last_name="Roy")


@pytest.fixture
def collegue(db):
    unite = OrganisationFactory(service=True)
    return UtilisateurFactory(redaction=True, organisation=unite, first_name="Sam", last_name="Côté")


@pytest.fixture
def suppleance(absente, collegue) -> Suppleance:
    return SuppleanceFactory(absent=absente, suppleant=collegue)
