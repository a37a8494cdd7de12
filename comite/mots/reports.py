"""A date that was moved, in words."""

from typing import Any

from actions.models import Report
from comite.mots.dates import ou_tiret
from partenariat.presentation.formats import date_longue


def report(lu: Report) -> dict[str, Any]:
    """A date that was moved; the number of a decision is in its reason."""
    return {
        "code": lu.action.code,
        "titre": lu.action.titre,
        "quoi": lu.quoi,
        "avant": date_longue(lu.ancienne_date),
        "apres": ou_tiret(lu.nouvelle_date),
        "motif": lu.motif,
        "le": date_longue(lu.le),
    }
