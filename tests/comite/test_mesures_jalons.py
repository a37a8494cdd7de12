"""Milestones added up month by month: the curve and the lines of its table."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.models import Jalon
from comite.mesures.jalons import ANNEES, RECUL, cumuler, fin_du_mois, recents, reperes
from comite.mots.jalons import etat_du_jalon
from tests.factories import ActionFactory, JalonFactory

ICI = date(2026, 11, 25)
jours = st.dates(date(2020, 1, 1), date(2032, 12, 31))
passes = st.dates(date(2020, 1, 1), ICI)


@given(st.lists(st.tuples(jours, st.none() | passes), min_size=1, max_size=30))
def test_each_month_counts_what_is_due_and_reached_by_its_end(jalons):
    mois = cumuler(jalons, ICI)
    for m in mois:
        assert m.prevus == sum(echeance <= m.fin for echeance, _atteint in jalons)
        atteints = sum(atteint is not None and atteint <= m.fin for _echeance, atteint in jalons)
        assert m.atteints == (None if m.fin > fin_du_mois(ICI) else atteints)
    assert all(fin_du_mois(a.fin + timedelta(days=1)) == b.fin for a, b in pairwise(mois))
    assert (mois[-1].prevus, max(m.atteints or 0 for m in mois)) == (
        len(jalons),
        sum(atteint is not None for _echeance, atteint in jalons),
    )


def test_no_milestone_makes_no_curve():
    assert cumuler([], ICI) == []


def test_a_mistyped_year_neither_draws_three_centuries_nor_loses_a_milestone():
    jalons = [(date(1900, 1, 1), date(1900, 2, 1)), (date(2026, 3, 1), None), (date(9999, 12, 31), None)]
    mois = cumuler(jalons, ICI)
    assert len(mois) == 2 * 12 * ANNEES + 1
    assert (mois[0].prevus, mois[0].atteints) == (1, 1)
    assert mois[-1].prevus == 2


def test_the_month_of_today_is_always_among_them():
    for seul in (date(2020, 5, 5), date(2030, 5, 5), date(1900, 1, 1), date(2199, 1, 1)):
        assert fin_du_mois(ICI) in {m.fin for m in cumuler([(seul, None)], ICI)}


def test_the_curve_begins_where_it_matters_and_still_counts_what_came_before():
    mois = cumuler([(date(2014, 1, 31), date(2014, 1, 31)), (date(2026, 9, 30), None)], ICI)
    courbe = recents(mois)
    assert courbe[0].fin == date(2023, 9, 30), f"{RECUL} months before the latest milestone"
    assert (courbe[0].prevus, courbe[0].atteints) == (1, 1)
    assert courbe[-1] == mois[-1]


def test_the_table_holds_the_last_twelve_months_and_the_end_of_each_other_year():
    mois = cumuler([(date(2023, 2, 1), date(2023, 2, 1)), (date(2028, 3, 31), None)], ICI)
    assert [f"{m.fin:%Y-%m}" for m in reperes(mois, ICI)] == [
        "2023-12", "2024-12", "2025-12",
        *(f"2026-{n:02d}" for n in range(1, 12)),
        "2026-12", "2027-12", "2028-03",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trait", "attendu"),
    [
        ("publiee", "en retard"),
        ("realisee", "non atteint"),
        ("archivee", "non atteint"),
        ("suspendue", "suspendue"),
    ],
)
def test_an_open_milestone_reads_in_the_packet_as_on_the_page(trait, attendu, db):
    jalon = JalonFactory(action=ActionFactory(**{trait: True}), en_retard=True)
    assert etat_du_jalon(jalon, jalon.action) == attendu
    # What was expected of a finished action is missed; of one that is set aside, nothing is expected.
    assert Jalon.objects.avec_manque().get(pk=jalon.pk).manque == (trait != "suspendue")
