"""A year of the committee: what is drawn of it, bounded, and nothing that the minutes still hold."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from comite import annee
from comite.annee import annee_du_comite
from comite.models import Seance
from partenariat.presentation.formats import date_longue
from tests.factories import DecisionFactory, SeanceFactory, SuiteFactory
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
ICI = timezone.localdate()


@pytest.fixture
def pistes(plan):
    """The shapes and figures of each track."""

    def lire():
        lue = annee_du_comite(plan, Seance.objects.filter(plan=plan))
        return [[(m.etat, m.nombre) for m in piste.marques] for piste in lue.pistes]

    return lire


@pytest.fixture
def tenue(plan):
    return SeanceFactory(plan=plan, tenue=True, date=ICI - timedelta(days=30))


def test_meetings_are_held_planned_or_cancelled(plan, tenue, pistes):
    SeanceFactory(plan=plan, date=ICI + timedelta(days=20))
    SeanceFactory(plan=plan, annulee=True, date=ICI + timedelta(days=10))
    SeanceFactory(plan=plan, tenue=True, date=ICI - annee.AVANT - timedelta(days=1))
    assert pistes()[0] == [("atteint", 1), ("annule", 1), ("prevu", 1)]


def test_decisions_and_follow_ups_wait_for_the_minutes(plan, tenue, pistes, client):
    decision = DecisionFactory(seance=tenue)
    SuiteFactory(seance=tenue, echeance=ICI - timedelta(days=3))
    assert pistes()[1:] == [[], []]
    assert decision.numero not in client.get("/plans/actif/comite/").content.decode()
    approuver(tenue)
    assert pistes()[1:] == [[("atteint", 1)], [("en_retard", 1)]]
    assert decision.numero in client.get("/plans/actif/comite/").content.decode()


def test_a_meeting_whose_minutes_wait_is_not_said_to_have_decided_nothing(plan, tenue, client):
    def dit():
        return annee_du_comite(plan, Seance.objects.filter(plan=plan)).pistes[1].dit

    le = date_longue(tenue.date)
    assert (
        dit()
        == f"aucune n'est publique à ces dates; celles du {le} attendent l'approbation du procès-verbal."
    )
    # What it decided changes no word: how many, and whether any, wait with the minutes.
    avant = dit()
    decision = DecisionFactory(seance=tenue)
    assert dit() == avant
    autre = SeanceFactory(plan=plan, tenue=True, date=ICI - timedelta(days=9))
    assert f"celles du {le} et du {date_longue(autre.date)} attendent l'approbation de leurs" in dit()
    approuver(tenue)
    assert decision
    # The meeting that approved them has minutes of its own, that wait.
    assert re.match(r"1 publique; celles du .+ et du .+ attendent", dit())
    assert le not in dit()
    for jours in (2, 3, 4):
        SeanceFactory(plan=plan, tenue=True, date=ICI - timedelta(days=jours))
    assert dit() == "1 publique; celles de 5 séances attendent l'approbation de leurs procès-verbaux."


def test_a_follow_up_has_the_shape_of_its_state(plan, tenue, pistes):
    SuiteFactory(seance=tenue, echeance=ICI + timedelta(days=5))
    SuiteFactory(seance=tenue, etat="fait")
    SuiteFactory(seance=tenue, etat="caduque", note="Le projet est abandonné.")
    SuiteFactory(seance=tenue)
    approuver(tenue)
    assert sorted(pistes()[2]) == [("annule", 1), ("atteint", 1), ("prevu", 1)]


def test_many_are_one_mark_and_a_figure_in_one_query(plan, tenue, pistes, django_assert_num_queries):
    for _rang in range(annee.PILE + 3):
        DecisionFactory(seance=tenue)
        SuiteFactory(seance=tenue, echeance=ICI + timedelta(days=5))
    approuver(tenue)
    assert pistes()[1:] == [[("atteint", annee.PILE + 3)], [("prevu", annee.PILE + 3)]]
    seances = list(Seance.objects.filter(plan=plan).select_related("plan"))
    with django_assert_num_queries(1):
        lue = annee_du_comite(plan, seances)
    assert lue.pistes[1].dit.startswith(f"{annee.PILE + 3} publiques; celles du ")


def test_what_is_late_is_counted_however_long_it_has_been(plan, tenue, pistes):
    SuiteFactory(seance=tenue, echeance=ICI - annee.AVANT - timedelta(days=40))
    SuiteFactory(seance=tenue, echeance=ICI - timedelta(days=3))
    approuver(tenue)
    assert pistes()[2] == [("en_retard", 1), ("en_retard", 1)]
    lue = annee_du_comite(plan, Seance.objects.filter(plan=plan))
    assert lue.pistes[2].dit == "2 en retard."
    assert lue.pistes[2].marques[0].x == "0%"


def test_none_is_said_of_the_days_that_are_drawn(plan, tenue, pistes):
    SuiteFactory(seance=tenue)
    approuver(tenue)
    lue = annee_du_comite(plan, Seance.objects.filter(plan=plan))
    decisions, suites = (piste.dit for piste in lue.pistes[1:])
    # The meeting that approved has minutes of its own, that wait.
    assert re.fullmatch(
        "aucune n'est publique à ces dates; celles du .+ attendent l'approbation du .+", decisions
    )
    assert suites == "aucune à ces dates."


def test_a_committee_that_has_not_met_has_no_year(client, plan):
    assert "annee-comite" not in client.get("/plans/actif/comite/").content.decode()
