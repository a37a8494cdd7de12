"""Where a record that may be withdrawn is read, what it is called, and what goes with it."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.text import capfirst

from partenariat.donnees.champs import champ_de
from partenariat.presentation.formats import date_longue
from partenariat.retraits.registre import REGISTRE, TOUT


def page_de(objet: models.Model) -> Any:
    """What has the page where a record is read: an action, a commitment."""
    for chemin in REGISTRE[type(objet)].ou:
        page: Any = objet
        for nom in chemin.split("__"):
            page = page and getattr(page, nom)
        if page is not None:
            return page
    return objet


def retirable_de(objet: models.Model, champ: str) -> bool:
    """Whether this record can be withdrawn, or that field of it."""
    quoi = REGISTRE.get(type(objet))
    if quoi is None or not champ:
        return quoi is not None and quoi.entier
    return champ in quoi.un_a_un and bool(getattr(objet, champ))


def designation(objet: models.Model, champ: str = TOUT) -> str:
    """What a record, or a field of it, is called without any of its words, and the page where it was read."""
    page: Any = page_de(objet)
    with translation.override("fr-ca"):
        dit = _nom(objet)
        if page is not objet:
            dit = f"{dit} · {_nom(page, debut=False)}"
        if champ:
            dit = f"{capfirst(champ_de(type(objet), champ).verbose_name)} · {dit}"
        return dit


NOMS = ("code", "numero", "annee", "rang", "de_quoi")
"""By what a record is known, without any of its words; else its day."""
JOURS = {"date": "du", "le": "du", "du": "du", "mandat_debut": "depuis le", "ouvre_le": "du"}


def _nom(objet: Any, *, debut: bool = True) -> str:
    sorte = str(objet._meta.verbose_name)
    sorte = str(capfirst(sorte)) if debut else sorte
    if type(objet) in REGISTRE and not REGISTRE[type(objet)].entier:
        # What nothing takes from it.
        return f"{sorte} {objet}"
    for champ in NOMS:
        if hasattr(objet, champ):
            return f"{sorte} {getattr(objet, champ)}"
    for champ, mot in JOURS.items():
        if jour := getattr(objet, champ, None):
            return f"{sorte} {mot} {date_longue(jour)}"
    return sorte


def parties_de(objet: models.Model) -> Iterator[models.Model]:
    """What goes with a record, being read nowhere else (`Retirable.parties`)."""
    for nom in REGISTRE[type(objet)].parties:
        for partie in getattr(objet, nom).all():
            yield partie
            yield from parties_de(partie)


def retirables_de(page: models.Model) -> Iterator[models.Model]:
    """What can be withdrawn of a page: the record whose page it is, then what is read there."""
    if type(page) in REGISTRE and not REGISTRE[type(page)].ou:
        yield page
    for modele, quoi in REGISTRE.items():
        for chemin in quoi.ou:
            premier = modele._meta.get_field(chemin.split("__")[0])
            cible: Any = premier
            for nom in chemin.split("__")[1:]:
                cible = cible.related_model._meta.get_field(nom)
            if cible.related_model is type(page):
                yield from modele._default_manager.filter(**{chemin: page})
