"""An indicator in words: its latest measurement, its target, the variance and whether it is good or bad."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actions.models import Indicateur
from comite.mesures.indicateurs import Constat, constat
from partenariat.presentation.formats import date_longue, mesure, nombre


def indicateur(lu: Indicateur) -> dict[str, Any]:
    derniere = lu.derniere_mesure
    return {
        "code": lu.action.code,
        "nom": lu.nom,
        "provenance": lu.action.provenance,
        "mesure": mesure(derniere.valeur, lu.unite) if derniere else _("non mesuré"),
        "le": date_longue(derniere.date) if derniere else "",
        "cible": mesure(lu.cible_valeur, lu.unite),
        "cible_annee": lu.cible_annee,
        "ecart": nombre(lu.ecart) or "–",
    }


def ecart_dit(indicateur: Indicateur) -> str:
    """« 12 projets sous la cible, défavorable »: the variance, and whether it is good or bad."""
    if indicateur.ecart is None:
        return ""
    if indicateur.ecart == 0:
        return _("exactement sur la cible")
    quantite = abs(indicateur.ecart)
    # Between two percentages the difference is in points.
    unite = pgettext("écart", "points") if indicateur.unite == "%" else indicateur.unite
    combien = mesure(quantite, unite)
    phrase = _("%(n)s au-dessus de la cible") if indicateur.ecart > 0 else _("%(n)s sous la cible")
    jugement = {
        Constat.ATTEINTE: _("favorable"),
        Constat.A_VENIR: _("à combler"),
        Constat.NON_ATTEINTE: _("défavorable"),
    }[constat(indicateur)]
    return f"{phrase % {'n': combien}}, {jugement}"
