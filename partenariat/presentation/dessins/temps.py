"""Time as a drawing: dates in % of a width, marks that stack, labels that do not collide.

A drawing is an SVG without `viewBox`: what stands along time is in %, so that marks never stretch; heights
and sizes are in pixels. In short:

    echelle = Echelle.des_annees(date(2025, 1, 1), date(2028, 12, 31))
    echelle.x(jour)                              # 47.3, of 100; `pct` writes it: "47.3%"
    echelle.annees                               # where each year begins, for rules and their names
    marque("atteint", x, y)                      # the shape of a state; FORMES says which there are
    poser([Etiquette(x, y, "1.7"), …], 700)      # each label with the height at which it is free, or None

Nothing here knows what a mark stands for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Self

from django.utils.safestring import SafeString, mark_safe

ETAGE = 11
"""Pixels from a mark to the one stacked on it."""
CORPS = 13
"""Pixels: the size of a label's letters."""
CHASSE = 0.58
"""Mean width of a letter, in parts of its size: a little more than Public Sans's, so that nothing touches."""
ECART = 8
"""Pixels left between two labels of one line."""


@dataclass(frozen=True)
class Borne:
    """Where a year, or a month, begins.

    Attributes:
        le: its first day.
        x: in % of the width.
    """

    le: date
    x: float

    @property
    def pct(self) -> str:
        return pct(self.x)


@dataclass(frozen=True)
class Echelle:
    """Days in % of a width: 0 at the start of `debut`, 100 at the end of `fin`.

    Attributes:
        debut, fin: the first and the last day, both drawn.
    """

    debut: date
    fin: date

    def __post_init__(self) -> None:
        if self.fin < self.debut:
            raise ValueError("Une échelle ne finit pas avant de commencer.")

    @classmethod
    def des_annees(cls, debut: date, fin: date) -> Self:
        """From the first day of the year of `debut` to the last one of that of `fin`."""
        return cls(date(debut.year, 1, 1), date(max(debut, fin).year, 12, 31))

    @cached_property
    def jours(self) -> int:
        return (self.fin - self.debut).days + 1

    def x(self, le: date) -> float:
        """0 to 100: a day that is not drawn stands at the edge."""
        return min(max(100 * (le - self.debut).days / self.jours, 0.0), 100.0)

    def pct(self, le: date) -> str:
        return pct(self.x(le))

    def contient(self, le: date) -> bool:
        return self.debut <= le <= self.fin

    @cached_property
    def annees(self) -> list[Borne]:
        """Each year that is drawn, were it in part."""
        return self._bornes(date(an, 1, 1) for an in range(self.debut.year, self.fin.year + 1))

    def mois(self, pas: int = 1) -> list[Borne]:
        """The months that begin in it, every `pas` of a year: 3 gives January, April, July, October."""
        premiers = [
            date(an, m, 1) for an in range(self.debut.year, self.fin.year + 1) for m in range(1, 13, pas)
        ]
        return self._bornes(le for le in premiers if self.contient(le))

    def _bornes(self, premiers: Iterable[date]) -> list[Borne]:
        return [Borne(le, self.x(le)) for le in premiers]


def pct(x: float) -> str:
    """« 12.5% »: as SVG writes it, in every language, to a tenth of a pixel on a wide screen."""
    return f"{x:.2f}".rstrip("0").rstrip(".") + "%"


def largeur_de(texte: str, corps: float = CORPS) -> float:
    """Pixels that a text takes, at most, give or take a letter."""
    return len(texte) * corps * CHASSE


@dataclass(frozen=True)
class Etiquette:
    """A text that goes with a mark.

    Attributes:
        x: of its anchor, in %.
        y: of its line of writing, in px: the height that it would have alone.
        texte: what it says.
        ancre: which of its points stands at `x`, as SVG names it: `start`, `middle`, `end`.
        lignes: how many lines of text it takes.
    """

    x: float
    y: float
    texte: str
    ancre: str = "middle"
    lignes: int = 1

    @property
    def pct(self) -> str:
        return pct(self.x)

    @property
    def haut(self) -> str:
        """`y` as SVG writes it: a comma, as French has, would make two heights of one."""
        return f"{self.y:g}"

    def etendue(self, largeur: float) -> tuple[float, float]:
        """Its left and its right, in px, in a drawing of that width."""
        sienne, ici = largeur_de(self.texte), self.x * largeur / 100
        gauche = {"start": ici, "middle": ici - sienne / 2, "end": ici - sienne}[self.ancre]
        return gauche, gauche + sienne

    def hors_de(self, x: float, largeur: float) -> "Etiquette":
        """The same, anchored so that it is not crossed by what stands at `x`, in %."""
        gauche, droite = self.etendue(largeur)
        if gauche - ECART < x * largeur / 100 < droite + ECART:
            return replace(self, ancre="end" if self.x <= x else "start")
        return self

    def dans(self, largeur: float) -> "Etiquette":
        """The same, anchored so that it does not leave the drawing."""
        gauche, droite = self.etendue(largeur)
        if gauche < 0:
            return replace(self, ancre="start")
        return replace(self, ancre="end") if droite > largeur else self


def poser(
    etiquettes: Sequence[Etiquette],
    largeur: float,
    *,
    ligne: float = CORPS,
    pas: float = CORPS,
    plafond: float = CORPS,
) -> list[Etiquette | None]:
    """Each label where it touches no other: at its own height, or else raised line by line; None where there
    is no room. The first ones are served first; what a label says must be said elsewhere too.

    Args:
        largeur: of the drawing, in px: the least at which it must hold.
        ligne: px, the height of a line of text.
        pas: px from a place to the one tried next, `ligne` at least; below zero, labels go down.
        plafond: px: the last height at which one may be written.
    """
    poses: list[Etiquette | None] = []
    for une in etiquettes:
        cadree: Etiquette | None = une.dans(largeur)
        while cadree and any(autre and se_touchent(cadree, autre, largeur, ligne) for autre in poses):
            y = cadree.y - pas
            libre = y >= plafond if pas > 0 else y <= plafond
            cadree = replace(cadree, y=y) if libre else None
        poses.append(cadree)
    return poses


def se_touchent(une: Etiquette, autre: Etiquette, largeur: float, ligne: float = CORPS) -> bool:
    """Whether two labels would be read one over the other."""
    gauche, droite = une.etendue(largeur)
    sa_gauche, sa_droite = autre.etendue(largeur)
    # `y` is that of the first line; the others are under it.
    haut, bas = une.y - ligne, une.y + (une.lignes - 1) * ligne
    son_haut, son_bas = autre.y - ligne, autre.y + (autre.lignes - 1) * ligne
    cote_a_cote = droite + ECART <= sa_gauche or sa_droite + ECART <= gauche
    return not (cote_a_cote or bas <= son_haut or son_bas <= haut)


def bords(jours: Iterable[date], *, avant: timedelta, apres: timedelta) -> tuple[date, date] | None:
    """The first and the last of these days, with room around; None where there is none."""
    donnes = list(jours)
    return (min(donnes) - avant, max(donnes) + apres) if donnes else None


# About (0, 0), in px, for what is not a circle; `currentColor` and the classes of static/css/temps.css.
_TRACES = {
    "triangle": '<path d="M0-8.5 7.5 5.5h-15z"/>',
    "losange": '<path d="m0-6 6 6-6 6-6-6z"/>',
    "croix": '<path d="m-3.5-3.5 7 7m0-7-7 7"/>',
    "trait": '<path d="M-3.5 0h7"/>',
    "fin": '<path d="M0-11v22"/>',
}
FORMES = {
    "atteint": ("disque", 5.0),
    "prevu": ("anneau", 4.2),
    "en_retard": ("triangle", 0.0),
    "reporte": ("losange", 0.0),
    "suspendue": ("croix", 0.0),
    "abandonnee": ("croix", 0.0),
    "annule": ("croix", 0.0),
    "non_atteint": ("trait", 0.0),
    "terme": ("fin", 0.0),
}
"""The shape of a mark by state, and the radius of a round one, in px."""


@lru_cache(maxsize=4096)
def marque(etat: str, x: str, y: str) -> SafeString:
    """The shape of a state in a drawing.

    Args:
        etat: a key of `FORMES`.
        x: its middle, as SVG writes it: « 12.5% ».
        y: likewise, in px: « 66 ».
    """
    forme, rayon = FORMES[etat]
    if rayon:
        dessin = f'<circle class="m m--{forme}" cx="{x}" cy="{y}" r="{rayon:g}"/>'
    else:
        dessin = f'<svg class="m m--{forme}" x="{x}" y="{y}" overflow="visible">{_TRACES[forme]}</svg>'
    return mark_safe(dessin)  # noqa: S308  # numbers of ours and constants of this file


@lru_cache(maxsize=16)
def marque_seule(etat: str) -> SafeString:
    """The shape of a state beside its word, in a legend or a list; `fin` is the end of what lasts."""
    trait = '<path class="m m--fin" d="M8 2v12"/>'
    dessin = trait if etat == "fin" else marque(etat, "8", "8")
    return mark_safe(  # noqa: S308  # constants of this file
        f'<svg class="temps-forme" width="16" height="16" aria-hidden="true" focusable="false">{dessin}</svg>'
    )
