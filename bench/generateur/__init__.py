"""A plan of N actions with its past, written as the site writes: through the models, every guard on.

The same size gives the same plan. It fills an empty, migrated database, whose rows are therefore numbered
from 1: row n is known by its number, and what distinguishes rows is a remainder of it.

    action         1, of which 1 in 25 is a draft; 2 strands' worth of links, 2 bodies that take part
    milestones     3 an action: reached, moved with a reason, or left late as the quarters pass
    notes          2 an action; an indicator every other action, measured twice
    commitments    1 every other action: signed, declared, proven, verified, contested, kept, withdrawn
    meetings       3 a quarter, with their agenda, 1 decision every 10 actions in all; 2 rounds; 1 review
    history        8 quarters; about 7 events an action for its own row alone
"""

import time
from collections.abc import Callable

from bench.generateur import actions, comite, engagements, passe
from bench.generateur.chantier import TRIMESTRES, Chantier, fonder


def peupler(taille: int, dire: Callable[[str], None] = lambda texte: None) -> Chantier:
    """Fills the database with a plan of `taille` actions. Needs the owner: it dates history.

    Args:
        dire: told each step and how long it took.
    """
    etapes = _Etapes(dire)
    chantier, frise = fonder(taille), passe.Frise()
    for sujet in (actions, engagements, comite):
        sujet.inscrire(chantier)
    frise.borner(*chantier.adoption)
    etapes("inscription")
    for trimestre in range(TRIMESTRES):
        for sujet in (actions, engagements, comite):
            sujet.faire_vivre(chantier, trimestre)
        frise.borner(*chantier.fenetre(trimestre))
        etapes(f"trimestre {trimestre + 1}/{TRIMESTRES}")
    frise.dater()
    etapes("dates de l'historique")
    passe.ranger()
    etapes("rangement")
    comite.publier_le_bilan(chantier)
    etapes("bilan")
    return chantier


class _Etapes:
    def __init__(self, dire: Callable[[str], None]):
        self._dire, self._debut = dire, time.perf_counter()

    def __call__(self, nom: str) -> None:
        maintenant = time.perf_counter()
        self._dire(f"{nom} : {maintenant - self._debut:.1f} s")
        self._debut = maintenant
