"""The organizations that a withdrawal concerns are told of it in their space, for a while."""

from datetime import timedelta

import pytest

from partenariat.retraits import lectures
from tests.factories import (
    ActionFactory,
    AxeFactory,
    JalonFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.retraits import MOTIF, retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    plan = PlanFactory(actif=True)
    action = ActionFactory(plan=plan, axe=AxeFactory(plan=plan, numero=1), code="1.2", publiee=True)
    JalonFactory(action=action, titre="Louer")
    return action


def page(client, adresse: str) -> str:
    return client.get(adresse).content.decode()


@pytest.mark.parametrize("champ", ["titre", ""], ids=["un champ", "en entier"])
def test_whoever_leads_an_action_or_works_at_it_is_told_and_nobody_else(
    client_de, action, monkeypatch, champ
):
    avec, ailleurs = OrganisationFactory(), OrganisationFactory()
    action.collaborations.add(avec)
    siens = [
        client_de(UtilisateurFactory(partenaire=True, organisation=o)) for o in (action.responsable, avec)
    ]
    autre = client_de(UtilisateurFactory(partenaire=True, organisation=ailleurs))
    retrait = retirer(action, champ=champ)
    for client in siens:
        lue = page(client, "/espace/")
        assert f'href="/retraits/#retrait-{retrait.pk}"' in lue
        assert MOTIF.replace("'", "&#x27;") in lue
        assert lue.count("#retrait-") == 1, "what went with it is told by it"
    assert "#retrait-" not in page(autre, "/espace/")
    monkeypatch.setattr(lectures, "RECENTS", timedelta(0))
    assert "#retrait-" not in page(siens[0], "/espace/"), "no longer told"


def test_an_organisation_is_told_what_was_withdrawn_of_its_page(client_de):
    organisation = OrganisationFactory(courriel_public="camille@exemple.test")
    sienne = client_de(UtilisateurFactory(partenaire=True, organisation=organisation))
    retrait = retirer(organisation, champ="courriel_public")
    assert f'href="/retraits/#retrait-{retrait.pk}"' in page(sienne, "/espace/")
