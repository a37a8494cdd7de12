"""The next action that waits for news, in the order in which the space shows them."""

from typing import Any

from django.db.models import Case, IntegerField, Value, When

from actions.attentes import EN_RETARD, SANS_NOUVELLES
from actions.models import Action


def suivante(personne: Any, action: Action) -> Action | None:
    """What comes after this one: late first, then silent, by code; the first of all where this one does not
    wait. None after the last: what was passed over is still on the desk.
    """
    publiees = Action.objects.modifiables_par(personne).publiques().avec_lectures()
    rang = Case(When(EN_RETARD, then=Value(0)), default=Value(1), output_field=IntegerField())
    attendent = (
        publiees.filter(EN_RETARD | SANS_NOUVELLES)
        .annotate(rang=rang)
        .order_by("rang", "plan", "cle_code", "id")
    )
    liste = list(attendent.only("code", "titre", "titre_en"))
    apres = next((place + 1 for place, une in enumerate(liste) if une.pk == action.pk), 0)
    return liste[apres] if apres < len(liste) else None
