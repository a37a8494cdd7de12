"""A meeting spoke of what is not public: approved minutes make none of it public."""

import pytest
from django.test import Client

from actions.models import Action
from comite.models import Decision, Suite
from comite.seance import proces_verbal
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    EffetFactory,
    EngagementFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import approuver
from tests.formulaires import texte

pytestmark = pytest.mark.django_db
ADRESSES = (
    "/plans/actif/comite/seances/{}/",
    "/en/plans/actif/comite/seances/{}/",
    "/plans/actif/comite/decisions/",
    "/plans/actif/donnees/decisions.json",
)


@pytest.fixture
def brouillon(plan, axe):
    return ActionFactory(plan=plan, axe=axe, code="9.9", titre="ACTION-CACHÉE")


@pytest.fixture
def tenue(plan):
    return SeanceFactory(plan=plan, tenue=True, numero="CMO-2026-08")


def par_son_point(seance, brouillon, plan):
    point = PointFactory(seance=seance, action=brouillon, titre="POINT-CACHÉ")
    return DecisionFactory(seance=seance, point=point, libelle="PAROLES-CACHÉES")


def par_son_effet(seance, brouillon, plan):
    return EffetFactory(
        decision__seance=seance, decision__libelle="PAROLES-CACHÉES", nature="reformuler", action=brouillon,
        nouveau_texte="TITRE-CACHÉ", motif="MOTIF-CACHÉ",
    ).decision  # fmt: skip


def par_ce_qu_elle_concerne(seance, brouillon, plan):
    decision = DecisionFactory(seance=seance, libelle="PAROLES-CACHÉES")
    decision.actions.add(brouillon)
    return decision


def par_un_engagement(seance, brouillon, plan):
    decision = DecisionFactory(seance=seance, libelle="PAROLES-CACHÉES")
    decision.engagements.add(EngagementFactory(plan=plan))
    return decision


@pytest.mark.parametrize(
    "prendre", [par_son_point, par_son_effet, par_ce_qu_elle_concerne, par_un_engagement]
)
def test_neither_the_decision_nor_its_follow_up_nor_the_draft_says_it(tenue, brouillon, plan, prendre):
    decision = prendre(tenue, brouillon, plan)
    SuiteFactory(seance=tenue, decision=decision, libelle="SUITE-CACHÉE")
    DecisionFactory(seance=tenue, libelle="Une décision publique.")
    projet = proces_verbal.projet(tenue)
    assert "CACHÉ" not in projet
    assert f"{decision.numero} · décision qui n'est pas publique" in projet or prendre is par_son_point
    assert "Une décision publique." in projet
    tenue.proces_verbal = projet
    tenue.save()
    approuver(tenue)
    assert decision not in Decision.objects.publiques()
    assert not Suite.objects.publiques().exists()
    for adresse in ADRESSES:
        page = Client().get(adresse.format(tenue.numero)).content.decode()
        assert "CACHÉ" not in page, adresse
        assert "Une décision publique." in page


def test_the_page_of_the_minutes_lists_what_is_not_public(tenue, brouillon, plan, client_du_comite):
    decision = par_ce_qu_elle_concerne(tenue, brouillon, plan)
    point = PointFactory(seance=tenue, action=brouillon, titre="Un point")
    page = texte(client_du_comite.get(tenue.adresse("proces-verbal")))
    assert "qui n'est pas public" in page
    assert str(point) in page
    assert decision.numero in page


def test_what_is_taken_off_the_site_takes_its_decisions_with_it(tenue, action):
    decision = DecisionFactory(seance=tenue, libelle="PAROLES-CACHÉES")
    decision.actions.add(action)
    approuver(tenue)
    assert decision in Decision.objects.publiques()
    Action.objects.filter(pk=action.pk).update(publication="archivee")
    assert decision in Decision.objects.publiques()
    Action.objects.filter(pk=action.pk).update(publication="brouillon")
    assert decision not in Decision.objects.publiques()
