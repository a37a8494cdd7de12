"""A cell as the person who filled it reads it: with its number format, in the kind that its column awaits."""

import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl.utils import range_boundaries

from actions.fichier.champs import Booleen, Champ, Code, Entier, Nombre
from partenariat.donnees.colonnes import restaurer

BLANCS = " \t\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NO-BREAK SPACE}"
"""What stands around a text without being seen."""
ECHAPPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
ENTRE_GUILLEMETS = re.compile(r'"[^"]*"|\\.|\[[^]]*\]')
"""What a number format says without its meaning anything: text, one character, a colour or a condition."""
UN_NOMBRE = re.compile(r"[-−]?\d+([.,]\d+)?")
BOOLEENS = {"oui": True, "vrai": True, "true": True, "non": False, "faux": False, "false": False}
MAX_COL, MAX_ROW = 16_384, 1_048_576
"""Columns and rows of a sheet."""
CHIFFRES = 15
"""Significant digits of a spreadsheet's numbers: what comes after is noise of the binary computation."""


def lire(cellule: Any, champ: Champ | None) -> Any:
    """The value of a cell, for a column that awaits `champ` (None: anything).

    What is shown is what counts: a cell formatted as a percentage that shows « 45 % » holds 0.45, and is 45.
    """
    valeur = cellule.value
    if isinstance(valeur, int | float) and not isinstance(valeur, bool):
        return _pour_un_code(_nombre(valeur, cellule.number_format), champ)
    match valeur:
        case datetime() if valeur.time() == time.min:
            return valeur.date().isoformat()
        case datetime() | date() | time():
            return valeur.isoformat()
        case str():
            return _pour(restaurer(texte(valeur)), champ)
        case _:
            return valeur


def _nombre(valeur: float, format_: str | None) -> int | Decimal:
    nombre = Decimal(f"{valeur:.{CHIFFRES}g}") if isinstance(valeur, float) else Decimal(valeur)
    if "%" in ENTRE_GUILLEMETS.sub("", format_ or ""):
        nombre *= 100
    entier = nombre == nombre.to_integral_value() and abs(nombre) < 10**CHIFFRES
    return int(nombre) if entier else nombre.normalize()


def _pour_un_code(nombre: int | Decimal, champ: Champ | None) -> int | Decimal:
    """A code kept as a number is refused, even a whole one: 1.10 would have lost its zero."""
    return Decimal(nombre) if isinstance(champ, Code) else nombre


def _pour(ecrit: str, champ: Champ | None) -> Any:
    """A text, or the number or the boolean that it writes where the column awaits one."""
    if isinstance(champ, Booleen):
        return BOOLEENS.get(ecrit.casefold(), ecrit)
    if isinstance(champ, Entier | Nombre):
        chiffres = re.sub(rf"[{BLANCS}]", "", ecrit).removesuffix("$").removesuffix("%")
        if UN_NOMBRE.fullmatch(chiffres):
            return _nombre_ecrit(chiffres)
    return ecrit


def _nombre_ecrit(chiffres: str) -> int | Decimal:
    nombre = Decimal(chiffres.replace(",", ".").replace("−", "-"))
    return int(nombre) if nombre == nombre.to_integral_value() else nombre


def texte(valeur: object) -> str:
    """A text without what surrounds it unseen; `_x000D_` is how a workbook writes a carriage return."""
    lu = ECHAPPE.sub(lambda trouve: chr(int(trouve[1], 16)), str(valeur))
    return lu.replace("\r\n", "\n").replace("\r", "\n").strip(BLANCS)


@dataclass
class Dessous:
    """What a sheet hides from whoever reads it, and what is merged in it."""

    lignes: list[int] = field(default_factory=list)
    colonnes: list[tuple[int, int]] = field(default_factory=list)
    """First and last, of each hidden group."""
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Left, top, right, bottom."""


def dessous(archive: zipfile.ZipFile, partie: str) -> Dessous:
    """Read from the XML of the sheet: openpyxl says nothing of it where it reads as it goes."""
    lu = Dessous()
    with archive.open(partie) as flux:
        for _evenement, balise in ET.iterparse(flux):  # noqa: S314  # no DOCTYPE: see `classeur`
            match balise.tag.rpartition("}")[2]:
                case "row":
                    if _vrai(balise.get("hidden")):
                        lu.lignes.append(int(balise.get("r", 0)))
                    balise.clear()
                case "col" if _vrai(balise.get("hidden")):
                    lu.colonnes.append((int(balise.get("min", 0)), int(balise.get("max", 0))))
                case "mergeCell":
                    lu.fusions.append(_bornes(balise.get("ref", "A1")))
    return lu


def _vrai(valeur: str | None) -> bool:
    return valeur in ("1", "true")


def _bornes(zone: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom; a whole row or column, whose edges are not written, goes to the end."""
    gauche, haut, droite, bas = range_boundaries(zone)
    return gauche or 1, haut or 1, droite or MAX_COL, bas or MAX_ROW
