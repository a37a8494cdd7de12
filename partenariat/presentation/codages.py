"""Which content coding an answer takes: asked in one place, for kept pages and static files alike."""

import re
from collections.abc import Sequence

# RFC 9110, 12.4.2: from 0 to 1, three decimals at most.
_POIDS = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_ALIAS = {"x-gzip": "gzip", "x-compress": "compress"}
_NON_DIT = 0.0001
"""What the plain body weighs where nothing is said of it: less than all that is named, but not refused."""


def codage_accepte(accept_encoding: str, offerts: Sequence[str]) -> str:
    """The coding, among those offered, that suits the client best; `""` for the body as it is.

    The highest weight wins, then the order of the offer. A refusal (`;q=0`) is one, by name or by `*`; where
    everything is refused the body goes as it is, as RFC 9110 (12.5.3) leaves it to us.
    """
    dits = _poids(accept_encoding)
    reste = dits.get("*")
    poids = {codage: dits.get(codage, reste or 0.0) for codage in offerts}
    tel_quel = dits.get("identity", _NON_DIT if reste is None else reste)
    meilleur = max(poids, key=poids.__getitem__, default="")
    return meilleur if meilleur and poids[meilleur] > 0 and poids[meilleur] >= tel_quel else ""


def _poids(accept_encoding: str) -> dict[str, float]:
    """Each coding named, by weight; one whose weight cannot be read is taken as refused."""
    dits: dict[str, float] = {}
    for element in accept_encoding.lower().split(","):
        nom, *parametres = (partie.strip() for partie in element.split(";"))
        if not nom:
            continue
        poids = 1.0
        for parametre in parametres:
            cle, _, valeur = parametre.partition("=")
            if cle.strip() == "q":
                valeur = valeur.strip()
                poids = float(valeur) if _POIDS.fullmatch(valeur) else 0.0
        dits[_ALIAS.get(nom, nom)] = poids
    return dits
