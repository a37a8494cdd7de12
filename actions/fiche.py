"""What the page of an action says: to everyone once it is published, to whoever validates it before."""

from typing import Any

from actions.autour import autour_de
from actions.constat import constat
from actions.corrections_dites import corriges_depuis
from actions.courbes import resultats
from actions.derniers_faits import ce_qui_a_change
from actions.frises.action import prevu_et_reel
from actions.greffes import greffes
from actions.localisation import localisation_de_l_action
from actions.models import Action, Plan


def fiche_de(plan: Plan, action: Action) -> dict[str, Any]:
    """What `actions/fiche.html` reads, and nothing that the public does not.

    Args:
        action: with its readings (`avec_lectures`); what hangs from it is read here.
    """
    autour = autour_de(action)
    return {
        "constat": constat(action),
        "localisation": localisation_de_l_action(action, autour["territoire"]),
        "resultats": resultats(action),
        "temps": prevu_et_reel(action, autour["reports"]),
        "nouvelles": autour["nouvelles"],
        "documents": autour["documents"],
        "histoires": autour["histoires"],
        "image": next(iter(autour["images"]), None),
        "changements": ce_qui_a_change(action),
        "corriges_depuis": corriges_depuis(action),
        "greffes": greffes("action", plan=plan, action=action),
    }
