"""A step in the life of a record, as a button of its form: each app declares its own table of steps.

A step never costs what was typed: the button saves first, then takes the step.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True)
class Etape:
    nom: str
    """The method of the record that takes the step; `peut_<nom>` says whether a person may."""
    bouton: Promise
    fait: Promise
    avec_note: bool = False
    """Whether its note is passed on: why the step is taken."""
    precisions: tuple[str, ...] = ()
    """Other words that the method takes, by their names."""
    peut: str = ""
    """The method that says who may, where it is not `peut_<nom>`."""
    geste: Callable[[Any, Any, str], Any] | None = None
    """What takes the step, where it is not the method `nom`; called with the record, the person, the note."""

    @property
    def champ(self) -> str:
        """The name of its button."""
        return f"_{self.nom}"

    def ouverte(self, objet, personne) -> bool:
        return getattr(objet, self.peut or f"peut_{self.nom}")(personne)

    def franchir(self, objet, personne, note: str = "", **precisions: str):
        """Takes the step; gives the record that it makes, if any.

        Raises:
            TransitionRefusee: the step is not open.
        """
        if self.geste:
            return self.geste(objet, personne, note)
        geste = getattr(objet, self.nom)
        return geste(personne, note, **precisions) if self.avec_note else geste(personne, **precisions)


def etapes_ouvertes(etapes: tuple[Etape, ...], objet, personne) -> list[Etape]:
    """The steps that this person may take; on a new record, the first one alone."""
    return [etape for etape in etapes if etape.ouverte(objet, personne)] if objet else [etapes[0]]


def demandee(etapes: tuple[Etape, ...], request: HttpRequest) -> Etape | None:
    """The step whose button was pressed."""
    return next((etape for etape in etapes if etape.champ in request.POST), None)
