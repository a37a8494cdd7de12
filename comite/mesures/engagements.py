"""The commitments: by side of the partnership, and how far evidence covers them."""

from comite.mesures.perimetre import Perimetre, Promesses
from engagements.models.etats import SANS_PREUVE_ATTENDUE, LecturePreuve


def engagements(perimetre: Perimetre) -> list[Promesses]:
    """By side of the partnership. One query, once."""
    return perimetre.promesses


def couverture(perimetre: Perimetre) -> tuple[int, int, int]:
    """How many commitments in force or settled have evidence, how many a verified one, of how many."""
    preuves = [e.preuve for e in perimetre.engagements_lus if e.etat not in SANS_PREUVE_ATTENDUE]
    verifies = preuves.count(LecturePreuve.VERIFIEE)
    return verifies + preuves.count(LecturePreuve.DEPOSEE), verifies, len(preuves)
