"""How a guard is written: SQL in blocks, and fields of models as columns. Every table is qualified."""

from collections.abc import Callable, Iterable
from typing import Any, cast

import pgtrigger
from django.db import models

from partenariat.donnees.champs import champ_de
from partenariat.retraits.registre import PASSAGE, REGISTRE

NOMMES: dict[str, tuple[str, ...]] = {}
"""By the constraint that a guard violates, the fields that it speaks of: where a form says so."""

REFUS = """
RAISE EXCEPTION USING
  ERRCODE = 'check_violation',
  CONSTRAINT = '{contrainte}',
  MESSAGE = '{phrase}';
"""


def refus(contrainte: str, phrase: str) -> str:
    """PL/pgSQL that refuses the write as if `contrainte` were violated (an `IntegrityError`)."""
    return REFUS.format(contrainte=contrainte, phrase=phrase.replace("'", "''"))


def nommer(contrainte: str, champs: Iterable[str]) -> None:
    """Says which fields a refusal speaks of; of several guards of one name, those of each."""
    NOMMES[contrainte] = tuple(dict.fromkeys((*NOMMES.get(contrainte, ()), *champs)))


class Garde(pgtrigger.Trigger):
    """A trigger whose SQL is written from its model, once all models are known."""

    def __init__(
        self,
        nom: str,
        ecrire: Callable[[type[models.Model]], str],
        *,
        a: pgtrigger.Operation = pgtrigger.Update,
        when: pgtrigger.When = pgtrigger.Before,
        fixes: Iterable[str] = (),
        **reste: Any,
    ) -> None:
        super().__init__(name=nom, operation=a, when=when, **reste)
        self.ecrire = ecrire
        self.fixes = frozenset(fixes)
        """Fields that it freezes for ever."""

    def get_func(self, model: Any) -> str:
        texte = self.ecrire(model)
        # What is frozen lets the mask of a withdrawal through.
        return PASSAGE + texte if model in REGISTRE and self.level == pgtrigger.Row else texte


class Change(pgtrigger.AnyChange):
    """If any of these fields changes; without any, all of them but `sauf`.

    Generated fields are left out: they follow the others, and a BEFORE trigger does not know them yet.
    """

    def __init__(self, *champs: str, sauf: Iterable[str] = ()):
        super().__init__(*champs)
        self.sauf = tuple(sauf)

    def resolve(self, model: type[models.Model]) -> str:
        generes = [c.name for c in model._meta.fields if isinstance(c, models.GeneratedField)]
        self.exclude = [*self.sauf, *generes]
        return super().resolve(model)


def change(modele: type[models.Model], champs: Iterable[str] = (), sauf: Iterable[str] = ()) -> str:
    """SQL of the same condition within a function, one column a line."""
    laisses = {modele._meta.get_field(nom).name for nom in sauf}
    noms = tuple(champs) or [
        c.name
        for c in modele._meta.concrete_fields
        if c.name not in laisses and not isinstance(c, models.GeneratedField)
    ]
    colonnes = [colonne(modele, nom) for nom in noms]
    return "\n  OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in colonnes)


def en_sql(condition: "str | pgtrigger.Condition", modele: type[models.Model]) -> str:
    """A condition on OLD and NEW, as SQL."""
    if isinstance(condition, str):
        return condition
    texte: str = condition.resolve(modele)  # type: ignore[no-untyped-call]  # pgtrigger has no types
    return texte


def parmi(valeurs: Iterable[str]) -> str:
    """SQL: the list of these values, after `IN`; they are ours, never typed."""
    return "(" + ", ".join(f"'{valeur}'" for valeur in valeurs) + ")"


def table(modele: type[models.Model]) -> str:
    return f"public.{modele._meta.db_table}"


def colonne(modele: type[models.Model], champ: str) -> str:
    return str(champ_de(modele, champ).column)


def fixe(modele: type[models.Model], champ: str) -> bool:
    """Whether a guard freezes that field for ever: what it leads to stays, and needs no lock."""
    return any(
        garde_de is modele and champ in getattr(garde, "fixes", ())  # type: ignore[comparison-overlap]  # a class
        for garde_de, garde in pgtrigger.registered()
    )


class Chemin:
    """A path of field names, from the row being written, to the column at its end.

    `"decision__seance__plan"` is the plan of the meeting of the decision that the row points to; `"plan"` is
    a column of the row itself.
    """

    def __init__(self, modele: type[models.Model], chemin: str):
        premier, *suite = chemin.split("__")
        champ = champ_de(modele, premier)
        self.depart = str(champ.column)
        """The column of the row by which the path begins."""
        self.etapes: list[tuple[str, str, str]] = []
        """(table, its key, the column that leads on) of each row along the way."""
        self.mouvants: list[str] = []
        """Aliases of those that could lead elsewhere later."""
        for rang, nom in enumerate(suite, 1):
            modele = cast(type[models.Model], champ.related_model)
            champ = champ_de(modele, nom)
            self.etapes.append((table(modele), str(modele._meta.pk.column), str(champ.column)))
            if not fixe(modele, nom):
                self.mouvants.append(f"p{rang}")

    def depuis(self, ligne: str) -> str:
        """SQL for the value at the end, from the row `ligne` (NEW, OLD, an alias)."""
        if not self.etapes:
            return f"{ligne}.{self.depart}"
        return f"(SELECT {self._fin} FROM {self._jointure} WHERE {self._debut} = {ligne}.{self.depart})"

    def lire(self, variable: str) -> str:
        """PL/pgSQL: the value at the end, from NEW, into `variable`.

        The rows along the way are held until the end of the transaction, where they could lead elsewhere.
        """
        if not self.etapes:
            return f"{variable} := NEW.{self.depart};"
        tenir = f" FOR KEY SHARE OF {', '.join(self.mouvants)}" if self.mouvants else ""
        return (
            f"SELECT {self._fin} INTO {variable} FROM {self._jointure} "
            f"WHERE {self._debut} = NEW.{self.depart}{tenir};"
        )

    @property
    def _fin(self) -> str:
        return f"p{len(self.etapes)}.{self.etapes[-1][2]}"

    @property
    def _debut(self) -> str:
        return f"p1.{self.etapes[0][1]}"

    @property
    def _jointure(self) -> str:
        pieces = [f"{self.etapes[0][0]} p1"]
        for rang, (nom, cle, _suite) in enumerate(self.etapes[1:], 2):
            pieces.append(f"JOIN {nom} p{rang} ON p{rang}.{cle} = p{rang - 1}.{self.etapes[rang - 2][2]}")
        return " ".join(pieces)
