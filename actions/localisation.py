"""The locator: where one action, or one borough, is on the island in small, and the sentence for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actions.models import Action
from actions.models.etats import Portee
from actions.portees import portee_de
from partenariat.models import Organisation
from partenariat.presentation.dessins import ile
from partenariat.presentation.formats import en_lettres


@dataclass(frozen=True)
class Localisation:
    """Places on the island.

    Attributes:
        vises: official codes of the boroughs to fill.
        connus: those of the boroughs of the plan; where the island has none, there is no drawing.
        lieux: boroughs that the sentence names, each a link.
        phrase: what it says before them, or alone; empty where what is around says it.
        teinte: of the axis, 1 to 5; None in ink.
    """

    vises: frozenset[str]
    connus: frozenset[str]
    lieux: Sequence[Organisation] = ()
    phrase: str = ""
    teinte: int | None = None

    @property
    def dessine(self) -> bool:
        return bool((self.vises | self.connus) & ile.arrondissements().keys())

    @property
    def fond(self) -> str:
        """The linked cities, as one path."""
        return _ensemble(ile.villes_liees())

    @cached_property
    def autres(self) -> str:
        """The boroughs that are not filled, as one path."""
        return _ensemble(f for code, f in ile.arrondissements().items() if code not in self.vises)

    @cached_property
    def pleins(self) -> str:
        return _ensemble(f for code, f in ile.arrondissements().items() if code in self.vises)


def _ensemble(formes: Iterable[ile.Forme]) -> str:
    return "".join(forme.trace for forme in formes)


def localisation_de_l_action(action: Action, territoire: Iterable[Mapping[str, Any]]) -> Localisation:
    """Where an action happens. No query once `actions.autour.autour_de` has read what hangs from it.

    Args:
        territoire: `autour_de(action)["territoire"]`, the boroughs of its plan.
    """
    connus = frozenset(lieu["code_officiel"] for lieu in territoire)
    teinte = action.axe.teinte
    portee = portee_de(action)
    if portee == Portee.TOUT:
        return Localisation(connus, connus, phrase=_("Tout le territoire"), teinte=teinte)
    if portee == Portee.INCONNUE:
        dit = _("Le plan ne dit pas où cette action se passe.")
        return Localisation(frozenset(), connus, phrase=dit, teinte=teinte)
    lieux = list(action.arrondissements.all())
    vises = frozenset(lieu.code_officiel for lieu in lieux)
    return Localisation(vises, connus, lieux, _combien(len(lieux)), teinte)


def _combien(n: int) -> str:
    """« Quatre arrondissements »."""
    dit = ngettext("%(n)s arrondissement", "%(n)s arrondissements", n) % {"n": en_lettres(n)}
    return dit[:1].upper() + dit[1:]


def localisation_de_l_arrondissement(organisation: Organisation) -> Localisation:
    """Where a borough is; no drawing of what is not on the island."""
    sien = frozenset([organisation.code_officiel])
    return Localisation(sien, sien)
