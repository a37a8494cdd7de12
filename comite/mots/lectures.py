"""The readings of an axis, or of the plan, as the packet and the annual review write them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from actions.bilans import Bilan, Compte
from actions.models.etats import AVEC_MOTIF
from partenariat.presentation.formats import pourcent


def comptes(etats: Iterable[Compte]) -> list[dict[str, Any]]:
    """In the order of the life cycle: an object's keys would be put in alphabetical order."""
    return [{"etat": c.etat, "nom": str(c.nom), "nombre": c.nombre} for c in etats]


def groupe(bilan: Bilan) -> dict[str, Any]:
    """The readings of an axis, or of the whole plan."""
    avancement = bilan.avancement
    return {
        "nom": f"{bilan.axe.numero}. {bilan.axe.titre}" if bilan.axe else _("Tout le plan"),
        "numero": bilan.axe.numero if bilan.axe else None,
        "total": bilan.total,
        "statuts": comptes(bilan.statuts),
        "echeanciers": comptes(bilan.echeanciers),
        # What adds up to the total: a schedule for the living ones, a status for the others.
        "lectures": comptes(
            [*bilan.echeanciers, *(c for c in bilan.statuts if c.etat in ("realisee", *AVEC_MOTIF))]
        ),
        "fraicheurs": comptes(bilan.fraicheurs),
        "avancement": avancement.avancement,
        "avancement_dit": pourcent(avancement.avancement),
        "mesurees_dit": _("%(m)d sur %(s)d mesurées") % {"m": avancement.mesurees, "s": avancement.suivies},
        "somme": avancement.somme,
        "mesurees": avancement.mesurees,
        "suivies": avancement.suivies,
    }
