"""How many actions, in words."""

from django.utils.translation import gettext, ngettext

from partenariat.presentation.formats import nombre


def compte_actions(n: int) -> str:
    """« Aucune action », « 1 action », « 44 actions »."""
    if n == 0:
        return gettext("Aucune action")
    return ngettext("%(n)s action", "%(n)s actions", n) % {"n": nombre(n)}
