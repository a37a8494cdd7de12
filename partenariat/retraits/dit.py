"""What stands in place of what was withdrawn, in the visitor's language: it is written in French."""

import re
from datetime import date

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from partenariat.presentation.formats import FRANCAIS, INSECABLE, date_longue
from partenariat.presentation.langue import anglais
from partenariat.retraits.registre import DEBUT

_DIT = re.compile(rf"{re.escape(DEBUT)}(\d+)(?:er)?\s(\w+)\s(\d+)\]")
_MOIS = {nom: rang for rang, nom in get_month_names(locale=FRANCAIS).items()}


def dit_en_langue(texte: str) -> str:
    """« [retiré … le 27 novembre 2026] », alone or quoted, as a visitor reads it; other words as they are."""
    return _DIT.sub(_traduit, texte) if DEBUT in texte and anglais() else texte


def _traduit(lu: re.Match[str]) -> str:
    jour = date(int(lu[3]), _MOIS[lu[2]], int(lu[1]))
    # A title on a phone: the day may be cut.
    return _("[retiré du site le %(date)s]") % {"date": date_longue(jour).replace(INSECABLE, " ")}
