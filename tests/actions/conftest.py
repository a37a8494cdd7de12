from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    PlanFactory,
)
from tests.factories.partenariat import OrganisationFactory, UtilisateurFactory
from tests.passe import reculer


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


@pytest.fixture
def auteur(unite):
    """Who wrote, and whose organisation answers for it."""
    return UtilisateurFactory(redaction=True, organisation=unite)


@pytest.fixture
def action_suivie(plan, unite):
    """Of what was there before: two milestones, a measure, a date of news."""
    avant, bientot, fin = (timezone.localdate() + timedelta(days=jours) for jours in (-30, 40, 90))
    action = ActionFactory(plan=plan, publiee=True, responsable=unite, fin=fin, statut="en_cours")
    JalonFactory(action=action, titre="Bail", echeance=bientot)
    JalonFactory(action=action, titre="Plans", echeance=avant, atteint_le=avant)
    MesureFactory(indicateur=IndicateurFactory(action=action, nom="Logements"), date=avant, valeur=3)
    reculer(3)
    return action


@pytest.fixture
def jalons(axe, unite):
    """Three milestones of two published actions of the unit."""
    un, deux = (ActionFactory(axe=axe, code=code, responsable=unite, publiee=True) for code in ("1", "2"))
    return [
        JalonFactory(action=action, titre=titre, echeance=timezone.localdate() + timedelta(days=n))
        for n, (titre, action) in enumerate((("Appel", un), ("Bilan", un), ("Cohorte", deux)), 1)
    ]
