"""Who tells of what waits: the upper floors register here, since this one never imports them.

Every source is a function of the request: it reads who asks, and gives only what this person may see.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.http import HttpRequest

from partenariat.poste.attentes import Annonce, Attente, Fait

SourceDAttentes = Callable[[HttpRequest], Iterable[Attente]]
SourceDAnnonces = Callable[[HttpRequest], Iterable[Annonce]]
SourceDeFaits = Callable[[HttpRequest], Iterable[Fait]]
Lisibles = Callable[[Any], "models.QuerySet[Any]"]

ATTENTES: list[SourceDAttentes] = []
ANNONCES: list[SourceDAnnonces] = []
FAITS: list[SourceDeFaits] = []
POUR: list[Callable[[HttpRequest], Any]] = []
LISIBLES: dict[type[models.Model], Lisibles] = {}


def inscrire(
    *,
    attentes: SourceDAttentes | None = None,
    annonces: SourceDAnnonces | None = None,
    faits: SourceDeFaits | None = None,
    pour: Callable[[HttpRequest], Any] | None = None,
) -> None:
    """Adds what a floor tells: what waits, what the head of the desk says, what the person did.

    Args:
        pour: the body for which the person acts, or None.
    """
    if attentes:
        ATTENTES.append(attentes)
    if annonces:
        ANNONCES.append(annonces)
    if faits:
        FAITS.append(faits)
    if pour:
        POUR.append(pour)


def inscrire_lisibles(modele: type[models.Model], lisibles: Lisibles) -> None:
    """Which records of a model an account may still read: the log of the back office names no other.

    Args:
        lisibles: given the account; joins what the name of a record is made of.
    """
    LISIBLES[modele] = lisibles
