"""Has documents and pictures made in a short-lived process (docs/decisions/0019)."""

import json
from pathlib import Path
from typing import Any

from partenariat.donnees.processus import Programme
from partenariat.presentation.atelier import REFUS, Refuse

ATELIER = Programme("atelier", Path(__file__).with_name("atelier.py"), {REFUS: Refuse})


def fabriquer(outil: str, **travail: Any) -> bytes:
    """What `atelier` makes of a piece of work.

    Args:
        outil: a key of `atelier.OUTILS`.

    Raises:
        Refuse: the work itself cannot be done.
        Indisponible: it could not be done now.
    """
    return ATELIER.faire(outil, json.dumps(travail, ensure_ascii=False).encode())
