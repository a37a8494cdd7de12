"""What PostgreSQL understood of a question: read back from its tsquery, so that the question is cut in one
place (`requete_recherche`), whatever that place adds to it (stems, prefixes, synonyms, phrases)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db import connection

SUITES_MAX = 60
"""Sequences of words that are looked for; what was typed in two hundred characters gives less."""
_JETON = re.compile(r"\s*(?:'((?:[^'\\]|''|\\.)*)'(?::(\*?)[ABCD]*(\*?))?|<(-|\d+)>|([&|!()]))")


@dataclass(frozen=True)
class Lexeme:
    """A word, or a stem, as the index holds it; `prefixe`: any word that begins so."""

    texte: str
    prefixe: bool = False

    @property
    def radical(self) -> str:
        return self.texte.removeprefix("/")


Place = frozenset[Lexeme]
"""What may stand at one place; anything where it is empty."""
Suite = tuple[Place, ...]
"""Words in a row: one, or those of a phrase; something stands at the first place."""


@dataclass(frozen=True)
class Question:
    """The sequences of words that a text is searched for.

    Args:
        termes: for each of `suites`, the rank of the term that it says, of those that must all be found: an
            expression and what says the same are one term.
    """

    suites: tuple[Suite, ...]
    termes: tuple[int, ...]

    @cached_property
    def mots(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Text of a lexeme → where it may stand: rank of a sequence, place within it."""
        return self._ou(lambda lexeme: lexeme.texte)

    @cached_property
    def radicaux(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Stem → likewise."""
        return self._ou(lambda lexeme: lexeme.radical)

    @cached_property
    def prefixes(self) -> dict[str, tuple[tuple[int, int], ...]]:
        """Beginning of a word → likewise."""
        return self._ou(lambda lexeme: lexeme.texte if lexeme.prefixe else "")

    def _ou(self, dire: Callable[[Lexeme], str]) -> dict[str, tuple[tuple[int, int], ...]]:
        ou: dict[str, tuple[tuple[int, int], ...]] = {}
        for rang, suite in enumerate(self.suites):
            for place, lexemes in enumerate(suite):
                for dit in filter(None, map(dire, lexemes)):
                    ou[dit] = (*ou.get(dit, ()), (rang, place))
        return ou

    @cached_property
    def debuts(self) -> frozenset[str]:
        """The first two letters of every word that may answer: a stem begins as its words do."""
        return frozenset(lexeme.radical[:2] for suite in self.suites for place in suite for lexeme in place)


def lire_question(saisie: str) -> Question:
    """The question as PostgreSQL understands it. One query."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT public.requete_recherche(%s)::text", [saisie])
        return question_de(curseur.fetchone()[0] or "")


@lru_cache(maxsize=512)
def question_de(requete: str) -> Question:
    """The question that a tsquery, as PostgreSQL writes it, asks."""
    dites = [(suite, rang) for rang, terme in enumerate(_Lecteur(requete).lire()) for suite in terme]
    gardees = list(dict.fromkeys(dites))[:SUITES_MAX]
    return Question(tuple(suite for suite, _rang in gardees), tuple(rang for _suite, rang in gardees))


class _Lecteur:
    """Reads a tsquery: `!` binds before `<->`, then `&`, then `|`."""

    def __init__(self, requete: str) -> None:
        self.jetons = list(_JETON.finditer(requete))
        self.rang = 0

    def lire(self) -> list[list[Suite]]:
        """The sequences of each term."""
        if not self.jetons:
            return []
        termes = self.termes()
        if self._signe() != "|":
            return termes
        suites = [suite for terme in termes for suite in terme]
        while self._passer("|"):
            suites = _ou_bien(suites, self.et())
        return [suites]

    def _signe(self) -> str:
        if self.rang >= len(self.jetons):
            return ""
        jeton = self.jetons[self.rang]
        return jeton[5] or ("<>" if jeton[4] else "'")

    def _passer(self, signe: str) -> bool:
        pris = self._signe() == signe
        self.rang += pris
        return pris

    def ou(self) -> list[Suite]:
        suites = self.et()
        while self._passer("|"):
            suites = _ou_bien(suites, self.et())
        return suites

    def et(self) -> list[Suite]:
        return [suite for terme in self.termes() for suite in terme]

    def termes(self) -> list[list[Suite]]:
        termes = [self.phrase()]
        while self._passer("&"):
            termes.append(self.phrase())
        return termes

    def phrase(self) -> list[Suite]:
        suites = self.un()
        while self._signe() == "<>":
            ecart = self.jetons[self.rang][4]
            self.rang += 1
            trous: Suite = (frozenset(),) * (0 if ecart == "-" else min(int(ecart), 20) - 1)
            droite = self.un()
            suites = [a + trous + b for a in suites for b in droite][:SUITES_MAX]
        return suites

    def un(self) -> list[Suite]:
        if self._passer("!"):
            self.un()
            return []
        if self._passer("("):
            suites = self.ou()
            self._passer(")")
            return suites
        jeton = self.jetons[self.rang]
        self.rang += 1
        texte = re.sub(r"''|\\(.)", lambda lu: lu[1] or "'", jeton[1] or "")
        return [(frozenset({Lexeme(texte, bool(jeton[2] or jeton[3]))}),)]


def _ou_bien(gauche: list[Suite], droite: list[Suite]) -> list[Suite]:
    """Either: single words are several ways of saying one place, in a phrase too."""
    seuls = [suite[0] for suite in (*gauche, *droite) if len(suite) == 1]
    autres = [suite for suite in (*gauche, *droite) if len(suite) > 1]
    return ([(frozenset().union(*seuls),)] if seuls else []) + autres


_radicaux: dict[str, frozenset[str]] = {}
RADICAUX_MAX = 50_000
"""Words whose stems a process remembers: PostgreSQL gives the same for ever."""


def radicaux(mots: Iterable[str]) -> dict[str, frozenset[str]]:
    """The stems of words (lower case, without accents), as the cut gives them. One query at most; a word that
    says nothing by itself has none."""
    demandes = set(mots)
    connus = {mot: _radicaux[mot] for mot in demandes if mot in _radicaux}
    inconnus = sorted(demandes - connus.keys())
    if inconnus:
        if len(_radicaux) > RADICAUX_MAX:
            _radicaux.clear()
        with connection.cursor() as curseur:
            curseur.execute("SELECT public.lexeme_recherche(unnest(%s::text[]))", [inconnus])
            trouves = [frozenset([lu[1:]] if lu.startswith("/") else ()) for (lu,) in curseur.fetchall()]
        nouveaux = dict(zip(inconnus, trouves, strict=True))
        _radicaux.update(nouveaux)
        connus |= nouveaux
    return connus
