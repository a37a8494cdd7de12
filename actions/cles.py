"""The keys by which the rows of the datasets refer to each other: for ever, and text to whatever reads them.

`pes:3.10` is not the number 3.1; an action whose code changes keeps its key, of the first public one.
"""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actions.models import Action, Plan
from partenariat.donnees.colonnes import CLE, Colonne
from partenariat.histoire.appellations import premiers_noms
from partenariat.models import Organisation

_decisions: list[Callable[[Plan], Iterable[str]]] = []


def inscrire_les_decisions(publiques: Callable[[Plan], Iterable[str]]) -> None:
    """Says how the numbers of a plan's public decisions are read: no other has a row in a dataset."""
    _decisions[:] = [publiques]


class Cles:
    """Those of one plan's rows; what was renamed is read once, where a key is first asked for.

    The plan is that of the address, read in the present: so is its short address, on a past day too.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def _premiers(self) -> dict[tuple[str, int], str]:
        return premiers_noms({Action: self.plan.pk, Organisation: 0})

    def _premier(self, objet: Action | Organisation, nom: str) -> str:
        return self._premiers.get((objet._meta.db_table, objet.pk), nom)

    def de(self, code: str) -> str:
        """The key of what has this code, which never changes: a commitment, a decision."""
        return f"{self.plan.slug}:{code}"

    def action(self, action: Action) -> str:
        return self.de(self._premier(action, action.code))

    @cached_property
    def _decisions(self) -> frozenset[str]:
        return frozenset(numero for lire in _decisions for numero in lire(self.plan))

    def decision(self, numero: str) -> str | None:
        """The key of a decision, where its dataset has its row: once the minutes are approved."""
        return self.de(numero) if numero and numero in self._decisions else None

    def organisation(self, organisation: Organisation) -> str:
        """The same in every plan."""
        return f"organisation:{self._premier(organisation, organisation.slug)}"

    def colonnes(self, cle: Callable[[Any], str], forme: str | Promise) -> tuple[Colonne, Colonne]:
        """The first two of every dataset.

        Args:
            cle: gives the key of a row.
            forme: what it looks like (`<plan>:<code>`).
        """
        return (
            Colonne(
                "id",
                CLE,
                _("Clé de la ligne, qui ne change jamais : %(forme)s. Les autres jeux la nomment ainsi.")
                % {"forme": forme},
                cle,
            ),
            Colonne("plan", CLE, _("Adresse courte du plan."), lambda _ligne: self.plan.slug),
        )

    def organisations(self, nom: str, lues: Callable[[Any], Any]) -> Colonne:
        """The column that says by its key each body that the column `nom` names.

        Args:
            lues: from a row, a body, or several in a list.
        """

        def cles(ligne: Any) -> Any:
            valeur = lues(ligne)
            if isinstance(valeur, list):
                return [self.organisation(une) for une in valeur]
            return self.organisation(valeur)

        return Colonne(
            f"{nom}_id",
            CLE,
            _("La même chose que « %(nom)s », par clé : %(forme)s.")
            % {"nom": nom, "forme": "organisation:<slug>"},
            cles,
        )

    def references(self, nom: str, forme: str, lues: Callable[[Any], Any]) -> Colonne:
        """The column that says by their keys the rows of another dataset that the column `nom` names."""
        return Colonne(
            f"{nom}_id",
            CLE,
            _("La même chose que « %(nom)s », par clé : %(forme)s; seulement ce qui a une ligne ailleurs.")
            % {"nom": nom, "forme": forme},
            lues,
        )
