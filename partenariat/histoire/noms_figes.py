"""The names that freeze once others know them: they are in addresses and files that nobody takes back.

The other way to keep a name (`appellations`) is for what has to be renamed all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext

from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import interdit

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Fige:
    champ: str
    est_connu: str
    phrase: str
    """What refuses to rename it, once it is known."""


FIGES: dict[type[models.Model], Fige] = {}


def fige_son_nom(
    champ: str,
    *,
    connu: str,
    est_connu: str,
    fige: tuple[str, str],
    reste: tuple[str, str],
    avant: str = "",
) -> Callable[[type[M]], type[M]]:
    """Class decorator: a row that others know, or ever did, is neither renamed nor deleted. Nobody else bears
    its name then: within what it is unique in, it is taken.

    Args:
        connu: SQL on OLD, that says whether they do.
        est_connu: the property that says the same of a row as it was read, for `clean` and the forms.
        fige, reste: the constraint and its sentence, of a renaming and of a deletion.
        avant: PL/pgSQL that holds what would make the row known meanwhile.
    """

    def decorer(modele: type[M]) -> type[M]:
        FIGES[modele] = Fige(champ, est_connu, fige[1])
        pgtrigger.register(
            interdit(*fige, connu, quand=Change(champ), avant=avant),
            interdit(*reste, connu, a=pgtrigger.Delete, avant=avant),
        )(modele)
        return modele

    return decorer


def renomme_a_tort(objet: models.Model) -> dict[str, str]:
    """The field of a row whose name no longer changes, with the sentence that says so; for `clean`.

    One query, and those of the property where the name changes.
    """
    nom = FIGES[type(objet)]
    avant = type(objet)._base_manager.filter(pk=objet.pk).first() if objet.pk else None
    if avant is None or getattr(avant, nom.champ) == getattr(objet, nom.champ):
        return {}
    return {nom.champ: gettext(nom.phrase)} if getattr(avant, nom.est_connu) else {}
