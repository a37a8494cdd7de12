"""What of a plan demands attention, by name, the longest awaited first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from actions import lectures
from actions.models import Action, Plan
from partenariat.donnees.preparees import preparee
from partenariat.histoire.temps import jour, jours_depuis

NOMBRE = 4
"""Late actions told by name; the others are counted."""


@dataclass(frozen=True)
class Retard:
    """A late action, and for how many days something of it has been due."""

    action: Action
    jours: int


@preparee(Plan)
def _en_retard(plan: Plan) -> QuerySet[Action]:
    tardives = Action.objects.publiques().filter(lectures.q_en_retard(jour()), plan=plan)
    tardives = tardives.select_related("responsable", "axe")
    return tardives.order_by("prochaine_echeance", "cle_code", "id")[:NOMBRE]


def en_retard(plan: Plan) -> list[Retard]:
    """The public actions of a plan that are late, those that were due first before. One query."""
    lues: list[Action] = _en_retard(plan)
    return [Retard(a, jours_depuis(a.prochaine_echeance)) for a in lues if a.prochaine_echeance]
