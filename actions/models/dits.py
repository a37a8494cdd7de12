"""What an action says of its status and of its news; said too where nobody knows."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext

from actions.models.etats import AVEC_MOTIF
from partenariat.presentation.formats import date_longue

if TYPE_CHECKING:
    import datetime

    Modele = models.Model
else:
    Modele = object


class CeQuiEstDit(Modele):
    """Mixin of `Action`."""

    # What it reads of the action.
    statut: str
    motif: str
    motif_inconnu: bool
    decision: str
    sans_decision: str
    decision_inconnue: bool
    maj_le: "datetime.date | None"

    @property
    def motif_du_statut(self) -> str:
        """Why it has this status: set aside, or resumed by the decision that it names.

        What is left of the status before explains nothing of this one.
        """
        return self.motif if self.statut in AVEC_MOTIF or self.decision else ""

    @property
    def motif_dit(self) -> str:
        """Likewise; said where nobody knows."""
        return self.motif_du_statut or (gettext("sans motif") if self.motif_inconnu else "")

    @property
    def sans_decision_dit(self) -> str:
        """Why no decision of the committee abandoned it; said where nobody knows."""
        return self.sans_decision or (gettext("sans décision consignée") if self.decision_inconnue else "")

    @property
    def derniere_nouvelle(self) -> str:
        """The day of the last news that the public can read; said where there is none."""
        return date_longue(self.maj_le) or gettext("aucune")
