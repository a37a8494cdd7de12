"""A reason is in words of its own: what the site says of one that nobody wrote is not one.

One rule for the forms, the plan file, the constraints and the triggers.
"""

import re

from django.db.models import F, Q, Value
from django.db.models.lookups import Regex

from partenariat.donnees.recherche import SansAccents, sans_accents

INCONNU = (
    r"^\W*("
    r"(sans|aucune?)\W+(motif|raison|decision)(\W+(consigne|connu|donne|ecrit|inscrit|precise)e?)?"
    r"|((motif|raison|decision)\W+)?(inconnue?|non\W+(consigne|connu|donne|ecrit|inscrit|precise)e?)"
    r"|no\W+(reason|decision)(\W+(given|recorded|on\W+record))?"
    r"|(reason\W+|decision\W+)?(unknown|not\W+(given|recorded))(\W+(reason|decision))?"
    r")\W*$"
)
"""The words that say that nobody knows, whatever their case, accents, spaces and end; a pattern that Python
and PostgreSQL read alike."""


def est_un_motif(texte: str) -> bool:
    """Whether this says why."""
    return bool(texte.strip()) and not re.search(INCONNU, sans_accents(texte))


def motif_ecrit(champ: str) -> Q:
    """The same, as a condition on a column."""
    return Q(**{f"{champ}__regex": r"\S"}) & ~Q(Regex(SansAccents(F(champ)), Value(INCONNU)))


def sans_motif(sql: str) -> str:
    """The contrary, in SQL, of an expression."""
    return f"({sql} !~ '\\S' OR public.sans_accents({sql}) ~ '{INCONNU}')"
