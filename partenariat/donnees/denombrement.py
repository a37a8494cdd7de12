"""Many counts of the same rows, in one statement.

The rows are read once, each with the few columns that the counts need, and every count is a small grouping
over them: what is expensive to know of a row (a reading, the answer to a search) is computed once, however
many counts are asked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable


class Sql(NamedTuple):
    """A piece of SQL made of our own names, its values apart."""

    texte: str
    valeurs: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Groupe:
    """Rows, grouped: those that answer `si`, by `valeur` (text).

    `liens`: where a row may have several values, the pairs (`l_objet`, its primary key; `l_valeur`, text),
    each once.
    """

    valeur: Sql
    si: tuple[Sql, ...] = ()
    liens: QuerySet[Any, Any] | None = None


def colonne(nom: str) -> Sql:
    return Sql(f'"{nom}"')


def constante(valeur: str) -> Sql:
    return Sql("%s::text", (valeur,))


TOUT = Groupe(constante(""))
"""All the rows together."""


class Denombrement:
    """Counts to be made of `lignes`.

    Args:
        lignes: the rows, with the annotations that `colonnes` read.
        colonnes: name → expression of what the groups and conditions below read; names are ours, never typed.
    """

    def __init__(self, lignes: QuerySet[Any, Any], colonnes: dict[str, Combinable]):
        self._lignes = lignes.order_by().annotate(b_pk=F("pk"), **colonnes).values("b_pk", *colonnes)
        self._branches: list[Sql] = []

    def ajouter(self, nom: str, groupe: Groupe, conditions: Iterable[Sql] = ()) -> None:
        """Asks, under `nom`, how many rows of each group answer every condition."""
        source, conditions = Sql("lignes"), [*conditions, *groupe.si]
        if groupe.liens is not None:
            paires, valeurs = groupe.liens.query.sql_with_params()
            source = Sql(f"({paires}) AS liens JOIN lignes ON b_pk = l_objet", valeurs)
        # FILTER and not WHERE: PostgreSQL has no statistics on a computed condition, expects next to no row,
        # and would join in nested loops.
        filtre = " AND ".join(condition.texte for condition in conditions) or "TRUE"
        self._branches.append(
            Sql(
                f"SELECT %s::text, {groupe.valeur.texte}, count(*) FILTER (WHERE {filtre}) "
                f"FROM {source.texte} GROUP BY 2",
                (
                    nom,
                    *groupe.valeur.valeurs,
                    *(valeur for condition in conditions for valeur in condition.valeurs),
                    *source.valeurs,
                ),
            )
        )

    def executer(self) -> dict[str, dict[str, int]]:
        """By name: value → number of rows; what counts none is left out. One query."""
        requete, valeurs = self._lignes.query.sql_with_params()
        branches = " UNION ALL ".join(branche.texte for branche in self._branches)
        comptes: dict[str, dict[str, int]] = defaultdict(dict)
        with connections[self._lignes.db].cursor() as curseur:
            curseur.execute(
                f"WITH lignes AS MATERIALIZED ({requete}) {branches}",
                [*valeurs, *(valeur for branche in self._branches for valeur in branche.valeurs)],
            )
            for nom, valeur, n in curseur:
                if n and valeur is not None:
                    comptes[nom][valeur] = comptes[nom].get(valeur, 0) + n
        return comptes
