"""What each role may do with the commitments: what was said and done by others is read, never rewritten."""

from engagements.models import (
    Declaration,
    Engagement,
    LienSigne,
    Passage,
    Preuve,
    Refus,
    Reponse,
    Signature,
    UsageLien,
    Verification,
)
from partenariat.parties.roles import COORDINATION, ECRIRE, LIRE, SANS_EFFACER


def inscrire() -> None:
    """Called once, when the application is ready."""
    COORDINATION.permettre(ECRIRE, Engagement)
    COORDINATION.permettre(SANS_EFFACER, LienSigne)
    COORDINATION.permettre(
        LIRE, Signature, Refus, Declaration, Verification, Reponse, Preuve, Passage, UsageLien
    )
