"""Publishing a review freezes its figures; taking it back computes them anew."""

import json
from typing import Any

from django.utils.translation import gettext as _

from actions.historique import exiger_histoire
from comite.models import Bilan
from comite.sorties.bilan.fabrication import calculer, composer_pdf
from comite.sorties.impression import imprimable


def publier(bilan: Bilan, par) -> None:
    """Freezes the figures and makes the review public.

    Raises:
        TransitionRefusee: not the coordination, not a draft, before its cut-off, with no word written, where
            history does not reach the cut-off, or where the document cannot be printed.
    """
    bilan.faire("publier", par, donnees=lambda: _figees(bilan))


def depublier(bilan: Bilan, par) -> None:
    """Back to draft: its figures will be computed anew."""
    bilan.faire("depublier", par)


def _figees(bilan: Bilan) -> str:
    exiger_histoire(bilan.plan, bilan.arret)
    lues = calculer(bilan)
    _exiger_imprimable(lues)
    return json.dumps(lues, ensure_ascii=False, sort_keys=True, indent=1)


def _exiger_imprimable(lues: dict[str, Any]) -> None:
    """A review that has no PDF is not published: the public would meet an error instead of it."""
    with imprimable(
        _("Le bilan ne s'imprime pas : un texte ou une image en empêche la mise en page (%(raison)s).")
    ):
        composer_pdf(lues)
