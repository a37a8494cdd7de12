"""Dates and days, in words."""

from datetime import date

from django.utils.translation import ngettext

from partenariat.presentation.formats import date_longue, nombre


def ou_tiret(valeur: date | None) -> str:
    """« 9 décembre 2026 », or a dash."""
    return date_longue(valeur) or "–"


def jours(n: int) -> str:
    """« 1 jour », « 26 jours »."""
    return ngettext("%(n)s jour", "%(n)s jours", n) % {"n": nombre(n)}
