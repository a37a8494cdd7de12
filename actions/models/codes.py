"""The codes of actions: « 3.12 » is the twelfth of axis 3."""

import re
from collections.abc import Iterable

from actions.models.action import Action
from actions.models.plan import Axe

DE_L_AXE = re.compile(r"(\d{1,6})\.(\d{1,6})\Z")


def codes_suivants(axes: Iterable[Axe]) -> dict[int, str]:
    """The next code of each axis, by its key: after the greatest that was ever given, published or not."""
    axes = list(axes)
    derniers: dict[tuple[int, int], int] = {}
    du_plan = Action.objects.filter(plan__in={axe.plan_id for axe in axes})
    for plan, code in du_plan.values_list("plan", "code"):
        if lu := DE_L_AXE.match(code):
            serie = (plan, int(lu[1]))
            derniers[serie] = max(derniers.get(serie, 0), int(lu[2]))
    return {axe.pk: f"{axe.numero}.{derniers.get((axe.plan_id, axe.numero), 0) + 1}" for axe in axes}
