"""A reason is in words of its own: what the site says of one that nobody wrote is not one, nor is a mark, a
figure, or what fills a field in.

One rule for the forms, the plan file, the constraints and the triggers.
"""

import re

from django.db.models import F, Q, Value
from django.db.models.lookups import Regex

from partenariat.donnees.recherche import SansAccents, sans_accents

LETTRES = (
    r"a-zA-Z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0376\u0377\u037b-\u037d"
    r"\u037f\u0386\u0388-\u0481\u048a-\u0556\u0561-\u0587\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff"
    r"\u0710-\u07ea\u0800-\u1056\u10a0-\u115e\u1161-\u167f\u1681-\u17b3\u1820-\u1ffc\u2c00-\u2dde"
    r"\u3041-\u3096\u30a1-\u30fa\u3105-\u3163\u3165-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\ua48c"
    r"\ua4d0-\ud7ff\uf900-\ufdfb\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\uffa1-\uffdc"
    r"\U00010000-\U0001cfff\U0001d400-\U0001efff\U00020000-\U000323af"
)
"""Letters of any script, by their blocks: which ones PostgreSQL knows follows the collation of the server."""

_QUOI = r"((les?|la) )?(motif|raison|decision)s?"
_DIT = (
    r"(connu|consigne|determine|disponible|donne|ecrit|fourni|indique|inscrit|mentionne|precise|renseigne"
    r"|specifie)e?s?"
)
_PLUS_TARD = r"(completer|confirmer|determiner|preciser|venir)"
_WHAT = r"(the )?(reason|decision)s?"
_SAID = r"(applicable|available|determined|given|known|on record|provided|recorded|specified|stated)"
_PHRASES = (
    rf"(sans|pas de|pas d|aucune?) (motif|raison|decision|objet)s?( {_DIT})?"
    rf"|({_QUOI} ((est|sont) )?)?(inconnue?s?|(non|pas) {_DIT}|a {_PLUS_TARD})"
    rf"|{_QUOI}|aucune?s?|neant|rien|n[^a-z]*[acd]|s[^a-z]*o|xx+"
    rf"|no {_WHAT}( {_SAID})?"
    rf"|({_WHAT} (is )?)?(unknown|none|not {_SAID}|tb[acd]|to be {_SAID})( {_WHAT})?"
    rf"|{_WHAT}"
)
INCONNU = rf"^[^{LETTRES}]*({_PHRASES.replace(' ', '[^a-z]+')})?[^{LETTRES}]*$"
"""No letter at all, or the words that say that nobody knows, whatever their case, accents, spaces and end; a
pattern that Python and PostgreSQL read alike."""


def est_un_motif(texte: str) -> bool:
    """Whether this says why."""
    return not re.search(INCONNU, sans_accents(texte))


def motif_ecrit(champ: str) -> Q:
    """The same, as a condition on a column."""
    return ~Q(Regex(SansAccents(F(champ)), Value(INCONNU)))


def sans_motif(sql: str) -> str:
    """The contrary, in SQL, of an expression."""
    return f"(public.sans_accents({sql}) ~ '{INCONNU}')"
