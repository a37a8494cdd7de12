"""The « er » of the first of a month, in the dates that Django writes itself: those of the back office.

Django's `S` is the English « st » whatever the language. In French it is « er » after 1, else nothing.
"""

from datetime import date

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language

_anglais = DateFormat.S


def _rang(self: DateFormat) -> str:
    if not (get_language() or "fr").startswith("fr"):
        return _anglais(self)
    return "er" if isinstance(self.data, date) and self.data.day == 1 else ""


def poser() -> None:
    DateFormat.S = _rang  # type: ignore[method-assign]
