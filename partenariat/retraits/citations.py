"""What was withdrawn, where something frozen quotes it: masked as it is read, until `caviarder` blanks it."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from django.db import models

from partenariat.retraits.formulations import formulation
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import DEBUT, REGISTRE, est_retire

ASSEZ, ASSEZ_A_DEUX = 8, 5
"""Shorter, words say nothing of where they come from: « km » stands in many a text. Two may be a name.
They are known where they stand alone (`SEULS`)."""

COURT, SUITE = 20, "…"
"""What was cut short says that much at least, then this sign, or it is the end: fewer words are anybody's."""

SEULS = (
    r"(?:^|(?<=[.;]\s)){0}(?=$|\s?»|\s[→:·])",
    r"(?:(?<=[«:·→]\s)|(?<=«)){0}(?=$|\s?»|[,;]|\s[→:(])",
)
"""Words that are all of a value, all of a quotation, or that the site itself set behind a name or a state:
« Action 1.1 : … », « Avancé. … »."""

CHAINE = re.compile(r'"(?:[^"\\]|\\.)*"(\s*:)?')
"""A string of a JSON text; a key, where the colon follows."""

Mots = Mapping[str, str]
"""What was withdrawn, as it was written → what stands in its place."""


def mots_de(retraits: Iterable[Retrait]) -> Mots:
    """Every wording that history still holds of them, the longest first: one may hold another."""
    mots: dict[str, str] = {}
    for retrait in retraits:
        if (modele := retrait.modele) is None:
            continue
        evenements: Any = modele.pgh_event_model.objects  # type: ignore[attr-defined]  # by pghistory
        quoi = REGISTRE[modele]
        champs = [champ for champ in quoi.champs if retrait.champ in quoi.avec(champ)]
        lus = evenements.filter(pgh_obj=retrait.cle).values_list(*champs) if champs else ()
        for champ, dits in zip(champs, zip(*lus, strict=True), strict=False):
            ecrits = {mot for mot in dits if mot and _part(mot, retrait)}
            mots |= dict.fromkeys(ecrits - _d_autres(retrait, modele, champ, ecrits), retrait.dit)
    return dict(sorted(mots.items(), key=lambda paire: -len(paire[0])))


def _d_autres(retrait: Retrait, modele: type[models.Model], champ: str, ecrits: set[str]) -> set[str]:
    """Short words that another record says in that field too are anybody's: « km »."""
    if not (courts := [mot for mot in ecrits if not assez(mot)]):
        return set()
    autres = modele._base_manager.filter(**{f"{champ}__in": courts}).exclude(pk=retrait.cle)
    return set(autres.values_list(champ, flat=True))


def _part(mot: str, retrait: Retrait) -> bool:
    """Whether that wording goes, where they go one by one."""
    return not est_retire(mot) and retrait.formulation in ("", formulation(mot))


def assez(mot: str) -> bool:
    """Whether these words are known wherever they stand."""
    return len(mot) >= (ASSEZ_A_DEUX if " " in mot.strip() else ASSEZ)


def abreger(texte: str, longueur: int) -> str:
    """Words cut to that length before they are frozen elsewhere: `sans_les_mots` knows them by this."""
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1]}{SUITE}"


def sans_les_mots(texte: str, mots: Mots) -> str:
    """A text without what it quotes of them, whole or cut short."""
    for mot, dit in mots.items():
        if not assez(mot):
            texte = _sans_le_court(texte, mot, dit)
            continue
        ici = 0
        while (ici := texte.find(mot[:COURT], ici)) >= 0:
            pareils = takewhile(lambda paire: paire[0] == paire[1], zip(mot, texte[ici:], strict=False))
            fin = ici + len(list(pareils))
            entier = fin - ici == len(mot)
            if entier or texte[fin : fin + 1] in (SUITE, ""):
                texte = texte[:ici] + dit + (texte[fin:] if entier else texte[fin:].removeprefix(SUITE))
                ici += len(dit)
            else:
                ici += 1
    return texte


def cite(texte: str, mots: Mots) -> bool:
    """Whether a text says any of these words, whatever their case."""
    texte = texte.casefold()
    return sans_les_mots(texte, {mot.casefold(): DEBUT for mot in mots}) != texte


def _sans_le_court(texte: str, mot: str, dit: str) -> str:
    if mot not in texte:
        return texte
    for seuls in SEULS:
        texte = re.sub(seuls.format(re.escape(mot)), lambda _lu: dit, texte)
    return texte


def sans_citation(texte: str, mots: Mots) -> str:
    """The same of a JSON text, value by value: all else of it stays to the byte."""

    def masquer(lue: re.Match[str]) -> str:
        if lue[1]:
            return lue[0]
        valeur = json.loads(lue[0], strict=False)
        masquee = sans_les_mots(valeur, mots)
        return lue[0] if masquee == valeur else json.dumps(masquee, ensure_ascii=False)

    return CHAINE.sub(masquer, texte) if mots else texte


def tel_qu_il_se_lit(texte: str) -> str:
    """A frozen JSON text, without what was withdrawn since; one query, unless something was."""
    recents = list(Retrait.objects.confirmes().filter(caviarde_le=None))
    return sans_citation(texte, mots_de(recents)) if recents else texte
