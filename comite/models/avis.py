"""What became of a meeting since it was called, in words: moved, cancelled, when and why."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from comite.models.etats import EtatSeance
from partenariat.presentation.formats import date_longue, deux_points, heure

if TYPE_CHECKING:
    from comite.models.seance import Seance


class Avis(NamedTuple):
    quoi: str
    motif: str
    """As it was written, in French."""

    def __str__(self) -> str:
        return f"{self.quoi}{deux_points()} {self.motif}"


def avis(seance: "Seance") -> list[Avis]:
    """The cancellation, then each move, the first one first."""
    dits = []
    if seance.etat == EtatSeance.ANNULEE:
        dits.append(Avis(_("Annulée le %(date)s") % {"date": date_longue(seance.annulee_le)}, seance.motif))
    for rang, deplacement in enumerate(seance.deplacements.all()):
        phrase = (
            _("Convoquée ensuite pour le %(quand)s, déplacée le %(le)s")
            if rang
            else _("D'abord convoquée pour le %(quand)s, déplacée le %(le)s")
        )
        quand = date_longue(deplacement.ancienne_date)
        if deplacement.ancienne_heure:
            quand += f", {heure(deplacement.ancienne_heure)}"
        dits.append(Avis(phrase % {"quand": quand, "le": date_longue(deplacement.le)}, deplacement.motif))
    return dits
