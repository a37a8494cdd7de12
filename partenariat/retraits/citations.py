"""What was withdrawn, where something frozen quotes it: masked as it is read, until `caviarder` blanks it."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from partenariat.retraits.modele import Retrait
from partenariat.retraits.registre import REGISTRE

ASSEZ, ASSEZ_A_DEUX = 8, 5
"""Shorter, words say nothing of where they come from: « km » stands in many a text. Two may be a name."""

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
        ecrits = {mot for ligne in lus for mot in ligne if _assez(mot)}
        mots |= dict.fromkeys(ecrits - {retrait.dit}, retrait.dit)
    return dict(sorted(mots.items(), key=lambda paire: -len(paire[0])))


def _assez(mot: str) -> bool:
    return len(mot) >= (ASSEZ_A_DEUX if " " in mot.strip() else ASSEZ)


def sans_citation(texte: str, mots: Mots) -> str:
    """A JSON text without what it quotes of them."""
    for mot, dit in mots.items():
        texte = texte.replace(json.dumps(mot, ensure_ascii=False)[1:-1], dit)
    return texte


def tel_qu_il_se_lit(texte: str) -> str:
    """A frozen JSON text, without what was withdrawn since; one query, unless something was."""
    recents = list(Retrait.objects.confirmes().filter(caviarde_le=None))
    return sans_citation(texte, mots_de(recents)) if recents else texte
