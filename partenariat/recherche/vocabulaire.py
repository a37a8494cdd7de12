"""What was perhaps meant: the words of what is public now, and the questions that they make."""

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from partenariat.donnees.recherche import Coupee, couper
from partenariat.histoire.lues import relations_lues
from partenariat.histoire.revision import Etat, revision
from partenariat.histoire.temps import moment_courant
from partenariat.recherche import pages_du_site
from partenariat.recherche.genres import compter_tout, genres
from partenariat.recherche.surlignage import MOT
from partenariat.recherche.voisins import COURT, Lexique, tolerance

SUGGESTIONS_MAX = 4
LEXIQUES_MAX = 4
"""Vocabularies that a process keeps: a plan's, today; and as of the last days that were asked for."""
_LETTRES = re.compile(rf"[^\W\d_]{{{COURT},}}")


@dataclass(frozen=True)
class Suggestion:
    """A question that finds something, and how many rows."""

    saisie: str
    trouve: int


@dataclass(frozen=True)
class _Garde:
    etat: Etat
    relations: Collection[str]
    lexique: Lexique


_gardes: OrderedDict[tuple[object, ...], _Garde] = OrderedDict()
_verrou = threading.Lock()


def lexique(plan: Any) -> Lexique:
    """The words of the plan's public rows, as of the moment being read. One query, and another where
    something public has changed since it was last asked."""
    cle = (connection.settings_dict["NAME"], plan.pk, moment_courant())
    etat = revision()
    with _verrou:
        gardee = _gardes.get(cle)
    if gardee is None or not etat.vaut(gardee.etat, gardee.relations):
        with relations_lues() as relations:
            gardee = _Garde(etat, relations, _lire(plan))
        with _verrou:
            _gardes[cle] = gardee
            while len(_gardes) > LEXIQUES_MAX:
                _gardes.popitem(last=False)
    with _verrou:
        if cle in _gardes:
            _gardes.move_to_end(cle)
    return gardee.lexique


def _lire(plan: Any) -> Lexique:
    lignes = [un.mots(plan) for un in genres() if un.MOTS]
    if not lignes:
        return Lexique(())
    textes = lignes[0].union(*lignes[1:], all=True)
    return Lexique(Counter(_LETTRES.findall("\n".join(texte for (texte,) in textes).lower())).items())


def suggestions(plan: Any, saisie: str) -> list[Suggestion]:
    """What to ask instead of a question that finds nothing: with its unknown words as the nearest known
    ones; else each word alone. Only what finds something. Five queries, and two a word that is tried.

    A word that finds something is known, wherever it is written.
    """
    mots = lexique(plan)
    lus = list(dict.fromkeys(lu[0] for lu in MOT.finditer(saisie)))
    comptes: dict[str, int] = {}

    def compter(*saisies: str) -> None:
        nouvelles = [une for une in dict.fromkeys(saisies) if une not in comptes]
        comptes.update((dite.saisie, _compter(plan, dite)) for dite in couper(*nouvelles))

    # Of a word that none would replace, nothing is asked.
    corrigibles = (mot for mot in lus if mot.isalpha() and tolerance(len(mot)))
    inconnus = [mot for mot in corrigibles if mot not in mots][:SUGGESTIONS_MAX]
    compter(*inconnus)
    voisins = {mot: voisin for mot in inconnus if not comptes[mot] and (voisin := mots.voisin(mot))}
    corrigee = MOT.sub(lambda lu: voisins.get(lu[0], lu[0]), saisie)
    if corrigee != saisie:
        compter(corrigee)
        if comptes[corrigee]:
            return [Suggestion(corrigee, comptes[corrigee])]
    seuls = [mot for mot in dict.fromkeys(MOT.findall(corrigee)) if len(mot) >= COURT]
    autres = [mot for mot in seuls if mot not in (corrigee, saisie)][:SUGGESTIONS_MAX]
    compter(*autres)
    return [Suggestion(mot, comptes[mot]) for mot in autres if comptes[mot]]


def _compter(plan: Any, dite: Coupee) -> int:
    """As the page of results counts."""
    return compter_tout(plan, dite) + pages_du_site.combien(plan, dite)
