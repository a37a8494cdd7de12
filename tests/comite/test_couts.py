"""Query budgets of the committee's pages: a constant, the same with 5 and 50 rows."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comite.models import Bilan, Seance
from comite.sorties.bilan import fabrication
from tests.factories import (
    ActionFactory,
    BilanAxeFactory,
    BilanFactory,
    DecisionFactory,
    EngagementFactory,
    JalonFactory,
    MembreFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


def cout(client: Client, chemin: str) -> int:
    """How many queries, the second time: the first one may fill a cache."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(chemin).status_code == 200, chemin
    return len(requetes)


def garnir(seance: Seance, axe, n: int) -> Seance:
    """`n` points, on actions and commitments, each with its decision and its follow-up; `n` members."""
    plan = seance.plan
    depart = seance.points.count()
    for rang in range(depart + 1, depart + n + 1):
        PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
        action = ActionFactory(plan=plan, axe=axe, publiee=True)
        JalonFactory(action=action)
        engagement = EngagementFactory(plan=plan, publie=True, signe=True)
        vise = ({"action": action}, {"engagement": engagement}, {})[rang % 3]
        point = PointFactory(seance=seance, rang=rang, delibere="Dit.", **vise)
        decision = DecisionFactory(seance=seance, point=point)
        decision.actions.add(action)
        decision.engagements.add(engagement)
        DecisionFactory(seance=seance)
        SuiteFactory(seance=seance, decision=decision)
    return seance


def test_the_public_pages_cost_the_same_with_five_and_fifty_rows(plan, axe, client):
    def mesurer(n: int, recul: int) -> dict[str, int]:
        seance = SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=recul))
        approuver(garnir(seance, axe, n))
        for _ in range(n):
            SeanceFactory(plan=plan)
        return {
            nom: cout(client, chemin)
            for nom, chemin in {
                "comité": "/plans/actif/comite/",
                "séance": seance.get_absolute_url(),
                "décisions": "/plans/actif/comite/decisions/",
                "données": "/plans/actif/donnees/decisions.json",
            }.items()
        }

    peu = mesurer(5, 60)
    assert mesurer(50, 30) == peu
    assert max(peu.values()) <= 20, peu


def test_holding_a_meeting_costs_the_same_with_five_and_fifty_points(plan, axe, membre, client_de):
    client = client_de(membre)
    avant = SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=60))
    seance = SeanceFactory(plan=plan, convoquee=True)

    def mesurer(n: int) -> dict[str, int]:
        garnir(seance, axe, n)
        for _ in range(n):
            SuiteFactory(seance=avant)
        return {page: cout(client, seance.adresse(page)) for page in ("tenue", "proces-verbal")}

    peu = mesurer(5)
    assert mesurer(45) == peu
    assert max(peu.values()) <= 40, peu


def test_the_reviews_cost_the_same_with_five_and_fifty_rows(plan, axe, client):
    def publier(annee: int) -> Bilan:
        bilan = BilanFactory(plan=plan, annee=annee, introduction="Une année.")
        BilanAxeFactory(bilan=bilan, axe=axe)
        lues = fabrication.calculer(Bilan(plan=plan, annee=AUJOURD_HUI.year, arret=AUJOURD_HUI, pk=bilan.pk))
        Bilan.objects.filter(pk=bilan.pk).update(
            publication="publiee", publie_le=timezone.now(), donnees=json.dumps(lues, ensure_ascii=False)
        )
        return bilan

    def mesurer(actions: int, annees: range) -> tuple[int, int]:
        for _ in range(actions):
            JalonFactory(action=ActionFactory(plan=plan, axe=axe, publiee=True), atteint=True)
        derniere = [publier(annee) for annee in annees][-1]
        return cout(client, "/plans/actif/bilans/"), cout(client, f"/plans/actif/bilans/{derniere.annee}/")

    peu = mesurer(5, range(2010, 2012))
    assert mesurer(45, range(2012, 2020)) == peu
    assert max(peu) <= 12, peu
