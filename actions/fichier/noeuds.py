"""A plan file as a tree whose every value knows its place, whether it came as YAML or as a workbook."""

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

ETIQUETTES = ("code", "id", "sigle_usage")


class Illisible:
    """The type of `ILLISIBLE`."""

    def __repr__(self) -> str:
        return "ILLISIBLE"


ILLISIBLE: Final = Illisible()
"""Stands for a value that was refused: its error is already told, nothing more is to be said of it."""


@dataclass(slots=True, eq=False)
class Noeud:
    """A value and where it is written."""

    valeur: Any
    """None, bool, int, Decimal, str, dict of nodes, list of nodes, or ILLISIBLE."""
    lieu: int | str
    """A line, or the sheet and cell of a workbook."""
    parent: "Noeud | None" = None
    cle: str | int = ""
    """Key, or rank from 1, under the parent."""
    texte: str = ""
    """A scalar as it is written in the file."""

    @property
    def ou(self) -> str:
        return f"ligne {self.lieu}" if isinstance(self.lieu, int) else self.lieu

    @property
    def guillemets(self) -> str:
        """How to make this value a text: between quotes, or in a cell of text."""
        return (
            f"entre guillemets, '{self.texte}'"
            if isinstance(self.lieu, int)
            else "dans une cellule au format Texte"
        )

    @property
    def chemin(self) -> str:
        """The path, as people read it: `actions[12] « 2.3 » › jalons[1] › prevu`."""
        pas: list[str] = []
        noeud, rang = self, ""
        while noeud.parent is not None:
            if isinstance(noeud.cle, int):
                rang = f"[{noeud.cle}]{noeud.etiquette}{rang}"
            else:
                pas.append(f"{noeud.cle}{rang}")
                rang = ""
            noeud = noeud.parent
        return " › ".join(reversed(pas))

    @property
    def etiquette(self) -> str:
        """What names an entry of a list: « 2.3 »."""
        if isinstance(self.valeur, dict):
            for cle in ETIQUETTES:
                nom = self.valeur.get(cle)
                if nom is not None and nom.texte:
                    return f" « {abrege(nom.texte, 30)} »"
        return ""

    @property
    def trouve(self) -> str:
        """What stands here, for a message: « trouvé … »."""
        match self.valeur:
            case None:
                return "rien"
            case bool():
                return f"« {self.texte} », lu comme {'vrai' if self.valeur else 'faux'}"
            case int() | Decimal():
                return f"le nombre {abrege(self.texte)}"
            case str():
                return f"« {abrege(self.valeur)} »"
            case list():
                return "une liste"
            case _:
                return "un groupe de clés"

    def sous(self, cle: str) -> "Noeud | None":
        """The node under a key, where there is one."""
        return self.valeur.get(cle) if isinstance(self.valeur, dict) else None

    def elements(self) -> list["Noeud"]:
        """The nodes of a list; none where this is not a list."""
        return self.valeur if isinstance(self.valeur, list) else []

    def brut(self) -> Any:
        """The value without its places, ready for JSON."""
        match self.valeur:
            case dict():
                return {cle: noeud.brut() for cle, noeud in self.valeur.items()}
            case list():
                return [noeud.brut() for noeud in self.valeur]
            case Decimal():
                nombre = float(self.valeur)
                return nombre if math.isfinite(nombre) else self.texte
            case Illisible():
                return None
            case _:
                return self.valeur


def abrege(texte: str, longueur: int = 60) -> str:
    """One short line of a text."""
    ligne = " ".join(texte.split())
    return ligne if len(ligne) <= longueur else f"{ligne[: longueur - 1]}…"
