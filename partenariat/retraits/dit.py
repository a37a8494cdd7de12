"""What stands in place of what was withdrawn, in the visitor's language: it is written in French."""

import re
from datetime import date

from babel.dates import get_month_names
from django.utils.translation import gettext as _

from partenariat.presentation.formats import date_longue
from partenariat.presentation.langue import anglais
from partenariat.retraits.registre import DEBUT, est_retire

_DIT = re.compile(rf"{re.escape(DEBUT)}(\d+)(?:er)?\s(\w+)\s(\d+)\]")
_MOIS = {nom: rang for rang, nom in get_month_names(locale="fr_CA").items()}


def dit_en_langue(texte: str) -> str:
    """« [retiré … le 27 novembre 2026] » as a visitor reads it; any other text as it is."""
    if not (anglais() and est_retire(texte) and (lu := _DIT.fullmatch(texte))):
        return texte
    jour = date(int(lu[3]), _MOIS[lu[2]], int(lu[1]))
    return _("[retiré du site le %(date)s]") % {"date": date_longue(jour)}
