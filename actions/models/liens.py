"""History of the many-to-many tables: a link made or undone is part of the plan as it stood."""

from actions.models.action import Action
from partenariat.histoire.historise import historise


@historise(parent="action")
class ActionObjectif(Action.objectifs.through):
    class Meta:
        proxy = True


@historise(parent="action")
class ActionDomaine(Action.domaines.through):
    class Meta:
        proxy = True


@historise(parent="action")
class ActionArrondissement(Action.arrondissements.through):
    class Meta:
        proxy = True


@historise(parent="action")
class ActionSource(Action.sources.through):
    class Meta:
        proxy = True
