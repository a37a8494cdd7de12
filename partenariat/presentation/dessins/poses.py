"""A drawing once everything in it has its place, and how it is set in a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from partenariat.presentation.dessins.echelles import ETROIT, LARGE


@dataclass(frozen=True)
class Cadre:
    """How much room a drawing has: one or more widths, in pixels, by the class of what is only read there.

    x is in per cent, so that the same drawing is as wide as the page; what depends on the width (whether a
    number fits in its part) is drawn for each of these, and the stylesheet shows the one that fits.
    """

    largeurs: Mapping[str, int]
    unites: int = 0
    """Across a path, which is stretched to the width of the page; pixels unless given."""

    @property
    def etroit(self) -> int:
        return min(self.largeurs.values())


ECRAN = Cadre({"a-etroit": ETROIT, "a-large": LARGE}, 1000)


@dataclass(frozen=True)
class Texte:
    """A line of text in a drawing; `x` is in per cent or in pixels, as SVG writes it, `y` in pixels."""

    x: str
    y: int
    texte: str
    ancre: str = "start"
    classe: str = ""
    dx: str = "0"
    """Pixels from there."""
    suite: str = ""
    """What follows on the same line, in a softer voice."""

    @property
    def bas(self) -> str:
        """Its baseline, as written: a template would write 1234 as a person reads it."""
        return str(self.y)


@dataclass(frozen=True)
class Cle:
    """A line of a legend: the classes of its sample, what they mean."""

    classe: str
    nom: str
    trait: bool = False
    """Whether its sample is a stroke; else it is a part of a bar."""


@dataclass(frozen=True)
class Pose:
    """Everything in its place.

    Attributes:
        gabarit: what draws it.
        hauteur: pixels.
        marges: pixels to the left and right of the drawing, where its graduations are written.
        sur: what sets it in a page.
    """

    gabarit: str
    hauteur: int
    contexte: dict[str, Any] = field(default_factory=dict)
    legende: Sequence[Cle] = ()
    marges: tuple[int, int] = (0, 0)
    sur: str = "dessins/page.html"

    @property
    def haut(self) -> str:
        return str(self.hauteur)

    @property
    def genre(self) -> str:
        """« barres », « courbe »…: its class."""
        return Path(self.gabarit).stem


class Trace(Protocol):
    """What can be drawn."""

    def poser(self, cadre: Cadre) -> Pose: ...


@dataclass(frozen=True)
class Figure:
    """A drawing, and what it shows in one sentence (its table of data stands beside it)."""

    trace: Trace
    mots: str

    @cached_property
    def html(self) -> SafeString:
        """As it is set in a page: one image with its words, its legend below."""
        pose = self.trace.poser(ECRAN)
        return rendre(pose, pose.sur, mots=self.mots)


def rendre(pose: Pose, sur: str, **contexte: Any) -> SafeString:
    """The drawing, as the template `sur` sets it."""
    return render_to_string(sur, pose.contexte | {"pose": pose} | contexte)
