"""Where things fall: a value on an axis, round graduations, and the room that a text takes.

Widths are in pixels, at most: nothing is measured in a browser, so that a label is placed where it fits even
in the widest of the fonts it may be read in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from math import ceil, floor, log10

ETROIT, LARGE = 288, 640
"""Pixels that a drawing has: on a phone of 320 less its margins, on the narrowest screen that is no phone."""
_ETROITES, _LARGES = frozenset(" ijlI.,:;'’!|()·‘\u00a0\u202f"), frozenset("mwMW@%…œæÆ&©®¼½¾ŵŴ")
_TRES_LARGES = frozenset("Œ—")
_PLUS_QUE_LE_TEXTE = 1.05


def pour_cent(part: float) -> str:
    """A length or a place as SVG writes it: `12.5%`, never with a comma."""
    return f"{100 * part:.3f}".rstrip("0").rstrip(".") + "%"


def largeur(texte: str, corps: int = 14, gras: bool = False) -> float:
    """Pixels that a text takes at most in Public Sans, or in the fonts that stand in for it."""
    em = sum(map(_em, texte))
    return em * corps * (_PLUS_QUE_LE_TEXTE if gras else 1)


def _em(lettre: str) -> float:
    if lettre in _ETROITES:
        return 0.36
    if lettre in _TRES_LARGES:
        return 1.13
    return 1.0 if lettre in _LARGES else 0.8 if lettre.isupper() else 0.66


def couper(texte: str, place: float, corps: int = 14, gras: bool = False) -> str:
    """The text, or as much of it as fits in `place` pixels and « … »."""
    if largeur(texte, corps, gras) <= place:
        return texte
    reste = texte
    while reste and largeur(reste.rstrip() + "…", corps, gras) > place:
        reste = reste[:-1]
    return reste.rstrip() + "…"


def plier(morceaux: Sequence[str], place: float, corps: int = 14, entre: str = " · ") -> list[str]:
    """These pieces on as many lines as they need, none of them wider than `place`."""
    lignes: list[str] = []
    for morceau in (couper(m, place, corps) for m in morceaux):
        if lignes and largeur(suite := lignes[-1] + entre + morceau, corps) <= place:
            lignes[-1] = suite
        else:
            lignes.append(morceau)
    return lignes


def graduations(bas: int, haut: int, combien: int = 5) -> list[int]:
    """Round whole numbers from at most `bas` to at least `haut`, about `combien` of them, two at least."""
    brut = max(1.0, (haut - bas) / max(1, combien - 1))
    dix = 10 ** floor(log10(brut))
    pas = next(max(1, p * dix) for p in (1, 2, 5, 10) if p * dix >= brut)
    premier, dernier = floor(bas / pas), ceil(haut / pas)
    return [pas * rang for rang in range(premier, max(dernier, premier + 1) + 1)]


@dataclass(frozen=True)
class Etiquette:
    """A word under an axis: where, between 0 and 1, and how it hangs there (`start`, `middle`, `end`)."""

    part: float
    texte: str
    ancre: str = "middle"

    def bornes(self, place: float, corps: int) -> tuple[float, float]:
        """From which pixel to which it goes, of a drawing as wide as `place`."""
        long, ici = largeur(self.texte, corps), self.part * place
        debut = ici - {"start": 0.0, "middle": long / 2, "end": long}[self.ancre]
        return debut, debut + long


def separees(
    etiquettes: Iterable[Etiquette], place: float, corps: int = 14, jour: float = 8
) -> list[Etiquette]:
    """Those that stand at least `jour` pixels apart, evenly thinned: one of two, of three…"""
    toutes = list(etiquettes)
    pas = next(p for p in count(1) if _a_l_aise(toutes[::p], place, corps, jour))
    return toutes[::pas]


def _a_l_aise(etiquettes: list[Etiquette], place: float, corps: int, jour: float) -> bool:
    bornes = [e.bornes(place, corps) for e in etiquettes]
    return all(fin + jour <= debut for (_d, fin), (debut, _f) in pairwise(bornes))
