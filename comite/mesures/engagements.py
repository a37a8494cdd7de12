"""The commitments: by side of the partnership, and how far evidence covers them."""

from django.db.models import Count, Q

from comite.mesures.perimetre import Perimetre, Promesses
from engagements.models.etats import SANS_PREUVE_ATTENDUE, LecturePreuve


def engagements(perimetre: Perimetre) -> list[Promesses]:
    """By side of the partnership. One query, once."""
    return perimetre.promesses


def couverture(perimetre: Perimetre) -> tuple[int, int, int]:
    """How many commitments in force or settled have evidence, how many have verified evidence, of how many.

    One query.
    """
    attendus = perimetre.engagements.exclude(etat__in=SANS_PREUVE_ATTENDUE)
    compte = attendus.aggregate(
        total=Count("pk"),
        appuyes=Count("pk", filter=~Q(preuve=LecturePreuve.SANS)),
        verifies=Count("pk", filter=Q(preuve=LecturePreuve.VERIFIEE)),
    )
    return compte["appuyes"], compte["verifies"], compte["total"]
