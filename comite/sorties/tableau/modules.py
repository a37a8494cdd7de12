"""The modules of the dashboard: what each shows, its figures, its chart, its table, its explanation."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from actions.compte import compte_actions
from comite.mesures.perimetre import Perimetre
from comite.sorties.tableau import comite, engagements, indicateurs, jalons, lectures
from comite.sorties.tableau.pieces import Lues, Module
from partenariat.presentation.pages import PREMIERES, Tables

MODULES: dict[str, tuple[str | Promise, Callable[[Lues], Module]]] = {
    "axes": (gettext_lazy("Lectures par axe"), lectures.axes),
    "retards": (gettext_lazy("Retards et glissements"), lectures.retards),
    "engagements": (gettext_lazy("Engagements"), engagements.etats),
    "preuves": (gettext_lazy("Preuves"), engagements.preuves),
    "reponses": (gettext_lazy("Réponses aux demandes"), comite.reponses),
    "fraicheur": (gettext_lazy("Fraîcheur"), lectures.fraicheur),
    "suites": (gettext_lazy("Suites à donner"), comite.suites),
    "jalons": (gettext_lazy("Jalons"), jalons.jalons),
    "indicateurs": (gettext_lazy("Indicateurs"), indicateurs.indicateurs),
}


def modules(perimetre: Perimetre, caches: list[str], tables: Tables = PREMIERES) -> list[Module]:
    """The modules that this person keeps in sight, in order."""
    lues = Lues(perimetre, tables)
    return [calculer(lues) for cle, (_nom, calculer) in MODULES.items() if cle not in caches]


def resume(perimetre: Perimetre) -> str:
    """« 12 actions » under the filters."""
    return compte_actions(perimetre.actions.count())
