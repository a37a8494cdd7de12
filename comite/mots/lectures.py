"""The readings of an axis, or of the plan, as the packet and the annual review write them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from actions.models.etats import AVEC_MOTIF, Statut
from actions.portraits import Compte, Portrait
from partenariat.presentation.formats import pourcent


def comptes(etats: Iterable[Compte]) -> list[dict[str, Any]]:
    """In the order of the life cycle: an object's keys would be put in alphabetical order."""
    return [{"etat": c.etat, "nom": str(c.nom), "nombre": c.nombre} for c in etats]


def groupe(portrait: Portrait) -> dict[str, Any]:
    """The readings of an axis, or of the whole plan."""
    avancement = portrait.avancement
    return {
        "nom": f"{portrait.axe.numero}. {portrait.axe.titre}" if portrait.axe else _("Tout le plan"),
        "numero": portrait.axe.numero if portrait.axe else None,
        "total": portrait.total,
        "statuts": comptes(portrait.statuts),
        "echeanciers": comptes(portrait.echeanciers),
        # What adds up to the total: a schedule for the living ones, a status for the others.
        "lectures": comptes(
            [
                *portrait.echeanciers,
                *(c for c in portrait.statuts if c.etat in (Statut.REALISEE, *AVEC_MOTIF)),
            ]
        ),
        "fraicheurs": comptes(portrait.fraicheurs),
        "avancement": avancement.avancement,
        "avancement_dit": pourcent(avancement.avancement),
        "mesurees_dit": _("%(m)d sur %(s)d mesurées") % {"m": avancement.mesurees, "s": avancement.suivies},
        "somme": avancement.somme,
        "mesurees": avancement.mesurees,
        "suivies": avancement.suivies,
    }
