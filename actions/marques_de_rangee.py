"""What a row says of an action at a glance: in a list, and among what a search finds."""

from django.utils.translation import gettext

from actions.models import Action
from actions.models.etats import Fraicheur, Publication


def marques_de_rangee(action: Action) -> list[tuple[str, str]]:
    """As (state, word): what its page says first, and a long silence, which no schedule says.

    Args:
        action: read `avec_lectures`, or one query more.
    """
    marques = action.etats_en_tete
    if action.publication != Publication.ARCHIVEE and action.lectures["fraicheur"] == Fraicheur.PERIMEE:
        marques.append((Fraicheur.PERIMEE.value, gettext("Sans nouvelles")))
    return marques
