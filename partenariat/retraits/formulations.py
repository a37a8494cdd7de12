"""Of a field that is replaced, each wording that it ever had is withdrawn by itself, by its fingerprint.

An organization keeps a public address: the one that was a mistake leaves, today and in the past; those before
and after it stay. In other capitals, or with other blanks, it is the same.
"""

import re
import string

from django.db import models

from partenariat.donnees.empreintes import empreinte_texte
from partenariat.histoire.evenements import evenements_de
from partenariat.retraits.registre import REGISTRE

_CAPITALES = f"{string.ascii_uppercase}ÀÂÄÆÇÈÉÊËÎÏÔŒÖÙÛÜŸ"
BLANCS = "\t\n\r\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
PLIES = _CAPITALES + BLANCS, _CAPITALES.lower() + " " * len(BLANCS)
"""Character by character: PostgreSQL says the same of them, whatever the language of its database."""
_PLIER = str.maketrans(*PLIES)


def formulation(texte: str) -> str:
    """The fingerprint of a wording. PostgreSQL says the same (`retrait_formulation`)."""
    return empreinte_texte(re.sub(" +", " ", texte.translate(_PLIER)).strip(" "))


def formulation_de(objet: models.Model, champ: str) -> str:
    """The fingerprint of what a record says in that field, where its wordings go one by one; else nothing."""
    return formulation(getattr(objet, champ)) if champ in REGISTRE[type(objet)].remplacables else ""


def formulations(objet: models.Model, champ: str) -> dict[str, str]:
    """Every wording of that field that was read one day, the latest first, by its fingerprint."""
    lus = evenements_de(type(objet)).filter(pgh_obj=objet.pk).exclude(**{champ: ""}).order_by("-pgh_id")
    dits: dict[str, str] = {}
    for dit in lus.values_list(champ, flat=True):
        dits.setdefault(formulation(dit), dit)
    return dits


def dire(objet: models.Model, champ: str, laquelle: str) -> None:
    """Makes a record, in memory, say that wording again, by which it is shown; nothing where it never did."""
    setattr(objet, champ, formulations(objet, champ).get(laquelle, ""))
