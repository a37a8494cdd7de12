"""Milestones in words: where one stands, what their chart says."""

from typing import Any

from django.utils.translation import gettext as _

from actions.models import Action, Jalon
from comite.mesures.jalons import Mois, reperes
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue


def etat_du_jalon(jalon: Jalon, action: Action) -> str:
    """As the public page says it."""
    if jalon.atteint_le:
        return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
    _etat, mot = jalon.etat_dans(action)
    return mot.lower()


def lignes_de_jalons(mois: list[Mois]) -> list[dict[str, Any]]:
    """What the chart of milestones says, in a table: the end of each past year, then the last months."""
    return [
        {"fin": date_longue(m.fin), "prevus": m.prevus, "atteints": m.atteints}
        for m in reperes(mois, jour())
        if m.atteints is not None
    ]
