"""Walks the code: a day is that of Montréal, a moment that of the database or of `timezone.now`."""

import re

import pytest

from tests.test_tout import NOS_APPS, RACINE, lus, relatif

ETAGES = {config.name for config in NOS_APPS}
SOURCES = [c for c in lus(".py") if "migrations" not in c.parts and c.relative_to(RACINE).parts[0] in ETAGES]
D_UNE_AUTRE_HORLOGE = re.compile(
    r"date\.today\(|datetime\.now\(|utcnow\(|now\(\)::date|current_date|\ble\.date\(\)"
    r"|\{[\w.]*\ble:%|TruncDate\([^)]*tzinfo",
    re.IGNORECASE,
)


@pytest.mark.parametrize("fichier", SOURCES, ids=relatif)
def test_no_day_is_read_by_another_clock(fichier):
    assert not D_UNE_AUTRE_HORLOGE.findall(fichier.read_text())


@pytest.mark.parametrize(
    "ligne",
    ["date.today()", "datetime.now()", "s.le.date().isoformat()", "now()::date", 'f"{self.le:%Y-%m-%d}"'],
)
def test_the_walk_finds_what_it_looks_for(ligne):
    assert D_UNE_AUTRE_HORLOGE.search(ligne)
