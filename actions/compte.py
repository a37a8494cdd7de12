"""How many actions, in words."""

from django.utils.translation import gettext, ngettext

from partenariat.presentation.formats import nombre


def compte_actions(n: int) -> str:
    """« Aucune action », « 1 action », « 44 actions »."""
    if n == 0:
        return gettext("Aucune action")
    return ngettext("%(n)s action", "%(n)s actions", n) % {"n": nombre(n)}


def compte_locales(n: int) -> str:
    """« Aucune action locale », « 2 actions locales »: of one borough, beside those of the whole island."""
    if n == 0:
        return gettext("Aucune action locale")
    return ngettext("%(n)s action locale", "%(n)s actions locales", n) % {"n": nombre(n)}
