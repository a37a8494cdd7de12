from datetime import timedelta

import pytest
from django.utils import timezone

from comite.models import Seance
from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    JalonFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
    UtilisateurFactory,
)


@pytest.fixture
def plan(db):
    """The active plan."""
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def axe(plan):
    return AxeFactory(plan=plan, numero=1, code="A1", titre="Un soutien accru")


@pytest.fixture
def service(db):
    return OrganisationFactory(service=True, nom="Service de l'habitation", slug="sha", sigle="SHA")


@pytest.fixture
def membre(db):
    """An account of the committee."""
    return UtilisateurFactory(comite=True)


@pytest.fixture
def coordination(db):
    return UtilisateurFactory(coordination=True)


@pytest.fixture
def action(plan, axe, service):
    """A published action in force, with an open milestone."""
    action = ActionFactory(
        plan=plan, axe=axe, publiee=True, code="1.1", titre="Ouvrir des locaux", responsable=service,
        fin=timezone.localdate() + timedelta(days=200),
    )  # fmt: skip
    JalonFactory(action=action, titre="Premier local", echeance=timezone.localdate() + timedelta(days=60))
    return action


@pytest.fixture
def engagement(plan, action):
    engagement = EngagementFactory(plan=plan, code="E-01", publie=True, signe=True)
    engagement.actions.add(action)
    return engagement


@pytest.fixture
def seance(plan) -> Seance:
    """Called for today, with the quorum of two reached."""
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", convoquee=True)
    for _ in range(2):
        PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    return seance


@pytest.fixture
def point(seance, action):
    return PointFactory(seance=seance, rang=1, titre="Action 1.1", nature="action", action=action)


@pytest.fixture
def client_du_comite(membre, client_de):
    return client_de(membre)
