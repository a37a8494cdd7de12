"""Publishing a review freezes its figures; taking it back computes them anew."""

import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from actions.historique import exiger_histoire
from actions.models.publication import TransitionRefusee
from comite.models import Bilan
from comite.models.bilan import PublicationBilan
from comite.sorties.bilan.fabrication import calculer, composer_pdf
from comite.sorties.impression import imprimable


@transaction.atomic
def publier(bilan: Bilan, par) -> None:
    """Freezes the figures and makes the review public.

    Raises:
        TransitionRefusee: not the coordination, not a draft, before its cut-off, with no word written, where
            history does not reach the cut-off, or where the document cannot be printed.
    """
    bilan.refresh_from_db(from_queryset=Bilan.objects.select_for_update())
    _exiger(par.a_role("coordination"), _("Seule la coordination publie un bilan."))
    _exiger(not bilan.public, _("Ce bilan est déjà publié."))
    _exiger(
        bilan.arret < timezone.localdate(),
        _("Un bilan se publie une fois passé le jour où ses données s'arrêtent."),
    )
    _exiger(
        bool(bilan.introduction.strip()) or bilan.axes.exists(),
        _("Écrivez au moins l'introduction, ou le récit d'un axe."),
    )
    exiger_histoire(bilan.plan, bilan.arret)
    lues = calculer(bilan)
    _exiger_imprimable(lues)
    bilan.donnees = json.dumps(lues, ensure_ascii=False, sort_keys=True, indent=1)
    bilan.publication, bilan.publie_le = PublicationBilan.PUBLIEE, timezone.now()
    bilan.save(update_fields=["donnees", "publication", "publie_le"])


def _exiger_imprimable(lues: dict[str, Any]) -> None:
    """A review that has no PDF is not published: the public would meet an error instead of it."""
    with imprimable(
        _("Le bilan ne s'imprime pas : un texte ou une image en empêche la mise en page (%(raison)s).")
    ):
        composer_pdf(lues)


@transaction.atomic
def depublier(bilan: Bilan, par) -> None:
    """Back to draft: its figures will be computed anew."""
    bilan.refresh_from_db(from_queryset=Bilan.objects.select_for_update())
    _exiger(par.a_role("coordination") and bilan.public, _("Seule la coordination reprend un bilan publié."))
    bilan.donnees, bilan.publication = "", PublicationBilan.BROUILLON
    bilan.save(update_fields=["donnees", "publication"])


def _exiger(condition: bool, phrase: str) -> None:
    if not condition:
        raise TransitionRefusee(phrase)
