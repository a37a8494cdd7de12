"""Who follows: one file an aggregate."""

from comite.models.bilan import Bilan, BilanAxe
from comite.models.decision import Decision
from comite.models.deplacement import Deplacement
from comite.models.dossier import Dossier
from comite.models.effet import Effet
from comite.models.membre import Membre
from comite.models.point import Point
from comite.models.preference import Preference
from comite.models.rappel import Rappel
from comite.models.ronde import Demande, Ronde
from comite.models.seance import Presence, Seance
from comite.models.suite import ReponseDeSuite, Suite

__all__ = [
    "Bilan",
    "BilanAxe",
    "Decision",
    "Demande",
    "Deplacement",
    "Dossier",
    "Effet",
    "Membre",
    "Point",
    "Preference",
    "Presence",
    "Rappel",
    "ReponseDeSuite",
    "Ronde",
    "Seance",
    "Suite",
]

# A guard of effects; what they built on; bodies that are known; history of the many-to-many tables.
from comite.models import accomplis, bati, connues, liens  # noqa: F401
