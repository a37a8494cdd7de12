"""What is read of events themselves, and not of the views of the past, bears the mask too."""

from typing import Any

from django.db import models

from partenariat.retraits.registre import REGISTRE

RETRAITS = "mots_retires"
"""The column of an event: what of it is withdrawn, or nothing."""
Evenement = dict[str, Any]


def evenement_masque(modele: type[models.Model], lu: Evenement, *prefixes: str) -> Evenement:
    """An event as it may be read, without the column of its mark; or two in a row (`prefixes`: `avant_`,
    `apres_`), where each bears its own: what came before a mask still says its words, and the mask does not.
    """
    lisible = dict(lu)
    for prefixe in prefixes or ("",):
        # Nor is every record one that can be withdrawn.
        if dits := lisible.pop(f"{prefixe}{RETRAITS}"):
            quoi = REGISTRE[modele]
            for champ in (*quoi.champs, *quoi.fixes):
                mot, nom = quoi.mot(champ, dits), f"{prefixe}{champ}"
                if mot is not None and lisible.get(nom):
                    lisible[nom] = mot
    return lisible
