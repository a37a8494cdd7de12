"""What each role may do with the committee; a meeting is prepared and held in its own pages."""

from comite.models import (
    Bilan,
    BilanAxe,
    Decision,
    Demande,
    Deplacement,
    Dossier,
    Membre,
    Point,
    Presence,
    Ronde,
    Seance,
    Suite,
)
from partenariat.parties.roles import COORDINATION, ECRIRE, LIRE, SANS_EFFACER


def inscrire() -> None:
    """Called once, when the application is ready."""
    COORDINATION.permettre(ECRIRE, Membre, Ronde, Bilan, BilanAxe, Suite)
    COORDINATION.permettre(SANS_EFFACER, Seance, Point)
    COORDINATION.permettre(LIRE, Presence, Decision, Demande, Deplacement, Dossier)
