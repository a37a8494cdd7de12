"""The part `engagements` of the plan file: read, checked, loaded, exported (docs/format-du-plan.md).

One direction, that of `actions.fichier`: `schema` (node → checked values) → `validation`, with `actes` (what
is already in the database) and `parcours` (whether the state told follows from the acts told) → `chargement`
(the same acts as in life). `exportation` writes what `chargement` reads.
"""

from engagements.fichier.chargement import charger
from engagements.fichier.exportation import exporter
from engagements.fichier.validation import valider

__all__ = ["charger", "exporter", "valider"]
