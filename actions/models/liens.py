"""History of the many-to-many tables: a link made or undone is part of the plan as it stood."""

from actions.models.action import Action
from partenariat.histoire.historise import historise


@historise()
class ActionObjectif(Action.objectifs.through):
    class Meta:
        proxy = True


@historise()
class ActionDomaine(Action.domaines.through):
    class Meta:
        proxy = True


@historise()
class ActionArrondissement(Action.arrondissements.through):
    class Meta:
        proxy = True


@historise()
class ActionSource(Action.sources.through):
    class Meta:
        proxy = True
