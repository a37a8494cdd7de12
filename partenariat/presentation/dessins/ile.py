"""The island of Montréal as it is: boroughs and linked cities, the river at the bottom, in whole coordinates.

Shapes come from the City's open data (`montreal.geojson`; `montreal.md` says source, licence and treatment):
neighbours share their borders exactly, and still do once rounded.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import cos, radians, sin
from pathlib import Path

SOURCE = Path(__file__).with_name("montreal.geojson")
ROTATION = 33
"""Degrees clockwise: as Montréal draws itself, with the river at the bottom."""
METRES = 43
"""Of one unit of the drawing: the island is 1,184 of them wide."""
LARGEUR, HAUTEUR = 1200, 600
MARGE = 8
NORD = ((66, 566), (95, 521))
"""The arrow of true north, from its foot to its head."""
FLECHE = "M{} {}L{} {}m-14 7l14-7-1 16".format(*NORD[0], *NORD[1])
ARRONDISSEMENT = "arrondissement"

INTERLIGNE = 17
"""Between two lines of a name."""

DRAPEAU = (80, 30)
"""The mark of what is late, where names are not printed: a triangle and a code, on a page 1280 px wide."""

Point = tuple[int, int]
Anneau = list[Point]


@dataclass(frozen=True)
class Forme:
    """One borough or linked city.

    Attributes:
        code: `REM…` of a borough, the geographic code of a linked city.
        nom: as the source writes it.
        anneaux: its rings, outlines and holes alike (`fill-rule: evenodd`).
        trace: the same, as the `d` of a path.
    """

    code: str
    nom: str
    arrondissement: bool
    anneaux: tuple[tuple[Point, ...], ...]
    trace: str


@dataclass(frozen=True)
class Place:
    """Where what is said of a borough stands.

    Attributes:
        x, y: of its count, where names are not printed; inside its shape.
        nom_x, nom_y: of its name: the middle, or an end, of the first line, on its baseline.
        lignes: over how many lines the name goes.
        ancre: `middle`, or `start` and `end` beside a leader.
        vers: where the leader ends, inside the shape; None where the name itself is inside.
        drapeau: the middle of the mark of what is late, beside the name.
        nu: its middle beside the count, where a mark of `DRAPEAU` stands on its borough, clear of it.
    """

    x: int
    y: int
    nom_x: int
    nom_y: int
    drapeau: Point
    nu: Point
    lignes: int = 1
    ancre: str = "middle"
    vers: Point | None = None

    @property
    def trait(self) -> str:
        """The leader, from beside the name to a dot inside the shape."""
        if self.vers is None:
            return ""
        ecart = {"start": -6, "end": 6}.get(self.ancre, 0)
        milieu = self.nom_y - 5 + INTERLIGNE // 2 * (self.lignes - 1)
        x, y = self.vers
        return f"M{self.nom_x + ecart} {milieu}L{x} {y}m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0"

    def ecrire(self, nom: str) -> tuple[tuple[str, int], ...]:
        """A name, line by line, and the `y` of each."""
        lignes = enumerate(en_lignes(nom, self.lignes))
        return tuple((ligne, self.nom_y + INTERLIGNE * rang) for rang, ligne in lignes)


PLACES = {
    "REM05": Place(715, 318, 872, 528, (897, 546), (717, 338), ancre="start", vers=(707, 322)),
    "REM09": Place(921, 158, 921, 153, (921, 172), (913, 126)),
    "REM12": Place(708, 511, 708, 530, (708, 550), (707, 536)),
    "REM14": Place(850, 170, 842, 168, (842, 204), (842, 191), 2),
    "REM15": Place(545, 252, 545, 257, (545, 277), (544, 273)),
    "REM16": Place(833, 103, 818, 103, (832, 79), (780, 107), 2),
    "REM17": Place(561, 497, 596, 531, (596, 551), (560, 465)),
    "REM19": Place(800, 400, 815, 384, (812, 420), (813, 421), 2),
    "REM20": Place(744, 468, 743, 434, (678, 438), (719, 435), 2),
    "REM21": Place(772, 347, 912, 412, (937, 431), (772, 314), ancre="start", vers=(790, 314)),
    "REM22": Place(935, 255, 992, 330, (1017, 366), (919, 275), 2, "start", (945, 262)),
    "REM23": Place(655, 187, 676, 196, (590, 192), (682, 206), 2),
    "REM24": Place(822, 276, 802, 262, (835, 241), (770, 275), 2),
    "REM25": Place(750, 206, 716, 70, (775, 212), (749, 238), 2, "end", (765, 182)),
    "REM27": Place(479, 405, 479, 405, (479, 425), (494, 425)),
    "REM31": Place(205, 172, 203, 160, (390, 120), (352, 115), 2),
    "REM32": Place(257, 80, 257, 72, (257, 109), (256, 47), 2),
    "REM33": Place(1064, 95, 990, 68, (1085, 95), (1064, 62), 2),
    "REM34": Place(660, 345, 500, 560, (655, 335), (617, 399), 2, "end", (618, 408)),
}


def _tourne(x: float, y: float) -> tuple[float, float]:
    """Metres, y north, to metres turned clockwise, y down."""
    angle = radians(ROTATION)
    return x * cos(angle) + y * sin(angle), x * sin(angle) - y * cos(angle)


def _anneaux(geometrie: dict) -> list[list[tuple[float, float]]]:
    polygones = geometrie["coordinates"]
    if geometrie["type"] == "Polygon":
        polygones = [polygones]
    return [[_tourne(*point) for point in anneau] for polygone in polygones for anneau in polygone]


def _trace(anneau: Sequence[Point]) -> str:
    """A ring, as the shortest `d`: from its first point, by steps."""
    pas = (f"{x - a} {y - b}" for (a, b), (x, y) in pairwise(anneau))
    return f"M{anneau[0][0]} {anneau[0][1]}l{' '.join(pas).replace(' -', '-')}z"


@cache
def formes() -> tuple[Forme, ...]:
    """Every shape, linked cities first; read once a process."""
    lues = [(e["properties"], _anneaux(e["geometry"])) for e in json.loads(SOURCE.read_text())["features"]]
    points = [point for _dits, anneaux in lues for anneau in anneaux for point in anneau]
    gauche, haut = min(x for x, _y in points), min(y for _x, y in points)

    def arrondi(anneau: Iterable[tuple[float, float]]) -> tuple[Point, ...]:
        entiers = [
            (round((x - gauche) / METRES) + MARGE, round((y - haut) / METRES) + MARGE) for x, y in anneau
        ]
        # A ring ends where it began; two points that are one once rounded are one.
        return tuple(p for p, suivant in pairwise(entiers) if p != suivant)

    resultat = []
    for dits, anneaux in lues:
        ronds = tuple(arrondi(anneau) for anneau in anneaux)
        trace = "".join(_trace(anneau) for anneau in ronds)
        resultat.append(Forme(dits["code"], dits["nom"], dits["type"] == ARRONDISSEMENT, ronds, trace))
    return tuple(sorted(resultat, key=lambda forme: (forme.arrondissement, forme.code)))


def arrondissements() -> dict[str, Forme]:
    """The boroughs, by official code."""
    return {forme.code: forme for forme in formes() if forme.arrondissement}


@cache
def villes_liees() -> tuple[Forme, ...]:
    return tuple(forme for forme in formes() if not forme.arrondissement)


@lru_cache(maxsize=256)
def en_lignes(nom: str, combien: int) -> tuple[str, ...]:
    """A name over that many lines at most, the longest the shortest; cut after a dash first."""
    coupes = [rang for rang, signe in enumerate(nom, 1) if signe in "–- " and rang < len(nom)]
    essais = (
        tuple(nom[a:b].strip() for a, b in zip((0, *choix), (*choix, len(nom)), strict=True))
        for choix in combinations(coupes, min(combien - 1, len(coupes)))
    )
    return min(essais, key=lambda ls: max(map(len, ls)) + 5 * sum(not ligne.endswith("–") for ligne in ls))
