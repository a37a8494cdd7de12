"""The date that an address asks for (`?au=`, `?le=`): which can be read, and what is said of the others."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

ORIGINE = date(2009, 1, 1)
"""The year of the agreement: no plan is older."""


def lire_date(texte: str, *, depuis: date | None = None) -> tuple[date | None, str]:
    """The past date that was asked for and, where it cannot be used, the French sentence that says why: the
    same for all those that cannot, which are one page (`parametres.jour`).

    Args:
        depuis: no date is read before, where what is asked for has no first day of its own.
    """
    if not texte.strip():
        return None, ""
    try:
        jour = date.fromisoformat(texte.strip())
    except ValueError:
        return None, _("Ce n'est pas une date : écrivez-la AAAA-MM-JJ, par exemple 2026-03-31.")
    if depuis and jour < depuis:
        return None, _("Le partenariat date de 2009 : rien ne se lit avant.")
    if jour > timezone.localdate():
        return None, _("Ce jour est à venir : le plan ne se lit qu'au passé et au présent.")
    if jour == timezone.localdate():
        return None, ""
    return jour, ""
