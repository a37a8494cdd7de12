"""When a question that waits is asked again (`envoyer_rappels` sends the letters)."""

from datetime import date, timedelta

from comite.models import Demande

INTERVALLE = timedelta(days=7)
"""How long before the same question is asked again."""
DERNIER_APPEL = timedelta(days=2)
"""How long before the round closes it is asked once more."""


def a_rappeler(demande: Demande, jour: date) -> bool:
    """Once a week, and once more on the last days."""
    dernier = demande.rappelee_le
    if dernier is None or dernier <= jour - INTERVALLE:
        return True
    derniers_jours = demande.ronde.ferme_le - DERNIER_APPEL
    return dernier < derniers_jours <= jour
