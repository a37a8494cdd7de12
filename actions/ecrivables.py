"""Which actions a person may write, wherever one writes."""

from typing import Any

from actions.models import Action, ActionQuerySet
from partenariat.retraits.lectures import parties


def ecrivables_par(personne: Any) -> ActionQuerySet:
    """Those that this person may change: what was withdrawn with its page is read, and no more."""
    retirees = parties().filter(relation=Action._meta.db_table).values("cle")
    return Action.objects.modifiables_par(personne).exclude(pk__in=retirees)
