"""The plural of the source language: French says « 0 fait », where English says « 0 facts ».

What is written in French has no catalogue of its own; without one, gettext counts as English does.
"""

import gettext

from django.conf import settings
from django.utils.translation import trans_real


class Source(gettext.NullTranslations):
    """Answers for a text that no catalogue of French holds: by itself, in the number that French asks for."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


def poser() -> None:
    """Puts it behind the catalogues of French; called once, when the application is ready."""
    trans_real.translation(settings.LANGUAGE_CODE).add_fallback(Source())
