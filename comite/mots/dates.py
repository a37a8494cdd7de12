"""Dates, in words."""

from datetime import date

from partenariat.presentation.formats import date_longue


def ou_tiret(valeur: date | None) -> str:
    """« 9 décembre 2026 », or a dash."""
    return date_longue(valeur) or "–"
