"""How many commitments, in words."""

from django.utils.translation import gettext, ngettext

from partenariat.presentation.formats import nombre


def compte_engagements(n: int) -> str:
    """« Aucun engagement », « 1 engagement », « 60 engagements »."""
    if n == 0:
        return gettext("Aucun engagement")
    return ngettext("%(n)s engagement", "%(n)s engagements", n) % {"n": nombre(n)}
