"""What commitments add to « Ce qui a changé » on the home page."""

import pytest

from actions.derniers_faits import derniers_faits
from tests.factories import DeclarationFactory, EngagementFactory, PreuveFactory, VerificationFactory

pytestmark = pytest.mark.django_db


def dits(plan) -> list[tuple[str, str, str]]:
    return [
        (fait.fait.tete.replace("\u00a0", " "), fait.fait.page, fait.code) for fait in derniers_faits(plan)
    ]


GESTES = {
    "une déclaration": (
        lambda e: DeclarationFactory(engagement=e, organisation=e.partie, genre="avance"),
        "Déclaration : ",
    ),
    "une preuve": (lambda e: PreuveFactory(engagement=e, titre="Bail"), "Preuve déposée : Bail"),
    "une vérification": (
        lambda e: VerificationFactory(declaration__engagement=e, declaration__organisation=e.partie),
        "Vérification : ",
    ),
}


@pytest.mark.parametrize(("geste", "tete"), GESTES.values(), ids=GESTES.keys())
@pytest.mark.parametrize("public", [True, False], ids=["public", "aux parties"])
def test_an_act_on_a_public_commitment_is_a_fact_of_the_plan(client, geste, tete, public):
    engagement = EngagementFactory(plan__actif=True, en_cours=True, publie=public, aux_parties=not public)
    geste(engagement)
    faits = dits(engagement.plan)
    assert any(dit.startswith(tete) for dit, _page, _code in faits) == public
    if public:
        assert {(page, code) for _dit, page, code in faits} == {("engagement", engagement.code)}
        assert f'href="{engagement.get_absolute_url()}"' in client.get("/").content.decode()
    else:
        assert faits == []


def test_a_change_of_state_is_headed_by_the_two_states():
    engagement = EngagementFactory(signe=True, publie=True)
    assert ("Engagement : Proposé → Signé", "engagement", engagement.code) in dits(engagement.plan)
