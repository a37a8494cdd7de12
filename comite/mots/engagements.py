"""Commitments as the packet and the annual review write them."""

from typing import Any

from comite.mesures.perimetre import Promesses
from engagements.models.etats import LecturePreuve
from partenariat.presentation.formats import pourcent, proportion


def promesses(cote: Promesses) -> dict[str, Any]:
    """The commitments of one side, by state (« tenu » by what it rests on) and by evidence."""
    return {
        "partie": str(cote.partie.label),
        "cote": cote.partie.value,
        "total": cote.total,
        "etats": [
            {"etat": c.etat, "nom": c.nom, "nombre": c.nombre} | ({"appui": c.appui} if c.appui else {})
            for c in cote.etats
        ],
        "preuves": [{"etat": p.value, "nom": str(p.label), "nombre": cote.preuves[p]} for p in LecturePreuve],
    }


def couverture(appuyes: int, verifies: int, attendus: int) -> dict[str, Any]:
    """How many commitments of which evidence is expected have some; half-up, « non mesuré » for none."""
    part = proportion(appuyes, attendus)
    return {
        "appuyes": appuyes,
        "verifies": verifies,
        "attendus": attendus,
        "taux": part,
        "taux_dit": pourcent(part),
    }
