"""What a new version changes in a signed text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.text import capfirst

from engagements.models import Engagement
from engagements.models.texte import PROMIS
from partenariat.donnees.champs import champ_de
from partenariat.models import Organisation
from partenariat.presentation.formats import affichable

# « conditionnel » is said by its condition.
CHAMPS = tuple(champ for champ in PROMIS if champ != "conditionnel")
MOTS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Segment:
    genre: str
    """`egal`, `retire` or `ajoute`."""
    texte: str


@dataclass(frozen=True)
class Difference:
    nom: str
    """Name of the field, in words."""
    segments: list[Segment]


def comparaison(ancien: Engagement, nouveau: Engagement) -> list[Difference]:
    """The parts of the text that differ, in the order of the text; empty where nothing does."""
    champs = [champ_de(Engagement, nom) for nom in CHAMPS]
    return [
        Difference(capfirst(str(champ.verbose_name)), segments(avant, apres))
        for champ in champs
        # Parties that are the same are not even read.
        if champ.value_from_object(ancien) != champ.value_from_object(nouveau)
        and (avant := _mots(ancien, champ.name)) != (apres := _mots(nouveau, champ.name))
    ]


def segments(avant: str, apres: str) -> list[Segment]:
    """What was taken out and put in, between two texts."""
    a, b = MOTS.findall(avant), MOTS.findall(apres)
    resultat = []
    for geste, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if geste == "equal":
            resultat.append(Segment("egal", "".join(a[i:j])))
            continue
        if j > i:
            resultat.append(Segment("retire", "".join(a[i:j])))
        if m > k:
            resultat.append(Segment("ajoute", "".join(b[k:m])))
    return resultat


def _mots(engagement: Engagement, champ: str) -> str:
    affichage = getattr(engagement, f"get_{champ}_display", None)
    valeur = affichage() if affichage else getattr(engagement, champ)
    # A body by its whole name, as the signed text says it.
    return valeur.nom if isinstance(valeur, Organisation) else affichable(valeur)
