"""The next action that waits for news, in the order of the desk."""

from typing import Any

from actions.attentes import a_nourrir_de
from actions.models import Action


def suivante(personne: Any, action: Action) -> Action | None:
    """What comes after this one on the desk; the first of all where this one does not wait. None after the
    last: what was passed over is still on the desk.
    """
    liste = a_nourrir_de(personne)
    apres = next((place + 1 for place, une in enumerate(liste) if une.pk == action.pk), 0)
    return liste[apres] if apres < len(liste) else None
