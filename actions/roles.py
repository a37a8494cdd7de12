"""What each role may do with the plan, its actions and what hangs on them."""

from actions.models import (
    Action,
    Axe,
    Correction,
    Document,
    Domaine,
    Histoire,
    Image,
    Indicateur,
    Jalon,
    Mesure,
    Nouvelle,
    Objectif,
    Participation,
    Plan,
    Repere,
    Report,
    Source,
    Volet,
)
from partenariat.parties.roles import COORDINATION, ECRIRE, LIRE, REDACTION, SANS_EFFACER

CONTENU = (Jalon, Nouvelle, Indicateur, Mesure, Document, Participation)


def inscrire() -> None:
    """Called once, when the application is ready."""
    COORDINATION.permettre((*ECRIRE, "valider"), Action)
    COORDINATION.permettre(ECRIRE, *CONTENU)
    COORDINATION.permettre(SANS_EFFACER, Plan, Objectif, Axe, Volet, Domaine, Source, Repere, Image, Histoire)
    COORDINATION.permettre(LIRE, Report, Correction)
    REDACTION.permettre(SANS_EFFACER, Action)
    REDACTION.permettre(ECRIRE, *CONTENU)
    REDACTION.permettre(LIRE, Report, Correction)
