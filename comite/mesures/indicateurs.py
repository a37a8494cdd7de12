"""Indicators against their targets: the finding, the variance in words, the share of the way done."""

from decimal import Decimal
from typing import cast

from django.db import models
from django.utils.translation import gettext_lazy

from actions.models import Indicateur
from actions.models.etats import Sens
from comite.mesures.perimetre import Perimetre
from partenariat.histoire.temps import jour


class Constat(models.TextChoices):
    """What the latest measurement says of the target. A target not due yet is not missed."""

    NON_ATTEINTE = "non_atteinte", gettext_lazy("Cible non atteinte")
    A_VENIR = "a_venir", gettext_lazy("Cible pas encore échue")
    ATTEINTE = "atteinte", gettext_lazy("Cible atteinte")
    SANS_CIBLE = "sans_cible", gettext_lazy("Sans cible")
    NON_MESURE = "non_mesure", gettext_lazy("Non mesuré")


def constat(indicateur: Indicateur) -> Constat:
    """A target stands for the whole of its year: it is due when that year is over."""
    if indicateur.derniere_mesure is None:
        return Constat.NON_MESURE
    if indicateur.cible_valeur is None:
        return Constat.SANS_CIBLE
    if indicateur.cible_atteinte:
        return Constat.ATTEINTE
    # A target has its year (`indicateur_cible_datee`).
    return Constat.A_VENIR if cast(int, indicateur.cible_annee) >= jour().year else Constat.NON_ATTEINTE


def parcours(indicateur: Indicateur) -> Decimal | None:
    """The share of the way from the baseline to the target: 1 at the target, under 0 the wrong way.

    None where the three values are not there or do not compare: a target to keep, or that is the baseline
    itself; a series broken between the baseline and the latest measurement.
    """
    depart, but, derniere = (
        indicateur.reference_valeur,
        indicateur.cible_valeur,
        indicateur.derniere_mesure,
    )
    if depart is None or but is None or derniere is None or indicateur.sens == Sens.MAINTIEN:
        return None
    if (but <= depart) if indicateur.sens == Sens.HAUSSE else (but >= depart):
        return None
    rupture = indicateur.rupture_le
    if rupture and cast(int, indicateur.reference_annee) <= rupture.year and derniere.date >= rupture:
        return None
    return (derniere.valeur - depart) / (but - depart)


def indicateurs(perimetre: Perimetre) -> list[Indicateur]:
    """Every indicator, measured or not, with its measurements. Two queries."""
    return list(
        Indicateur.objects.filter(action__in=perimetre.actions.values("pk"))
        .select_related("action__plan")
        .prefetch_related("mesures")
        .order_by("action__cle_code", "id")
    )
