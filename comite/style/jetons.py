"""The rows of the tables of tokens: colours with how well they read, sizes of letters, steps of the grid."""

from collections.abc import Iterator
from dataclasses import dataclass

from partenariat.presentation import jetons
from partenariat.presentation.formats import nombre
from partenariat.presentation.jetons import Jeton

FONDS = {"sur-geste": "geste", "info": "info-fond", "succes": "succes-fond", "alerte": "alerte-fond",
         "danger": "danger-fond"}  # fmt: skip
"""What a colour is read on, where that is not the page's ground."""
PAS = (1, 2, 3, 4, 5, 7, 8)


@dataclass(frozen=True)
class Nuance:
    """A colour and its figures, in words: « 5,2 : 1 »."""

    jeton: Jeton
    sur: str
    clair: str
    sombre: str


@dataclass(frozen=True)
class Pas:
    combien: int
    pixels: int

    @property
    def ecrits(self) -> str:
        """As SVG writes them."""
        return str(self.pixels)


def nuances() -> list[Nuance]:
    """Each colour, and its contrast with what it is read on."""
    return list(_nuances())


def _nuances() -> Iterator[Nuance]:
    couleurs = jetons.couleurs()
    for jeton in couleurs.values():
        sur = FONDS.get(jeton.nom, "fond")
        clair, sombre = jeton.sur(couleurs[sur])
        yield Nuance(jeton, sur, nombre(round(clair, 1)), nombre(round(sombre, 1)))


def pas() -> list[Pas]:
    """Steps of the grid, in pixels."""
    return [Pas(combien, jetons.pas(combien)) for combien in PAS]


def tailles() -> list[tuple[str, str]]:
    """The letters of the site beside the titles: a class, and what it is for."""
    return [
        ("chapeau", "Chapeau, ce que la page dit d'abord"),
        ("surtitre", "Surtitre"),
        ("chiffre", "1 234"),
        ("note", "Note"),
    ]
