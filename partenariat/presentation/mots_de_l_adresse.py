"""What to search for where an address leads nowhere: the code or the words that it ends with."""

import re
from unicodedata import normalize

PRIVEES = frozenset({"admin", "compte", "espace"})
"""What they lead to is nobody else's to read: the key of a signed link is never said again, nor sent."""
MOTS_MAX, MOT_MAX = 60, 30
"""Characters of them all, and of one: what is longer is a key, or was not typed by anyone."""
_TIRETS = "‐‑‒–—―−-"
_SEPARE = re.compile(rf"(?<!\d),|,(?!\d)|[^\w.,{_TIRETS}]")
"""What separates where there are figures: what search takes for a part of a code stays as it is written."""
_INVISIBLES = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""What search does not see within a word."""
_FICHIER = re.compile(r"\.[a-z]{2,5}\Z", re.IGNORECASE)


def mots_de_l_adresse(chemin: str) -> str:
    """The words of the last part of a path, in letters, digits, dots, dashes and the commas of numbers alone;
    empty where it says nothing to search. It is made of the address, and looks at nothing else.

    Args:
        chemin: decoded (`path_info`).
    """
    parties = [partie for partie in chemin.split("/") if partie]
    if not parties or PRIVEES & {partie.casefold() for partie in parties}:
        return ""
    derniere = _FICHIER.sub("", normalize("NFKC", parties[-1]).translate(_INVISIBLES))
    # A code is searched as it is written; the hyphens of a short address stand for blanks.
    separe = _SEPARE if any(c.isdigit() for c in derniere) else re.compile(r"[\W_]")
    mots = " ".join(separe.sub(" ", derniere).split())
    if len(mots) > MOTS_MAX or any(len(mot) > MOT_MAX for mot in re.split(r"[\W_]+", mots)):
        return ""
    return mots
