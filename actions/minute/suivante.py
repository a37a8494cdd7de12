"""The next action that waits for news, in the order of the desk. Two rows are read, whatever waits."""

from typing import Any

from django.db.models import Q

from actions.attentes import RANG, a_nourrir_de
from actions.models import Action


def suivante(personne: Any, action: Action) -> Action | None:
    """What comes after this one on the desk; the first of all where this one does not wait. None after the
    last: what was passed over is still on the desk. It has its code and its title alone.
    """
    dues = a_nourrir_de(personne).prefetch_related(None)
    rang = dues.filter(pk=action.pk).values_list(*RANG).first()
    suite, egaux = Q(), Q()
    for nom, valeur in zip(RANG, rang or (), strict=False):
        suite |= egaux & Q(**{f"{nom}__gt": valeur})
        egaux &= Q(**{nom: valeur})
    # `only` undoes what the desk reads of other tables.
    return dues.filter(suite).select_related(None).defer(None).only("code", "titre", "titre_en").first()
