"""The blanks of French, for texts that people typed or a file brought: shown right, stored as they came."""

import re

INSECABLE = "\N{NO-BREAK SPACE}"
_REGLES = (
    # Canadian French: none before ; ! ?
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+(?=[;!?](?:\s|$))"), ""),
    (re.compile(r" +(?=[:%»])"), INSECABLE),
    (re.compile(r"(?<=«) +"), INSECABLE),
    (re.compile(r"(?<=\d) (?=\d{3}\b)"), INSECABLE),
    (re.compile(r"(?<=\d) (?=(?:[kMG]?\$|%))"), INSECABLE),
    # An hour: « 9 h », « 13 h 30 ».
    (re.compile(r"(?<=\d) (?=h\b)"), INSECABLE),
    (re.compile(r"(?<=\d\u00a0h) (?=\d\d\b)"), INSECABLE),
)


def typographie(texte: str) -> str:
    """French text with the blanks that Québec's usage asks for: « 60 000 $ ; oui » → « 60 000 $; oui »."""
    for motif, remplacement in _REGLES:
        texte = motif.sub(remplacement, texte)
    return texte
