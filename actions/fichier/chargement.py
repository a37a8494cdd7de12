"""A validated plan → the database, in one transaction: nothing is deleted, nothing equal is written again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pghistory
from django.db import connection, models, transaction
from django.utils import timezone

from actions.fichier import format, sections, validation
from actions.fichier.champs import Champ, Fiche
from actions.fichier.chargement_actions import ChargementActions
from actions.fichier.connus import Connus
from actions.fichier.constat import Constat
from actions.fichier.differences import Differences
from actions.fichier.ecriture import accorder, valeurs
from actions.fichier.existant import Existant, apparier, existant
from actions.fichier.noeuds import ILLISIBLE
from actions.fichier.organisations import Inscription, entrees
from actions.fichier.ouverture import ouvrir
from actions.models import Action, Axe, Domaine, Objectif, Plan, Repere, Source, Volet
from partenariat.models import Organisation

Avancer = Callable[[str, int, int], None]
"""Told of the progress: stage, done, total."""
GARDEES = "_sections"
"""In `Plan.meta`: the parts of the file that nobody reads yet."""


def _sans_bruit(_etape: str, _fait: int, _total: int) -> None:
    pass


@dataclass
class Resultat:
    plan: Plan
    differences: Differences
    avertissements: list[str]
    actions: int
    """How many the file holds."""


@dataclass
class Chargement:
    """A loading under way. What a section registered by another floor may use: `plan`, `differences`,
    `organisation()` and `action()`."""

    fiche: Fiche
    connus: Connus
    existant: Existant
    publier: bool
    plan: Plan
    differences: Differences = field(default_factory=Differences)
    avancer: Avancer = _sans_bruit

    def organisation(self, identifiant: str) -> Organisation:
        """The organisation that this plan's file names so. Only for identifiers that `Connus` knows."""
        return self.existant.places[identifiant].organisation

    def action(self, code: str) -> Action:
        return self.existant.actions[code]

    def arrondissement(self, nom: str) -> Organisation:
        return self.organisation(self.connus.arrondissement(nom))

    def ecrire(self) -> None:
        fiche, garde = self.fiche, self.existant
        self._plan()
        inscrits = list(entrees(fiche))
        inscription = Inscription(self.plan, garde, self.differences)
        inscription.inscrire(inscrits)
        inscription.laissees(inscrits)
        sources = [(code, source) for code, source in fiche.get("sources", {}).items()]
        self._table(Source, [(c, valeurs(s, format.SOURCE), {"code": c}) for c, s in sources], garde.sources)
        self._reperes()
        for modele, cle, cles, gardes, identite in (
            (Objectif, "objectifs", format.OBJECTIF, garde.objectifs, "code"),
            (Domaine, "domaines", format.DOMAINE, garde.domaines, "slug"),
        ):
            rang = {"rang": True} if modele is Objectif else {}
            lignes = [
                (f["code"], valeurs(f, cles), {"rang": n} if rang else {}) for n, f in enumerate(fiche.get(cle, ()), 1)
            ]
            self._table(modele, lignes, gardes, dite=cle in fiche)
            _ = identite
        self._axes()
        ChargementActions(self).ecrire()
        for section in sections.enregistrees():
            if section.nom in fiche:
                section.charger(fiche[section.nom], self)
