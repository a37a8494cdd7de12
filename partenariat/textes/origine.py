"""The texts that come with the site: each is shown until the coordination writes its own.

A folder of Markdown, `<key>.md` in French and `<key>.en.md` in English. The first line of the French one is
the day on which both were last reviewed.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

DOSSIER = Path(__file__).with_name("origine")


class Origine(NamedTuple):
    texte: str
    texte_en: str
    revu_le: date


@cache
def origine(cle: str) -> Origine:
    """The text of that key, in both languages.

    Raises:
        OSError: the site has none of that name.
    """
    revu_le, texte = (DOSSIER / f"{cle}.md").read_text().split("\n", 1)
    anglais = (DOSSIER / f"{cle}.en.md").read_text()
    return Origine(texte.strip(), anglais.strip(), date.fromisoformat(revu_le))
