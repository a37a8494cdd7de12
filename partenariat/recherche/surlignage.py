"""The sentence that answered, its words marked: from public texts, escaped, never longer than a glance."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from unicodedata import normalize

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partenariat.donnees.recherche import sans_accents
from partenariat.recherche.question import Question, Suite, radicaux

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
class Mot:
    cle: str
    debut: int
    fin: int


def mots_de(texte: str) -> list[Mot]:
    return [Mot(cle_du_mot(lu[0]), lu.start(), lu.end()) for lu in MOT.finditer(texte)]


@dataclass(frozen=True)
class Marque:
    """A stretch of text that answers one sequence of the question."""

    debut: int
    fin: int
    suite: int


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

    def titre(self, texte: str) -> SafeString:
        """The whole text, marked."""
        compose = _compose(texte)
        return _marquer(compose, self._marques(compose))

    def phrase(self, textes: Iterable[tuple[str, S]]) -> tuple[SafeString, S | None]:
        """Of all these texts, the sentence that answers most of the question, and what came with its text;
        nothing where none does."""
        meilleure, marques, score, source = "", [], 0, None
        for texte, sienne in textes:
            for phrase in _phrases(_compose(texte)):
                siennes = self._marques(phrase)
                # Of those that answer as much, the first.
                if (n := len({marque.suite for marque in siennes})) > score:
                    meilleure, marques, score, source = phrase, siennes, n, sienne
        return (_marquer(*_couper(meilleure, marques)) if score else SafeString("")), source

    def _marques(self, texte: str) -> list[Marque]:
        mots = mots_de(texte)
        return [
            Marque(mots[rang].debut, mots[rang + len(suite) - 1].fin, numero)
            for rang in range(len(mots))
            for numero, suite in enumerate(self.question.suites)
            if self._commence(mots, rang, suite)
        ]

    def _commence(self, mots: Sequence[Mot], rang: int, suite: Suite) -> bool:
        if rang + len(suite) > len(mots):
            return False
        for place, mot in zip(suite, mots[rang : rang + len(suite)], strict=True):
            siens = self.radicaux.get(mot.cle, frozenset())
            if place and not any(lexeme.repond(mot.cle, siens) for lexeme in place):
                return False
        return True


def _compose(texte: str) -> str:
    """A letter and its accent are one character: an accent alone would cut the word."""
    return normalize("NFC", texte)


def _phrases(texte: str) -> Iterator[str]:
    # Blanks first: the end of a sentence is not looked for again from each of them.
    for phrase in _FIN.split(_BLANCS.sub(" ", texte)):
        if propre := phrase.strip():
            yield propre


def _couper(phrase: str, marques: list[Marque]) -> tuple[str, list[Marque]]:
    """The part of a long sentence where most of the question is answered, at whole words."""
    if len(phrase) <= LONGUEUR_MAX:
        return phrase, marques
    place = LONGUEUR_MAX - 2

    def dans(debut: int) -> int:
        return len({m.suite for m in marques if debut <= m.debut and m.fin <= debut + place})

    debuts = [max(0, min(marque.debut - AVANT, len(phrase) - place)) for marque in marques]
    debut = max(debuts, key=lambda un: (dans(un), -un))
    fin = min(len(phrase), debut + place)
    if debut and (blanc := phrase.find(" ", debut, debut + AVANT)) >= 0:
        debut = blanc + 1
    if fin < len(phrase) and (blanc := phrase.rfind(" ", fin - AVANT, fin)) > debut:
        fin = blanc
    avant, apres = "…" if debut else "", "…" if fin < len(phrase) else ""
    decalage = len(avant) - debut
    gardees = [
        Marque(m.debut + decalage, m.fin + decalage, m.suite)
        for m in marques
        if debut <= m.debut and m.fin <= fin
    ]
    return f"{avant}{phrase[debut:fin].rstrip()}{apres}", gardees


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
