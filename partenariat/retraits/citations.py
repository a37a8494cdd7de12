"""What was withdrawn, where something frozen quotes it: masked as it is read, until `caviarder` blanks it."""

import json
from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from partenariat.retraits.formulations import somme
from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE

ASSEZ, ASSEZ_A_DEUX = 8, 5
"""Shorter, words say nothing of where they come from: « km » stands in many a text. Two may be a name."""

COURT, SUITE = 20, "…"
"""What was cut short says that much at least, then this sign, or it is the end: fewer words are anybody's."""

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
        ecrits = {mot for ligne in lus for mot in ligne if _assez(mot) and _part(mot, retrait)}
        mots |= dict.fromkeys(ecrits - {retrait.dit}, retrait.dit)
    return dict(sorted(mots.items(), key=lambda paire: -len(paire[0])))


def _part(mot: str, retrait: Retrait) -> bool:
    """Whether that wording goes, where they go one by one."""
    return retrait.formulation in ("", somme(mot))


def _assez(mot: str) -> bool:
    return len(mot) >= (ASSEZ_A_DEUX if " " in mot.strip() else ASSEZ)


def abreger(texte: str, longueur: int) -> str:
    """Words cut to that length before they are frozen elsewhere: `sans_les_mots` knows them by this."""
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1]}{SUITE}"


def sans_les_mots(texte: str, mots: Mots) -> str:
    """A text without what it quotes of them, whole or cut short."""
    for mot, dit in mots.items():
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


def sans_citation(texte: str, mots: Mots) -> str:
    """The same of a JSON text."""
    return sans_les_mots(texte, {json.dumps(mot, ensure_ascii=False)[1:-1]: dit for mot, dit in mots.items()})


def tel_qu_il_se_lit(texte: str) -> str:
    """A frozen JSON text, without what was withdrawn since; one query, unless something was."""
    recents = list(Retrait.objects.confirmes().filter(caviarde_le=None))
    return sans_citation(texte, mots_de(recents)) if recents else texte
