"""Who asks news of actions: the upper floors register here, since this one never imports them.

What is asked is news like any other: the action keeps its reasons, its rank and its screen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.expressions import Combinable

from actions.models.action import ActionQuerySet


@dataclass(frozen=True)
class Demandeur:
    """Who may ask.

    Attributes:
        nom: of what is asked, within a query of actions.
        pour: given an account: within such a query, the last day to answer of what waits for news that this
            account may give; null where nothing does.
        dit: that it is asked, in one sentence, given that day.
    """

    nom: str
    pour: Callable[[Any], Combinable]
    dit: Callable[[date], str]


DEMANDEURS: list[Demandeur] = []


def avec_demandes(actions: ActionQuerySet, personne: Any) -> ActionQuerySet:
    """With what each is asked."""
    return actions.annotate(**{demandeur.nom: demandeur.pour(personne) for demandeur in DEMANDEURS})


def q_demandee() -> Q:
    """Those, `avec_demandes`, of which somebody asks news."""
    q = Q(pk__in=[])
    for demandeur in DEMANDEURS:
        q |= Q(**{f"{demandeur.nom}__isnull": False})
    return q


def demandes_dites(action: Any) -> Iterator[str]:
    """Who asks news of it, each in a sentence.

    Args:
        action: `avec_demandes`.
    """
    for demandeur in DEMANDEURS:
        if le := getattr(action, demandeur.nom):
            yield demandeur.dit(le)
