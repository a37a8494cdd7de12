"""Milestones in words: where one stands, what their chart says."""

from typing import Any

from django.utils.translation import gettext as _

from actions.models import Action, Jalon
from comite.mesures.jalons import Mois, reperes
from partenariat.histoire.temps import jour
from partenariat.presentation.formats import date_longue


def etat_du_jalon(jalon: Jalon, action: Action) -> str:
    """As the public page says it: late only where the action has a schedule to hold (`echeancier`)."""
    if jalon.atteint_le:
        return _("atteint le %(date)s") % {"date": date_longue(jalon.atteint_le)}
    if jalon.annule:
        return _("annulé")
    if not jalon.en_retard:
        return _("prévu")
    return _("en retard") if action.lectures["echeancier"] else str(action.get_statut_display()).lower()


def lignes_de_jalons(mois: list[Mois]) -> list[dict[str, Any]]:
    """What the chart of milestones says, in a table: the end of each past year, then the last months."""
    return [
        {"fin": date_longue(m.fin), "prevus": m.prevus, "atteints": m.atteints}
        for m in reperes(mois, jour())
        if m.atteints is not None
    ]
