"""Every body that a plan lists has a role, and the list and its page say which."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests.factories import (
    ActionFactory,
    EngagementFactory,
    MembreFactory,
    OrganisationFactory,
    ParticipationFactory,
    SuiteFactory,
)
from tests.factories.comite import SeanceFactory, approuver
from tests.formulaires import texte

pytestmark = pytest.mark.django_db

JOUR = timezone.localdate()


def dans(jours: int):
    return JOUR + timedelta(days=jours)


def siege(debut: int, fin: int | None):
    def donner(organisation, plan):
        limite = {"mandat_debut": dans(debut), "mandat_fin": None if fin is None else dans(fin)}
        MembreFactory(plan=plan, organisation=organisation, **limite)

    return donner


def suite(organisation, plan):
    seance = SeanceFactory(plan=plan, tenue=True)
    SuiteFactory(seance=seance, responsable=organisation)
    approuver(seance)


def engage(cote: str):
    return lambda organisation, plan: EngagementFactory(plan=plan, publie=True, **{cote: organisation})


def participe(organisation, plan):
    ParticipationFactory(action=ActionFactory(plan=plan, publiee=True), organisation=organisation)


ROLES = {
    "a mandate without an end": (siege(-9, None), "siège au comité de mise en œuvre"),
    "a mandate that ends today": (siege(-9, 0), "siège au comité de mise en œuvre"),
    "a mandate that ended yesterday": (siege(-9, -1), "a siégé au comité de mise en œuvre"),
    "a mandate that begins today": (siege(0, None), "siège au comité de mise en œuvre"),
    "a follow-up": (suite, "répond d'au moins une suite du comité"),
    "a promise": (engage("partie"), "s'engage"),
    "a promise made to it": (engage("envers"), "reçoit au moins un engagement"),
}
MOTS = {mot for _donner, mot in ROLES.values()}


@pytest.fixture
def organisation():
    return OrganisationFactory(service=True, nom="Rivière-des-Prairies", slug="rpp")


def note(client) -> str:
    """What the list says beside the name of the body."""
    page = client.get("/plans/actif/organisations/").content.decode()
    return " ".join(unescape(page.split(">Rivière-des-Prairies</a>")[1].split("</span>")[0]).split())


@pytest.mark.parametrize(("donner", "mot"), ROLES.values(), ids=ROLES.keys())
def test_the_list_and_the_page_of_a_body_say_its_only_role(client, plan, organisation, donner, mot):
    donner(organisation, plan)
    assert {un for un in MOTS if f" · {un}" in note(client)} == {mot}
    assert "un rôle dans le plan, qui est dit à côté de" in texte(client.get("/plans/actif/organisations/"))
    fiche = texte(client.get("/plans/actif/organisations/rpp/"))
    assert mot[0].upper() + mot[1:] in fiche


def test_several_roles_are_all_said(client, plan, organisation):
    for donner in (participe, siege(-9, None), suite):
        donner(organisation, plan)
    dits = "participe à 1 action · siège au comité de mise en œuvre · répond d'au moins une suite du comité"
    assert dits in note(client)


def test_a_mandate_that_begins_tomorrow_is_no_role_yet(client, plan, organisation):
    """Nor does the page of the committee say it."""
    siege(1, None)(organisation, plan)
    assert "Rivière-des-Prairies" not in client.get("/plans/actif/organisations/").content.decode()


def test_a_role_in_another_plan_is_not_one_here(client, plan, organisation):
    participe(organisation, plan)
    MembreFactory(organisation=organisation)
    assert "siège au comité" not in client.get("/plans/actif/organisations/rpp/").content.decode()
    assert "siège au comité" not in client.get("/plans/actif/organisations/").content.decode()
