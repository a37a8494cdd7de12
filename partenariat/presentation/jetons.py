"""The tokens of `static/css/jetons.css` as figures: each colour in light and in dark, and how well it reads.

The sheet stays the one place where a colour is said: this reads it, and copies nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

FEUILLE = "static/css/jetons.css"
DIT = re.compile(r"--([\w-]+):\s*([^;]+);")
CLAIR_SOMBRE = re.compile(r"light-dark\((.+), (.+)\)")
RENVOI = re.compile(r"var\(--([\w-]+)\)")
COULEUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
PIXELS = 16
"""Of one rem, where the reader did not ask for larger letters."""


@dataclass(frozen=True)
class Jeton:
    """A colour.

    Attributes:
        nom: without its dashes.
        clair, sombre: « #097d6c ».
    """

    nom: str
    clair: str
    sombre: str

    def sur(self, fond: "Jeton") -> tuple[float, float]:
        """How well it reads on another one, light then dark: 1 to 21."""
        return contraste(self.clair, fond.clair), contraste(self.sombre, fond.sombre)


@cache
def jetons() -> Mapping[str, str]:
    """Every token of `:root` by its name, as it is first said: what a screen or a preference changes is left
    out."""
    dits: dict[str, str] = {}
    for nom, valeur in DIT.findall((settings.RACINE / FEUILLE).read_text()):
        dits.setdefault(nom, valeur)
    return dits


@cache
def couleurs() -> Mapping[str, Jeton]:
    """The tokens that are a colour, by name, in their order."""
    lus = {nom: (_couleur(valeur, 0), _couleur(valeur, 1)) for nom, valeur in jetons().items()}
    return {nom: Jeton(nom, clair, sombre) for nom, (clair, sombre) in lus.items() if clair and sombre}


def _couleur(valeur: str, rang: int) -> str:
    """The colour that this says in light (0) or in dark (1); empty where it says none."""
    if deux := CLAIR_SOMBRE.fullmatch(valeur):
        valeur = deux[rang + 1]
    if renvoi := RENVOI.fullmatch(valeur):
        return _couleur(jetons()[renvoi[1]], rang)
    return valeur if COULEUR.fullmatch(valeur) else ""


def pas(combien: int = 1) -> int:
    """Pixels of so many steps of the grid (`--u`)."""
    return round(float(jetons()["u"].removesuffix("rem")) * PIXELS * combien)


def contraste(une: str, autre: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    haute, basse = sorted((_luminance(une), _luminance(autre)), reverse=True)
    return (haute + 0.05) / (basse + 0.05)


def _luminance(couleur: str) -> float:
    chiffres = couleur.removeprefix("#")
    if len(chiffres) == 3:
        chiffres = "".join(2 * c for c in chiffres)
    parts = [int(chiffres[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    rouge, vert, bleu = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu
