"""What is kept: the decorator that every tracked model wears.

One line on a model gives it a history by trigger (append-only, also against bulk writes, imports and the
shell) and makes each of its writes move the table's public revision, which kept pages are compared with.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar, cast

import pghistory
import pgtrigger
from django.db import models
from django.db.models import ForeignObjectRel

from partenariat.donnees.champs import champ_de
from partenariat.histoire.evenements import Evenement, reglages

M = TypeVar("M", bound=models.Model)


# A row that nobody holds, or else one more: writers do not queue behind each other, and a transaction that
# commits late still changes the sum that readers compare.
_MOUVOIR = """
UPDATE public.partenariat_revision SET numero = numero + 1, retrait = retrait + {retrait}
 WHERE id = (SELECT id FROM public.partenariat_revision WHERE relation = TG_TABLE_NAME
              LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED);
IF NOT FOUND THEN
  INSERT INTO public.partenariat_revision (relation, numero, retrait) VALUES (TG_TABLE_NAME, 1, {retrait});
END IF;
"""

MOUVANTES: dict[str, frozenset[str]] = {}
"""By table whose writes move its counter: itself, and those that say whether the public sees its rows."""
RETIRANTES: set[str] = set()
"""The tables whose rows withdraw something from the public."""
_PUBLICS: dict[type[models.Model], "_Public"] = {}


class _Public(NamedTuple):
    """Which rows the public can see, by the values of one field of theirs."""

    champ: str
    valeurs: tuple[str, ...]

    def sql(self, ligne: str) -> str:
        valeurs = ", ".join(f"'{valeur}'" for valeur in self.valeurs)
        return f"{ligne}.{self.champ} IN ({valeurs})"


class _Parent(NamedTuple):
    """What a row is a part of: the public does not see it where it does not see that."""

    colonne: str
    """The column that leads there."""
    tables: tuple[str, ...]
    """Those of the way there, in order."""
    caches: str
    """SQL: the keys in the first of them, among `{de}`, of the rows whose parts the public does not see."""

    @classmethod
    def au_bout(cls, modele: type[models.Model], chemin: str) -> "_Parent":
        tables: list[str] = []
        colonnes: list[str] = []
        for nom in chemin.split("__"):
            champ = champ_de(modele, nom)
            # Models are being loaded: `related_model` would wait for all of them.
            modele = cast(ForeignObjectRel, champ.remote_field).model
            colonnes.append(str(champ.column))
            tables.append(modele._meta.db_table)
        jointures = "".join(
            f" JOIN public.{tables[rang]} p{rang} ON p{rang}.id = p{rang - 1}.{colonnes[rang]}"
            for rang in range(1, len(tables))
        )
        # Held, so that they do not become public before what is written here is: whoever publishes one waits.
        # One that another holds may be becoming so, and does not count as hidden; nor does one that is gone.
        caches = (
            f"SELECT p0.id FROM public.{tables[0]} p0{jointures} WHERE p0.id IN ({{de}})"
            f" AND NOT {_PUBLICS[modele].sql(f'p{len(tables) - 1}')}"
            " ORDER BY p0.id FOR NO KEY UPDATE SKIP LOCKED"
        )
        return cls(colonnes[0], tuple(tables), caches)


def _tables(**noms: str) -> pgtrigger.Referencing:
    return pgtrigger.Referencing(**noms)  # type: ignore[no-untyped-call]  # pgtrigger has no types


def _declencheur(
    nom: str,
    operation: pgtrigger.Operation,
    func: str,
    referencing: pgtrigger.Referencing | None = None,
    declare: list[tuple[str, str]] | None = None,
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=nom,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=referencing,
        declare=declare,
        func=f"{func} RETURN NULL;",
    )


def _de_colonnes(colonnes: tuple[str, ...]) -> list[pgtrigger.Trigger]:
    """Of a table of which the public may see these columns: what is changed of them may have been withdrawn.

    (PostgreSQL shows no rows to a trigger of some columns: a write of none moves too.)
    """
    modifier = pgtrigger.UpdateOf(*colonnes)  # type: ignore[no-untyped-call]
    return [
        _declencheur("revision_ajout", pgtrigger.Insert, _MOUVOIR.format(retrait=0)),
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


def _des_lignes(parents: list[_Parent], retrait: bool) -> list[pgtrigger.Trigger]:
    """Of a table of which nothing says what the public sees, but for the parents of its rows: what is written
    moves the revision, and what is changed or deleted may have been withdrawn; parts of what the public does
    not see move nothing."""
    colonnes = ", ".join(parent.colonne for parent in parents)
    declare = [(f"caches_{rang}", "bigint[]") for rang in range(len(parents))]
    cachee = " OR ".join(
        f"coalesce(t.{parent.colonne} = ANY (caches_{rang}), false)" for rang, parent in enumerate(parents)
    )

    def des(lignes: str, retrait: int) -> str:
        lire = "".join(
            f"caches_{rang} := ARRAY({caches.format(de=f'SELECT {colonne} FROM {lignes} t')});\n"
            for rang, (colonne, _tables, caches) in enumerate(parents)
        )
        mouvoir = _MOUVOIR.format(retrait=retrait)
        ou = f" WHERE NOT ({cachee})" if cachee else ""
        return f"{lire}IF EXISTS (SELECT FROM {lignes} t{ou}) THEN {mouvoir} END IF;"

    deux = f"(SELECT {colonnes} FROM avant UNION ALL SELECT {colonnes} FROM apres)" if parents else "apres"
    return [
        _declencheur(
            "revision_ajout",
            pgtrigger.Insert,
            des("inscrites", int(retrait)),
            _tables(new="inscrites"),
            declare,
        ),
        _declencheur("revision", pgtrigger.Update, des(deux, 1), _tables(old="avant", new="apres"), declare),
        _declencheur("revision_fin", pgtrigger.Delete, des("otees", 1), _tables(old="otees"), declare),
    ]


def historise(
    *,
    exclude: tuple[str, ...] = (),
    revision: tuple[str, ...] = (),
    public: tuple[str, tuple[str, ...]] | None = None,
    parent: str | tuple[str, ...] = (),
    interne: bool = False,
    retrait: bool = False,
) -> Callable[[type[M]], type[M]]:
    """Class decorator: tracks every field but `exclude`; generated ones are generated in the events too.

    Args:
        exclude: names of fields that history must never hold (a password hash).
        revision: the only fields whose change moves the public revision; all of them where not given.
        public: a field, and those of its values under which the public sees the row; the other rows move
            nothing, and only a change of that field or a deletion may be a withdrawal.
        parent: the way (`indicateur__action`), or ways, to what a row is a part of, whose own `public` says
            whether the public sees it: parts of the others move nothing.
        interne: no page of the public shows anything of it: nothing of it moves the revision.
        retrait: each row withdraws something from the public: it is read as it stands, whatever the day.
    """

    def decorer(modele: type[M]) -> type[M]:
        if not interne:
            parents = [
                _Parent.au_bout(modele, chemin)
                for chemin in ((parent,) if isinstance(parent, str) else parent)
            ]
            if public:
                _PUBLICS[modele] = _Public(*public)
                declencheurs = _du_public(_PUBLICS[modele])
            else:
                declencheurs = _de_colonnes(revision) if revision else _des_lignes(parents, retrait)
            for declencheur in declencheurs:
                pgtrigger.register(declencheur)(modele)
            table = modele._meta.db_table
            MOUVANTES[table] = frozenset({table}.union(*(un.tables for un in parents)))
            if retrait:
                RETIRANTES.add(table)
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
