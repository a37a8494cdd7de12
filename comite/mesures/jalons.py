"""Milestones planned and reached, added up month by month: the curve, and the lines of its table."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from comite.mesures.perimetre import Perimetre
from partenariat.histoire.temps import jour

ANNEES = 15
"""How far from the day being read a curve goes: a mistyped year must not draw three centuries."""
RECUL = 36
"""Months that the dashboard shows before the latest milestone: what came earlier is in the sum."""


@dataclass(frozen=True)
class Mois:
    """The milestones planned, and reached, up to the end of a month."""

    fin: date
    prevus: int
    atteints: int | None
    """None for the months to come."""


def _rang(le: date) -> int:
    return 12 * le.year + le.month - 1


def _fin(rang: int) -> date:
    """The last day of a month. By ordinals, so that nothing is asked of the year 10000."""
    return date.fromordinal(date((rang + 1) // 12, (rang + 1) % 12 + 1, 1).toordinal() - 1)


def fin_du_mois(le: date) -> date:
    return _fin(_rang(le))


def cumuler(jalons: Iterable[tuple[date, date | None]], aujourd_hui: date) -> list[Mois]:
    """Every month from the first milestone to the last, today's among them; nothing without a milestone.

    Within `ANNEES` of today: earlier milestones are in the first sum, later ones in none.

    Args:
        jalons: due date, and the day it was reached (None: open).
    """
    lus = list(jalons)
    if not lus:
        return []
    echeances = sorted(echeance for echeance, _atteint in lus)
    atteints = sorted(atteint for _echeance, atteint in lus if atteint)
    ici = _rang(aujourd_hui)
    premier, dernier = (
        _rang(min(*echeances[:1], *atteints[:1], aujourd_hui)),
        _rang(max(*echeances[-1:], *atteints[-1:], aujourd_hui)),
    )
    rangs = range(max(premier, ici - 12 * ANNEES), min(dernier, ici + 12 * ANNEES) + 1)
    return [
        Mois(fin := _fin(r), bisect_right(echeances, fin), bisect_right(atteints, fin) if r <= ici else None)
        for r in rangs
    ]


def recents(mois: list[Mois]) -> list[Mois]:
    """The part of the curve that matters: from `RECUL` months before the latest milestone already counted."""
    passes = [m for m in mois if m.atteints is not None]
    dernier = max(
        (
            rang
            for rang, m in enumerate(passes)
            if rang and (m.prevus, m.atteints) != (passes[rang - 1].prevus, passes[rang - 1].atteints)
        ),
        default=0,
    )
    return mois[max(0, dernier - RECUL) :]


def reperes(mois: list[Mois], aujourd_hui: date) -> list[Mois]:
    """The months of the table: the last twelve, and the end of every other year."""
    ici = _rang(aujourd_hui)
    return [m for m in mois if ici - 12 < _rang(m.fin) <= ici or m.fin.month == 12 or m is mois[-1]]


def jalons(perimetre: Perimetre) -> list[Mois]:
    """Planned against reached milestones, month by month. One query, once."""
    return cumuler(((j.echeance, j.atteint_le) for j in perimetre.jalons_lus), jour())
