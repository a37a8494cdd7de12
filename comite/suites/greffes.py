"""What follow-ups add to the space of the body that must do them."""

from actions import greffes
from comite.suites.attendues import remises_au_comite, suites_attendues
from engagements.models import Acteur

AU_PLUS = 5
"""In the space itself; the others are on a page of their own."""


def de_l_espace(acteur: Acteur | None, personne) -> dict:
    """The follow-ups that wait for this body, the first of them, and those that it gave back to the
    committee. Four queries."""
    attendues = suites_attendues(acteur) if acteur else []
    remises = remises_au_comite(acteur) if acteur else []
    return {
        "suites": attendues[:AU_PLUS],
        "toutes": len(attendues),
        "retard": any(attendue.suite.en_retard for attendue in attendues),
        "remises": len(remises),
        "gestes": len(attendues),
    }


def poser() -> None:
    """Registers the part; called once, when the application is ready."""
    greffes.enregistrer("espace", "composants/espace_suites.html", de_l_espace)
