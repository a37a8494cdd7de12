"""History and guards of the many-to-many tables."""

from comite.models.decision import Decision
from comite.models.gardes import lien_de_decision
from partenariat.histoire.historise import historise


@historise()
class DecisionAction(Decision.actions.through):
    class Meta:
        proxy = True
        triggers = lien_de_decision("action")


@historise()
class DecisionEngagement(Decision.engagements.through):
    class Meta:
        proxy = True
        triggers = lien_de_decision("engagement")
