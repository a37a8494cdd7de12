"""What a module of the dashboard is made of: figures, a chart, tables, and how they are obtained."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from partenariat.presentation.formats import nombre

LONGUE = 15
"""Lines from which a table is folded."""


@dataclass(frozen=True)
class Cellule:
    """A figure or a word, with the list that it counts where there is one."""

    texte: str
    adresse: str = ""


@dataclass(frozen=True)
class Tableau:
    legende: str
    entetes: list[str]
    lignes: list[list[Cellule]]
    """The first cell of a line names it."""

    @property
    def longue(self) -> bool:
        """Long enough to be folded."""
        return len(self.lignes) > LONGUE

    @property
    def rangees(self) -> list[list[tuple[str, Cellule]]]:
        """Each line as (column, cell): on a narrow screen every cell says its column."""
        return [list(zip(self.entetes, ligne, strict=True)) for ligne in self.lignes]


@dataclass(frozen=True)
class Chiffre:
    nom: str
    valeur: str
    adresse: str = ""


@dataclass(frozen=True)
class Module:
    cle: str
    titre: str
    chiffres: list[Chiffre] = field(default_factory=list)
    figure: SafeString | str = ""
    tableaux: list[Tableau] = field(default_factory=list)
    formule: str = ""
    """How the figures are made."""
    parts: list[Cellule] = field(default_factory=list)
    """What enters them, one by one."""
    vide: str = ""


def cellules(*valeurs) -> list[Cellule]:
    return [
        Cellule(*(v if isinstance(v, tuple) else (v if isinstance(v, str) else nombre(v),))) for v in valeurs
    ]
