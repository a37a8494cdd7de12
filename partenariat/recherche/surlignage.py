"""The sentence that answered, its words marked: from public texts, escaped, never longer than a glance."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partenariat.donnees.recherche import sans_accents
from partenariat.recherche.question import Question, radicaux

S = TypeVar("S")

LONGUEUR_MAX = 240
"""Characters of a sentence that is shown, its ellipses included."""
AVANT = 60
"""Characters kept before the first word that answers, where a sentence is cut."""

MOT = re.compile(r"[^\W_]+(?:(?<=\d)[.,](?=\d)[^\W_]+)*")
_FIN = re.compile(r"(?<=[.!?…])\s+(?=[«“\"(]?\s?[^\W\d_a-zà-ÿœ]|\d)|\s*\n\s*")

_BLANCS = re.compile(r"[^\S\n]{2,}|[\t\r\v\f]")
_BALISE = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>")
_LIEN = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
_DEBUT = re.compile(r"^[ \t]{0,3}(?:(?:[-+*]|\d{1,9}[.)]|#{1,6})[ \t]+|(?:>[ \t]?)+)+", re.MULTILINE)
_TRAIT = re.compile(r"^[ \t]{0,3}(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_ECHAPPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])")
_MARQUE = re.compile(r"(?<!\\)[*`]+|(?<!\w)_+|(?<!_)_+(?!\w)")


def sans_markdown(source: str) -> str:
    """The words of a text in Markdown, one paragraph or item a line."""
    sans = _LIEN.sub(r"\1", _TRAIT.sub("", _BALISE.sub("", source)))
    return _ECHAPPE.sub(r"\1", _MARQUE.sub("", _DEBUT.sub("", sans)))


def cle_du_mot(mot: str) -> str:
    """A word as the index holds it: « 2,5 » is « 2.5 »."""
    return sans_accents(mot).replace(",", ".")


@dataclass(frozen=True)
class Marque:
    """A stretch of text that answers one term of the question."""

    debut: int
    fin: int
    terme: int


class Surligneur:
    """Marks what answers a question in the texts of one page.

    Args:
        textes: all those of the page: the stems of their words are asked for at once (one query at most).
    """

    def __init__(self, question: Question, textes: Iterable[str]) -> None:
        self.question = question
        # A stem begins as its word does: the others cannot answer.
        cles = {
            cle
            for texte in textes
            for mot in set(MOT.findall(_compose(texte)))
            if (cle := cle_du_mot(mot))[:2] in question.debuts
        }
        self.radicaux = radicaux(cles) if cles else {}
        self._ou: dict[str, frozenset[tuple[int, int]]] = {}
        self._lus: dict[str, list[tuple[str, list[Marque]]]] = {}

    def titre(self, texte: str) -> SafeString:
        """The whole text, marked."""
        compose = _compose(texte)
        return _marquer(compose, self._marques(compose))

    def termes(self, *textes: str) -> frozenset[int]:
        """The terms of the question that these texts answer, by their rank."""
        return frozenset(marque.terme for texte in textes for marque in self._marques(_compose(texte)))

    def phrase(
        self, textes: Iterable[tuple[str, S]], deja: frozenset[int] = frozenset()
    ) -> tuple[SafeString, S | None, frozenset[int]]:
        """Of all these texts, the sentence that answers most of the question, what came with its text, and
        the terms that it answers; nothing where none does.

        Args:
            deja: the terms that are answered already; a sentence that answers no other is of no use.
        """
        meilleure, marques, score, source = "", [], 0, None
        for texte, sienne in textes:
            for phrase, siennes in self._repondent(texte):
                # Of those that answer as much, the first.
                if (n := len(_termes(siennes) - deja)) > score:
                    meilleure, marques, score, source = phrase, siennes, n, sienne
        if not score:
            return SafeString(""), None, frozenset()
        coupee, gardees = _couper(meilleure, marques, deja)
        return _marquer(coupee, gardees), source, _termes(gardees)

    def _repondent(self, texte: str) -> list[tuple[str, list[Marque]]]:
        """The sentences of a text that answer something, with their marks; read once."""
        if texte not in self._lus:
            lues = ((phrase, self._marques(phrase)) for phrase in _phrases(_compose(texte)))
            self._lus[texte] = [(phrase, marques) for phrase, marques in lues if marques]
        return self._lus[texte]

    def _marques(self, texte: str) -> list[Marque]:
        lus = list(MOT.finditer(texte))
        ou = [self._places(lu[0]) for lu in lus]
        suites, termes = self.question.suites, self.question.termes
        return [
            Marque(lus[rang].start(), lus[rang + len(suites[numero]) - 1].end(), termes[numero])
            for rang, siennes in enumerate(ou)
            if siennes
            for numero, place in sorted(siennes)
            if place == 0 and self._commence(ou, rang, numero)
        ]

    def _commence(self, ou: Sequence[frozenset[tuple[int, int]]], rang: int, numero: int) -> bool:
        suite = self.question.suites[numero]
        return rang + len(suite) <= len(ou) and all(
            not lexemes or (numero, place) in ou[rang + place] for place, lexemes in enumerate(suite)
        )

    def _places(self, mot: str) -> frozenset[tuple[int, int]]:
        """Where a word may stand in the sequences of the question: decided once, however often it is
        written."""
        connues = self._ou.get(mot)
        if connues is None:
            connues = self._ou[mot] = self._decider(cle_du_mot(mot))
        return connues

    def _decider(self, cle: str) -> frozenset[tuple[int, int]]:
        question = self.question
        places = set(question.mots.get(cle, ()))
        for radical in self.radicaux.get(cle, ()):
            places.update(question.radicaux.get(radical, ()))
        for debut, siennes in question.prefixes.items():
            if cle.startswith(debut):
                places.update(siennes)
        return frozenset(places) if places else _NULLE_PART


_NULLE_PART: frozenset[tuple[int, int]] = frozenset()


def _termes(marques: Iterable[Marque]) -> frozenset[int]:
    return frozenset(marque.terme for marque in marques)


def _compose(texte: str) -> str:
    """A letter and its accent are one character: an accent alone would cut the word."""
    return normalize("NFC", texte)


def _phrases(texte: str) -> Iterator[str]:
    # Blanks first: the end of a sentence is not looked for again from each of them.
    for phrase in _FIN.split(_BLANCS.sub(" ", texte)):
        if propre := phrase.strip():
            yield propre


def _couper(phrase: str, marques: list[Marque], deja: frozenset[int]) -> tuple[str, list[Marque]]:
    """The part of a long sentence where most of the question is answered, at whole words."""
    if len(phrase) <= LONGUEUR_MAX:
        return phrase, marques
    place = LONGUEUR_MAX - 2
    debut = _ou_couper(marques, len(phrase) - place, place, deja)
    fin = min(len(phrase), debut + place)
    if debut and (blanc := phrase.find(" ", debut, debut + AVANT)) >= 0:
        debut = blanc + 1
    if fin < len(phrase) and (blanc := phrase.rfind(" ", fin - AVANT, fin + 1)) > debut:
        fin = blanc
    avant, apres = "…" if debut else "", "…" if fin < len(phrase) else ""
    decalage = len(avant) - debut
    gardees = [
        Marque(m.debut + decalage, m.fin + decalage, m.terme)
        for m in marques
        if debut <= m.debut and m.fin <= fin
    ]
    return f"{avant}{phrase[debut:fin].rstrip()}{apres}", gardees


def _ou_couper(marques: list[Marque], dernier: int, place: int, deja: frozenset[int]) -> int:
    """Of the places where a part of that length may begin, the first from which it answers most terms.

    In one pass, however many marks there are: a part that begins later gains some at its end, and loses those
    before it.
    """
    par_fin = sorted(marques, key=lambda marque: marque.fin)
    dedans: Counter[int] = Counter()
    entrees = sorties = 0
    meilleur, score = 0, -1
    for marque in marques:
        if marque.terme in deja:
            continue
        debut = max(0, min(marque.debut - AVANT, dernier))
        while entrees < len(par_fin) and par_fin[entrees].fin <= debut + place:
            dedans[par_fin[entrees].terme] += 1
            entrees += 1
        while marques[sorties].debut < debut:
            dedans[marques[sorties].terme] -= 1
            sorties += 1
        n = sum(fois > 0 and terme not in deja for terme, fois in dedans.items())
        if n > score:
            meilleur, score = debut, n
    return meilleur


def _marquer(texte: str, marques: list[Marque]) -> SafeString:
    morceaux, ici = [], 0
    for debut, fin in _unies(marques):
        morceaux += [escape(texte[ici:debut]), "<mark>", escape(texte[debut:fin]), "</mark>"]
        ici = fin
    return mark_safe("".join((*morceaux, escape(texte[ici:]))))  # noqa: S308  # each part is escaped


def _unies(marques: list[Marque]) -> list[tuple[int, int]]:
    """The stretches in order, those that overlap as one."""
    unies: list[tuple[int, int]] = []
    for debut, fin in sorted((marque.debut, marque.fin) for marque in marques):
        if unies and debut < unies[-1][1]:
            unies[-1] = (unies[-1][0], max(fin, unies[-1][1]))
        else:
            unies.append((debut, fin))
    return unies
