"""What the public is told of corrections: that there was one, of what and since when; no wrong value."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from actions.derniers_faits import Fait, Ligne, Lignes, lignes_de
from actions.models import Action, Correction
from actions.models.etats import NatureCorrection
from partenariat.histoire.evenements import evenements_de
from partenariat.histoire.temps import Moment, moment_courant
from partenariat.presentation.formats import date_longue
from partenariat.presentation.traduction import reste_francais, traduit


def _quoi(dit: Callable[[str], Any]) -> Case:
    """Of the milestone, or of the indicator, that it corrects; nothing where it is the action itself."""
    return Case(When(jalon__isnull=False, then=dit("jalon")), default=dit("indicateur"))


def corrections(actions: QuerySet[Any, Any]) -> Lignes:
    return lignes_de(
        Correction.objects.publiques().filter(action__in=actions),
        "action",
        par="le",
        n_nature=F("nature"),
        n_quoi=Coalesce(_quoi(lambda de: traduit(f"{de}__{TITRES[de]}")), Value("")),
        n_francais=Coalesce(_quoi(lambda de: reste_francais(f"{de}__{TITRES[de]}")), Value(False)),
        n_fait_le=F("fait_le"),
    )


TITRES = {"jalon": "titre", "indicateur": "nom"}


def dire_la_correction(ligne: Ligne) -> list[Fait]:
    dit = correction_dite(ligne["n_nature"], ligne["n_quoi"], ligne["n_fait_le"])
    return [Fait(dit, francais=(ligne["n_quoi"],) if ligne["n_francais"] else ())]


def correction_dite(nature: str, quoi: str, fait_le: datetime) -> str:
    """« Correction : la date du jalon « Bail », inscrite par erreur le 3 mai, est annulée ».

    Args:
        quoi: the milestone or the indicator, by its name; empty for the action itself.
    """
    mots = {"quoi": quoi, "date": date_longue(fait_le)}
    if nature == NatureCorrection.MOTIF:
        return _("Correction : une coquille est ôtée du motif écrit le %(date)s") % mots
    if nature == NatureCorrection.REPORT:
        dit = (
            _("Correction : la date du jalon « %(quoi)s », inscrite par erreur le %(date)s, est annulée")
            if quoi
            else _("Correction : la date de fin, inscrite par erreur le %(date)s, est annulée")
        )
        return dit % mots
    dits = {
        NatureCorrection.JALON: _(
            "Correction : l'état du jalon « %(quoi)s », inscrit par erreur le %(date)s, est annulé"
        ),
        NatureCorrection.MESURE: _(
            "Correction : la mesure de « %(quoi)s », inscrite par erreur le %(date)s, est annulée"
        ),
        NatureCorrection.STATUT: _("Correction : le statut, inscrit par erreur le %(date)s, est annulé"),
        NatureCorrection.CONFIANCE: _(
            "Correction : la confiance, inscrite par erreur le %(date)s, est annulée"
        ),
    }
    return dits[NatureCorrection(nature)] % mots


def corriges_depuis(action: Action) -> list[tuple[Any, str]]:
    """Of an action that is read as of a day: what was shown then and was annulled since, as (day, words).

    One query, or none where the present is read.
    """
    if moment_courant() is None:
        return []
    depuis = evenements_de(Correction).filter(
        Q(remplace_le__isnull=True), action=action.pk, fait_le__lte=Moment(), pgh_created_at__gt=Moment()
    )
    lues = depuis.annotate(
        n_quoi=Coalesce(_quoi(lambda de: traduit(f"{de}__{TITRES[de]}")), Value("")),
    ).order_by("pgh_created_at", "pgh_id")
    return [
        (ligne["pgh_created_at"], correction_dite(ligne["nature"], ligne["n_quoi"], ligne["fait_le"]))
        for ligne in lues.values("pgh_created_at", "nature", "n_quoi", "fait_le")
    ]
