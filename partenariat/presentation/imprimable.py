"""What a document may print: the texts that people typed, brought to characters that its fonts draw.

typst refuses an accessible document where a glyph is missing, and it is right. One emoji in a title must not
keep the committee from its packet: what no embedded font draws is shown as « □ » (the data keep it as typed).
"""

import re
import unicodedata
from typing import Any

from partenariat.presentation.typographie import typographie

MANQUANT = "□"
APOSTROPHE = "\N{RIGHT SINGLE QUOTATION MARK}"
# Drawn by the fonts that typst carries, regular, bold and italic: tests/partenariat/test_pdf_caracteres.py
# compiles every one of them, so that a typst with other fonts is found out there and not by the committee.
COUVERTURE = (
    "\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u01cd-\u01dc\u0218-\u021b\u1e00-\u1e9b\u1ea0-\u1ef9"
    "\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0401\u0403-\u0451\u0453\u0455-\u0458"
    "\u2009\u2010-\u2027\u202f-\u2033\u2039-\u203a\u2070\u2074-\u2079\u20ac\u2103\u2113\u2116\u2122"
    "\u2153-\u215e\u2190-\u2199\u2212\u221a\u221e\u2248\u2260\u2264-\u2265\u25a0-\u25a1\u25cf\u2605"
    "\u2610-\u2612\u2713-\u2714\u2717-\u2718\ufffd"
)
ACCENTS = "\u0300-\u033f"
"""Accents that Unicode has not composed with their letter; drawn after a Latin letter, one at a time."""
_LETTRE = "A-Za-z\u00c0-\u017f"
_LIGNES = re.compile("\r\n?|[\u0085\u2028\u2029\v\f]")
_BLANCS = re.compile("[\t\u2000-\u2008\u200a\u205f\u3000]")
# Controls, and what is invisible by nature: joiners, direction marks, variation selectors, soft hyphens.
_INVISIBLES = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064]"
                         "|[\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")  # fmt: skip
_HORS = re.compile(f"(?<![{_LETTRE}])[{ACCENTS}]|[^{COUVERTURE}{ACCENTS}]")


def imprimable(texte: str) -> str:
    """The same text in characters that a document can draw."""
    texte = _BLANCS.sub(" ", _LIGNES.sub("\n", unicodedata.normalize("NFC", texte)))
    return _HORS.sub(_remplacer, _INVISIBLES.sub("", texte))


def _remplacer(trouve: re.Match) -> str:
    # An accent that stands on nothing goes with what it stood on.
    return "" if unicodedata.combining(trouve[0]) else MANQUANT


def dessin_imprimable(svg: str) -> str:
    """A drawing whose texts keep to the same characters; its markup stays as it is."""
    return imprimable(re.sub(r"(?<=\w)'(?=\w)", APOSTROPHE, svg))


def composable(valeur: Any, cle: str = "") -> Any:
    """JSON values as a document prints them: drawable characters, the blanks of French, one apostrophe.

    An address (`href`) is not text: it leads where it led.
    """
    if isinstance(valeur, dict):
        return {nom: composable(dedans, nom) for nom, dedans in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [composable(dedans, cle) for dedans in valeur]
    if not isinstance(valeur, str) or cle == "href":
        return valeur
    if valeur.startswith("<svg"):
        return dessin_imprimable(valeur)
    return imprimable(typographie(valeur).replace("'", APOSTROPHE))
