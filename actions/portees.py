"""Where an action happens, as far as the plan says it: of one, and as the condition that finds them."""

from django.db.models import Exists, OuterRef, Q

from actions.models import Action
from actions.models.etats import Portee


def portee_de(action: Action) -> Portee:
    """Reads `arrondissements` (no query where they were prefetched).

    Nobody names boroughs and means all: the flag prevails over what is named beside it.
    """
    if action.tout_le_territoire:
        return Portee.TOUT
    return Portee.PRECISE if action.arrondissements.all() else Portee.INCONNUE


def portee(valeur: Portee) -> Q:
    """The same as a condition on actions."""
    if valeur == Portee.TOUT:
        return Q(tout_le_territoire=True)
    nommes = Q(Exists(Action.arrondissements.through.objects.filter(action=OuterRef("pk"))))
    return Q(tout_le_territoire=False) & (nommes if valeur == Portee.PRECISE else ~nommes)
