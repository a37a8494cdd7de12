"""History and guards of the many-to-many tables."""

from engagements.models.engagement import Engagement
from engagements.models.gardes import LIEN_ACTION, LIEN_CONTREPARTIE
from partenariat.histoire.historise import historise


@historise(parent=("engagement", "action"))
class EngagementAction(Engagement.actions.through):
    class Meta:
        proxy = True
        triggers = LIEN_ACTION


@historise(parent=("from_engagement", "to_engagement"))
class EngagementContrepartie(Engagement.contreparties.through):
    class Meta:
        proxy = True
        triggers = LIEN_CONTREPARTIE
