"""What is read of events themselves, and not of the views of the past, bears the mask too."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from partenariat.retraits.registre import REGISTRE

RETRAITS = "mots_retires"
"""The column of an event: what of it is withdrawn, or nothing."""
Evenement = dict[str, Any]


def evenement_masque(
    modele: type[models.Model],
    evenement: Evenement,
    prefixes: Iterable[str] = ("",),
    retraits: str = RETRAITS,
) -> Evenement:
    """An event as it may be read, without its column `retraits`: `<prefix><field>` bears the mask."""
    dits: dict[str, str] = evenement[retraits] or {}
    lisible = {nom: valeur for nom, valeur in evenement.items() if nom != retraits}
    if not dits:
        # Nor is every record one that can be withdrawn.
        return lisible
    quoi = REGISTRE[modele]
    for champ in (*quoi.champs, *quoi.fixes):
        mot = quoi.mot(champ, dits)
        for nom in (f"{prefixe}{champ}" for prefixe in prefixes):
            if mot is not None and lisible.get(nom):
                lisible[nom] = mot
    return lisible
