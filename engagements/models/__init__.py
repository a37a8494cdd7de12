"""Who promised what to whom: one file an aggregate."""

from engagements.models.declaration import Declaration, Reponse, Verification
from engagements.models.engagement import Engagement
from engagements.models.geste import Acteur
from engagements.models.lien_signe import LienSigne, UsageLien
from engagements.models.passage import Passage
from engagements.models.preuve import Preuve
from engagements.models.signature import Refus, Signature

__all__ = [
    "Acteur",
    "Declaration",
    "Engagement",
    "LienSigne",
    "Passage",
    "Preuve",
    "Refus",
    "Reponse",
    "Signature",
    "UsageLien",
    "Verification",
]

# What they built on; bodies that are known; history of the many-to-many tables.
from engagements.models import bati, connues, liens  # noqa: F401
