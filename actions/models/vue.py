"""What the public could read of an action, at the instant of what is told of it."""

from django.db.models import Q

from actions.models.action import Action
from actions.models.etats import CACHEES_AU_PUBLIC
from partenariat.histoire.evenements import devenait, venait_d_etre


def hors_de_vue(cle: str, instant: str) -> Q:
    """Of a fact of an action: whether it happened in a draft, or in the very act that made it one.

    Args:
        cle: field of the fact that holds the key of its action.
        instant: field of the fact that says when.
    """
    avant = venait_d_etre(Action, cle, instant, publication__in=CACHEES_AU_PUBLIC)
    return Q(avant) | Q(retiree(cle, instant))


def retiree(cle: str, instant: str) -> Q:
    """Whether that act left its action out of sight."""
    return Q(devenait(Action, cle, instant, publication__in=CACHEES_AU_PUBLIC))
