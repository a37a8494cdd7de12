"""What is read of events themselves, and not of the views of the past, bears the mask too."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Func, JSONField

from partenariat.retraits.registre import ADRESSE, REGISTRE

RETRAITS = "n_retraits"
"""The column beside those of an event: what was withdrawn of its record, or nothing."""
Evenement = dict[str, Any]


def avec_retraits(
    modele: type[models.Model], evenements: models.QuerySet[Any, Any]
) -> models.QuerySet[Any, Any]:
    """Annotates `n_retraits`, which `sans_les_mots` reads; nothing where the model is not withdrawn."""
    if modele not in REGISTRE:
        return evenements
    return evenements.annotate(**{RETRAITS: retraits_de(modele)})


def retraits_de(modele: type[models.Model]) -> Func:
    """Of an event of that model, what was withdrawn: by field, what stands in its place."""
    gabarit = f"public.retrait_dits('{modele._meta.db_table}', %(expressions)s)"
    return Func(F("pgh_obj_id"), template=gabarit, output_field=JSONField(null=True))


def sans_les_mots(
    modele: type[models.Model], evenement: Evenement, prefixes: Iterable[str] = ("",)
) -> Evenement:
    """An event as it may be read, without `n_retraits`: `<prefix><field>` bears the mask."""
    dits: dict[str, str] = evenement.get(RETRAITS) or {}
    lisible = {nom: valeur for nom, valeur in evenement.items() if nom != RETRAITS}
    for champ in REGISTRE[modele].champs if dits else ():
        mot = next((dits[par] for par in REGISTRE[modele].avec(champ) if par in dits), None)
        for nom in (f"{prefixe}{champ}" for prefixe in prefixes):
            if mot and lisible.get(nom):
                lisible[nom] = ADRESSE if champ in REGISTRE[modele].adresses else mot
    return lisible
