"""Where a plan stands, in one sentence of figures: each is a list that one can open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models.etats import Echeancier, Statut
from actions.portraits import Compte, Portrait
from partenariat.presentation.formats import nombre


def _mots(etat: str, n: int) -> str:
    """What so many actions in this state are, without their number."""
    dits = {
        Statut.REALISEE.value: ngettext("réalisée", "réalisées", n),
        Echeancier.SANS_ECHEANCE.value: _("sans échéance"),
        Echeancier.DANS_LES_TEMPS.value: _("dans les temps"),
        Echeancier.A_SURVEILLER.value: _("à surveiller"),
        Echeancier.EN_RETARD.value: _("en retard"),
        Statut.SUSPENDUE.value: ngettext("suspendue", "suspendues", n),
        Statut.ABANDONNEE.value: ngettext("abandonnée", "abandonnées", n),
    }
    return dits[etat]


@dataclass(frozen=True)
class Membre:
    """A figure of the sentence: what it counts, how many, in words, what parts it from the next."""

    compte: Compte
    nombre: str
    mots: str
    suite: str


def membres(portrait: Portrait) -> list[Membre]:
    """The counts by state, in the order of the bar, those of none left out."""
    return list(_membres([segment.compte for segment in portrait.barre]))


def _membres(comptes: list[Compte]) -> Iterator[Membre]:
    for rang, compte in enumerate(comptes, 1):
        suite = "." if rang == len(comptes) else ","
        yield Membre(compte, nombre(compte.nombre), _mots(compte.etat, compte.nombre), suite)
