"""The decorator of the models whose records can be withdrawn for cause."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import pgtrigger
from django.db import models

from partenariat.retraits.registre import REGISTRE, Retirable
from partenariat.retraits.sql import GARDER

M = TypeVar("M", bound=models.Model)


def retirable(
    *textes: str,
    adresses: tuple[str, ...] = (),
    fixes: Mapping[str, str] | None = None,
    fichier: str = "",
    ou: str | tuple[str, ...] = (),
    parties: tuple[str, ...] = (),
) -> Callable[[type[M]], type[M]]:
    """Class decorator: says what of a record goes when it is withdrawn (`Retirable`), and guards it so."""

    def decorer(modele: type[M]) -> type[M]:
        REGISTRE[modele] = Retirable(
            textes, adresses, fixes or {}, fichier, (ou,) if isinstance(ou, str) else ou, parties
        )
        pgtrigger.register(
            pgtrigger.Trigger(
                name="retrait_tenu", when=pgtrigger.Before, operation=pgtrigger.Update, func=GARDER
            )
        )(modele)
        return modele

    return decorer
