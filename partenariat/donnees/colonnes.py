"""Columns declared once: the file's header, the dictionary and every format are made from them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEPARATEUR = " | "
CONTROLES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


JOUR = _("date")
"""Type of the columns that hold a day."""
PREMIER_JOUR = date(1900, 3, 1)
"""Spreadsheets believe in a 29 February 1900: what comes before it stays a text."""
CLE = _("clé")
"""Type of the columns that name a row, here or in another dataset; of several, a list."""


@dataclass(frozen=True)
class Colonne:
    """One field of a dataset.

    `valeur` gives, from a row's object, a JSON value: text, number, boolean, date, list or None. Of a moment,
    the file keeps the day, as pages do: the hour of an act that a plan file tells is one that nobody knows.
    """

    nom: str
    type: str | Promise
    description: str | Promise
    valeur: Callable[[Any], Any]

    def json(self, objet: Any) -> Any:
        """As it stands in JSON: days (of Montréal) by ISO 8601, lists as lists."""
        return _iso(self.valeur(objet))

    def cellule(self, objet: Any) -> Any:
        """As one spreadsheet cell: days as dates, numbers and booleans as such, lists joined, formulas made
        harmless."""
        valeur = self.json(objet)
        if isinstance(valeur, list):
            valeur = SEPARATEUR.join(_element(element) for element in valeur)
        if not isinstance(valeur, str):
            return valeur
        if self.type is JOUR and (jour := date.fromisoformat(valeur)) >= PREMIER_JOUR:
            return jour
        return neutraliser(sans_controles(valeur))

    def plat(self, objet: Any) -> Any:
        """The same in a file that holds texts only: booleans in words, days by ISO 8601."""
        valeur = self.cellule(objet)
        if isinstance(valeur, bool):
            return "oui" if valeur else "non"
        return valeur.isoformat() if isinstance(valeur, date) else valeur


def _iso(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _iso(element) for cle, element in valeur.items()}
    if isinstance(valeur, list):
        return [_iso(element) for element in valeur]
    if isinstance(valeur, datetime):
        valeur = timezone.localdate(valeur)
    return valeur.isoformat() if isinstance(valeur, date) else valeur


def _element(element: Any) -> str:
    if isinstance(element, dict):
        premier, *autres = (dit for dit in element.values() if dit is not None)
        return f"{premier} ({', '.join(map(str, autres))})" if autres else str(premier)
    return str(element)


def sans_controles(texte: str) -> str:
    """Without the control characters (Word's soft line break and its like) that no spreadsheet takes."""
    return CONTROLES.sub(" ", texte)


DECLENCHEURS = ("=", "+", "-", "@", "\t", "\r")


def neutraliser(texte: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front; see `restaurer`."""
    return f"'{texte}" if texte.startswith(DECLENCHEURS) else texte


def restaurer(texte: str) -> str:
    """The inverse of `neutraliser`, for files that come back."""
    return texte[1:] if texte.startswith("'") and texte[1:].startswith(DECLENCHEURS) else texte
