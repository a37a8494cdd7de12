"""What is done: one file an aggregate."""

from actions.models.action import Action, ActionQuerySet
from actions.models.correction import Correction, CorrectionQuerySet
from actions.models.document import Document
from actions.models.histoire import AccordRetire, Histoire, HistoireQuerySet
from actions.models.image import Image, ImageQuerySet
from actions.models.indicateur import Indicateur, Mesure
from actions.models.jalon import Jalon, Report
from actions.models.nouvelle import Nouvelle
from actions.models.participation import Participation
from actions.models.plan import (
    Axe,
    Domaine,
    Objectif,
    PartiePrenante,
    Plan,
    PlanQuerySet,
    Repere,
    Source,
    Volet,
)

__all__ = [
    "AccordRetire",
    "Action",
    "ActionQuerySet",
    "Axe",
    "Correction",
    "CorrectionQuerySet",
    "Document",
    "Domaine",
    "Histoire",
    "HistoireQuerySet",
    "Image",
    "ImageQuerySet",
    "Indicateur",
    "Jalon",
    "Mesure",
    "Nouvelle",
    "Objectif",
    "Participation",
    "PartiePrenante",
    "Plan",
    "PlanQuerySet",
    "Repere",
    "Report",
    "Source",
    "Volet",
]

from actions.models import connues, liens  # noqa: F401  # bodies that are known; history of the many-to-many tables
