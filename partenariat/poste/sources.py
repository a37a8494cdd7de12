"""Who tells of what waits: the upper floors register here, since this one never imports them.

Every source is a function of the request: it reads who asks, and gives only what this person may see.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

from partenariat.poste.attentes import Annonce, Attente, Fait

SourceDAttentes = Callable[[HttpRequest], Iterable[Attente]]
SourceDAnnonces = Callable[[HttpRequest], Iterable[Annonce]]
SourceDeFaits = Callable[[HttpRequest], Iterable[Fait]]
Lisibles = Callable[[Any], "models.QuerySet[Any]"]
Evenement = dict[str, Any]
Dire = Callable[[Evenement, Evenement], Iterable[str]]
Erreurs = Callable[[Any, Collection[Fait]], Mapping[Fait, str]]

ATTENTES: list[SourceDAttentes] = []
ANNONCES: list[SourceDAnnonces] = []
FAITS: list[SourceDeFaits] = []
POUR: list[Callable[[HttpRequest], Any]] = []
LISIBLES: dict[type[models.Model], Lisibles] = {}
ADRESSES: dict[type[models.Model], Callable[[Any], str]] = {}
SUIVIS: "dict[type[models.Model], Suivi]" = {}
ERREURS: list[Erreurs] = []


def tous(_personne: Any) -> bool:
    return True


def rien_de_plus(_avant: Evenement, _apres: Evenement) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Suivi:
    """A kind of record whose writes are told to whoever made them.

    Attributes:
        sujet: the kind of record that its name and its link come from: itself, or what it is a part of.
        chemin: from one of its events to the key of that.
        champs: those whose change is told with its value: « Statut : Terminée ».
        dire: what is told besides, given the event before and the event itself.
        ajout: what a new one is called, where that is more than its kind.
        du_sujet: whether it is nothing by itself: its writes are changes of what it is a part of.
        pour: the accounts to whom it is told: others write it through something that is told already.
    """

    modele: type[models.Model]
    sujet: type[models.Model]
    chemin: str = "pgh_obj"
    champs: tuple[str, ...] = ()
    dire: Dire = rien_de_plus
    ajout: Any = ""
    du_sujet: bool = False
    pour: Callable[[Any], bool] = tous


def inscrire(
    *,
    attentes: SourceDAttentes | None = None,
    annonces: SourceDAnnonces | None = None,
    faits: SourceDeFaits | None = None,
    pour: Callable[[HttpRequest], Any] | None = None,
    erreurs: Erreurs | None = None,
) -> None:
    """Adds what a floor tells: what waits, what the head of the desk says, what the person did.

    Args:
        pour: the body for which the person acts, or None.
        erreurs: given an account and what it did: where each that may still be annulled is.
    """
    if attentes:
        ATTENTES.append(attentes)
    if annonces:
        ANNONCES.append(annonces)
    if faits:
        FAITS.append(faits)
    if pour:
        POUR.append(pour)
    if erreurs:
        ERREURS.append(erreurs)


def inscrire_lisibles(
    modele: type[models.Model], lisibles: Lisibles, adresse: Callable[[Any], str] | None = None
) -> None:
    """Which records of a model an account may still read: what one did names no other.

    Args:
        lisibles: given the account; joins what the name of a record is made of.
        adresse: of one of them, for whoever reads it; where the staff keeps it, unless given.
    """
    LISIBLES[modele] = lisibles
    if adresse:
        ADRESSES[modele] = adresse


def inscrire_suivi(modele: type[models.Model], sujet: type[models.Model] | None = None, **reste: Any) -> None:
    """Tells the writes of a kind of record to whoever made them (`Suivi`); by itself where it is no part."""
    SUIVIS[modele] = Suivi(modele, sujet or modele, **reste)


def selon_les_droits(modele: type[models.Model]) -> Lisibles:
    """All of them to whoever may read the kind in the back office; none to anyone else."""
    droit = f"{modele._meta.app_label}.view_{modele._meta.model_name}"
    tous = modele._default_manager
    return lambda personne: tous.all() if personne.has_perm(droit) else tous.none()
