"""The next action that waits for news, in the order of the desk. Two rows are read, whatever waits."""

from typing import Any

from actions.attentes import a_nourrir
from actions.ecrivables import ecrivables_par
from actions.models import Action
from actions.urgence import RANG, apres, par_urgence


def suivante(personne: Any, action: Action) -> Action | None:
    """What comes after this one on the desk; the first of all where this one does not wait. None after the
    last: what was passed over is still on the desk. It has its code and its title alone.
    """
    dues = par_urgence(a_nourrir(ecrivables_par(personne).avec_lectures()))
    rang = dues.filter(pk=action.pk).values_list(*RANG).first()
    suite = dues if rang is None else apres(dues, rang)
    return suite.only("code", "titre", "titre_en").first()
