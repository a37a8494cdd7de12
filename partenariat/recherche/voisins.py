"""The known word that a mistyped one is nearest to."""

from collections.abc import Iterable
from dataclasses import dataclass

from partenariat.donnees.recherche import sans_accents

COURT = 3
"""Letters below which a word is not looked for alone."""


def tolerance(longueur: int) -> int:
    """Faults that a word of that many letters may hold, and still be recognised."""
    if longueur < 4:
        # Too many others are near.
        return 0
    return 1 if longueur < 5 else 2 if longueur < 9 else 3


def distance(a: str, b: str, maximum: int) -> int:
    """Letters added, left out, replaced, or two that changed places; `maximum` + 1 where there are more."""
    if abs(len(a) - len(b)) > maximum:
        return maximum + 1
    trop = maximum + 1
    avant, ligne = [trop] * (len(b) + 1), list(range(len(b) + 1))
    for i, lettre in enumerate(a, 1):
        suivante = [i] + [trop] * len(b)
        # Beyond this band, more letters than allowed would be added or left out.
        for j in range(max(1, i - maximum), min(len(b), i + maximum) + 1):
            cout = lettre != b[j - 1]
            pas = min(ligne[j] + 1, suivante[j - 1] + 1, ligne[j - 1] + cout)
            if i > 1 and j > 1 and lettre == b[j - 2] and a[i - 2] == b[j - 1]:
                pas = min(pas, avant[j - 2] + 1)
            suivante[j] = pas
        if min(suivante) > maximum:
            return trop
        avant, ligne = ligne, suivante
    return min(ligne[-1], trop)


@dataclass(frozen=True, slots=True)
class Connu:
    """A word of the vocabulary: its key, as it is most often written, how often; its letters as bits."""

    cle: str
    forme: str
    frequence: int
    lettres: int


def _lettres(cle: str) -> int:
    bits = 0
    for lettre in cle:
        bits |= 1 << (ord(lettre) % 61)
    return bits


class Lexique:
    """Words, with the number of times that each is written.

    Args:
        formes: (word as it is written, lower case; times).
    """

    def __init__(self, formes: Iterable[tuple[str, int]]) -> None:
        fois: dict[str, int] = {}
        ecrites: dict[str, tuple[int, str]] = {}
        for forme, n in formes:
            cle = sans_accents(forme)
            fois[cle] = fois.get(cle, 0) + n
            # The most frequent spelling; of two that are as frequent, the one with accents.
            ecrites[cle] = max(ecrites.get(cle, (0, "")), (n, forme))
        self._par_longueur: dict[int, list[Connu]] = {}
        self._cles = fois.keys()
        for cle, n in fois.items():
            connu = Connu(cle, ecrites[cle][1], n, _lettres(cle))
            self._par_longueur.setdefault(len(cle), []).append(connu)

    def __len__(self) -> int:
        return len(self._cles)

    def __contains__(self, mot: str) -> bool:
        return sans_accents(mot) in self._cles

    def voisin(self, mot: str) -> str | None:
        """The nearest other word; None where none is near enough."""
        cle = sans_accents(mot)
        maximum, lettres = tolerance(len(cle)), _lettres(cle)
        meilleur: tuple[int, int, int, str, str] | None = None
        for longueur in range(len(cle) - maximum, len(cle) + maximum + 1):
            for connu in self._par_longueur.get(longueur, ()):
                # Each fault changes two letters at most of those that two words do not share.
                if (connu.lettres ^ lettres).bit_count() > 2 * maximum or connu.cle == cle:
                    continue
                ecart = distance(cle, connu.cle, maximum)
                if ecart > maximum:
                    continue
                maximum = ecart
                rang = (ecart, connu.cle[0] != cle[0], -connu.frequence, connu.cle, connu.forme)
                meilleur = rang if meilleur is None else min(meilleur, rang)
        return meilleur[-1] if meilleur else None
