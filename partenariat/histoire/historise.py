"""What is kept: the decorator that every tracked model wears.

One line on a model gives it a history by trigger (append-only, also against bulk writes, imports and the
shell) and makes each of its writes move the public revision, on which the page cache is keyed.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import pghistory
import pgtrigger
from django.db import models

from partenariat.histoire.evenements import Evenement, reglages

M = TypeVar("M", bound=models.Model)


# One row a connection (modulo 1,024) and not one row for all: writers do not queue behind each other, and a
# transaction that commits late still changes the sums that readers compare.
_MOUVOIR = """
INSERT INTO public.partenariat_revision AS r (casier, numero, retrait)
VALUES (pg_backend_pid() % 1024, 1, {retrait})
ON CONFLICT (casier) DO UPDATE SET numero = r.numero + 1, retrait = r.retrait + excluded.retrait;
"""


class _Public(NamedTuple):
    """Which rows the public can see, by the values of one field of theirs."""

    champ: str
    valeurs: tuple[str, ...]

    def sql(self, ligne: str) -> str:
        valeurs = ", ".join(f"'{valeur}'" for valeur in self.valeurs)
        return f"{ligne}.{self.champ} IN ({valeurs})"


def _tables(**noms: str) -> pgtrigger.Referencing:
    return pgtrigger.Referencing(**noms)  # type: ignore[no-untyped-call]  # pgtrigger has no types


def _declencheur(
    nom: str, operation: pgtrigger.Operation, func: str, referencing: pgtrigger.Referencing | None = None
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=nom,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        func=f"{func} RETURN NULL;",
    )


def _de_tout(colonnes: tuple[str, ...], retrait: bool) -> list[pgtrigger.Trigger]:
    """Of a table of which nothing says what the public sees: all that is written moves the revision, and what
    is changed or deleted may have been withdrawn."""
    modifier = pgtrigger.UpdateOf(*colonnes) if colonnes else pgtrigger.Update  # type: ignore[no-untyped-call]
    return [
        _declencheur("revision_ajout", pgtrigger.Insert, _MOUVOIR.format(retrait=int(retrait))),
        _declencheur("revision", modifier | pgtrigger.Delete, _MOUVOIR.format(retrait=1)),
    ]


def _du_public(public: _Public) -> list[pgtrigger.Trigger]:
    """Of a table whose rows say whether the public sees them: the others move nothing."""

    def des(lignes: str, retrait: int) -> str:
        mouvoir = _MOUVOIR.format(retrait=retrait)
        return f"IF EXISTS (SELECT FROM {lignes} t WHERE {public.sql('t')}) THEN {mouvoir} END IF;"

    champ = public.champ
    # Archived is seen less than published: whatever changes of what was seen may be a withdrawal.
    moins = f"{public.sql('a')} AND b.{champ} IS DISTINCT FROM a.{champ}"
    retire = f"EXISTS (SELECT FROM avant a LEFT JOIN apres b ON b.id = a.id WHERE {moins})"
    changement = f"""
IF EXISTS (SELECT FROM avant t WHERE {public.sql("t")})
   OR EXISTS (SELECT FROM apres t WHERE {public.sql("t")}) THEN
  {_MOUVOIR.format(retrait=f"({retire})::int")}
END IF;
"""
    deux = _tables(old="avant", new="apres")
    return [
        _declencheur("revision_ajout", pgtrigger.Insert, des("inscrites", 0), _tables(new="inscrites")),
        _declencheur("revision", pgtrigger.Update, changement, deux),
        _declencheur("revision_fin", pgtrigger.Delete, des("otees", 1), _tables(old="otees")),
    ]


def historise(
    *,
    exclude: tuple[str, ...] = (),
    revision: tuple[str, ...] = (),
    public: tuple[str, tuple[str, ...]] | None = None,
    interne: bool = False,
    retrait: bool = False,
) -> Callable[[type[M]], type[M]]:
    """Class decorator: tracks every field but `exclude`; generated ones are generated in the events too.

    Args:
        exclude: names of fields that history must never hold (a password hash).
        revision: the only fields whose change moves the public revision; all of them where not given.
        public: a field, and those of its values under which the public sees the row; the other rows move
            nothing, and only a change of that field or a deletion may be a withdrawal.
        interne: no page of the public shows anything of it: nothing of it moves the revision.
        retrait: each row withdraws something from the public.
    """

    def decorer(modele: type[M]) -> type[M]:
        if not interne:
            for declencheur in _du_public(_Public(*public)) if public else _de_tout(revision, retrait):
                pgtrigger.register(declencheur)(modele)
        nom = f"{modele.__name__}Event"
        pghistory.track(
            exclude=list(exclude),
            base_model=Evenement,
            model_name=nom,
            append_only=False,
            meta=reglages(f"{modele._meta.app_label}_{nom.lower()}", modele),
        )(modele)
        return modele

    return decorer
