"""The kinds of rules that guards keep, each said once.

Two transactions at once: PostgreSQL works here in READ COMMITTED, where each statement of a trigger sees what
was committed before it began. A rule about one row alone is safe: whoever changes a row holds it before its
triggers run. A rule that looks at *other* rows first takes a lock that whoever would break it must take too,
and looks in the next statement: the second of two waits there, then sees what the first wrote.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

import pgtrigger
from django.db import models

from partenariat.gardes.ecriture import Change, Chemin, Garde, change, colonne, en_sql, nommer, refus, table

if TYPE_CHECKING:
    from partenariat.cycles.cycle import Cycle

ECRIRE = pgtrigger.Insert | pgtrigger.Update
TOUT = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
INALTERABLE = "Ce qui est inscrit ne se modifie ni ne s'efface : corrigez par un ajout."

Condition = str | pgtrigger.Condition


ABSENT = "NOT FOUND"
"""What `avant` read is not there: foreign keys are checked at the end of a transaction, and a rule on a row
that comes later would hold of nothing."""


class Regle(NamedTuple):
    """Refused where `si` holds (SQL on OLD, NEW and the variables of its guard)."""

    contrainte: str
    phrase: str
    si: str
    champs: tuple[str, ...] = ()
    """The fields that it speaks of, beside which a form says it."""


def interdit(
    contrainte: str,
    phrase: str,
    si: str,
    *,
    a: pgtrigger.Operation = pgtrigger.Update,
    quand: pgtrigger.Condition | None = None,
    avant: str = "",
    when: pgtrigger.When = pgtrigger.Before,
    champs: Iterable[str] = (),
) -> pgtrigger.Trigger:
    """One rule of its own: the write `a` is refused where `si` holds.

    Args:
        champs: the fields that it speaks of (`Regle`); those whose change alone it looks at, if not said.
        quand: the only writes that it looks at.
        avant: PL/pgSQL run before: what it must hold (a lock) for what it sees to stay so.
        when: `After` for a rule on generated columns, or on sums: they are known then.
    """
    regle = Regle(contrainte, phrase, si, tuple(champs) or tuple(getattr(quand, "fields", ())))
    return interdits(contrainte, regle, a=a, quand=quand, avant=avant, when=when)


def interdits(
    nom: str,
    *regles: Regle,
    a: pgtrigger.Operation,
    avant: str,
    quand: pgtrigger.Condition | None = None,
    declare: Mapping[str, str] | None = None,
    when: pgtrigger.When = pgtrigger.Before,
) -> pgtrigger.Trigger:
    """Several rules in order on what `avant` read, in the variables `declare` (name → type)."""
    for une in regles:
        nommer(une.contrainte, une.champs)

    def ecrire(_modele: type[models.Model]) -> str:
        corps = "\n".join(
            f"IF {regle.si.strip()} THEN{refus(regle.contrainte, regle.phrase)}END IF;" for regle in regles
        )
        return f"{avant}\n{corps}\nRETURN coalesce(NEW, OLD);"

    return Garde(nom, ecrire, a=a, when=when, condition=quand, declare=list((declare or {}).items()))


def version(*, sauf: Iterable[str] = ()) -> pgtrigger.Trigger:
    """Every change moves `version`, on which two people who edit one row are told of each other.

    Args:
        sauf: fields that nobody types (sums, dates of news): their change is no edit.
    """
    return pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=Change(sauf=("version", *sauf)),
        func="""
-- Whoever moved it already said which version it writes.
IF NEW.version = OLD.version THEN
  NEW.version := OLD.version + 1;
END IF;
RETURN NEW;
""",
    )


def passages(
    cycle: "Cycle", contrainte: str, phrase: str, champ: str = "etat", *, sauf: str = ""
) -> pgtrigger.Trigger:
    """The states of that field follow one another by the steps of a life cycle, one a line.

    Args:
        sauf: SQL of who is let through all the same.
    """
    nommer(contrainte, [champ])
    lignes = "\n".join(
        f"  WHEN '{de} > {vers}' THEN true  -- {pas.nom}" for de, vers, pas in cycle.menent(champ)
    )
    excepte = f" AND NOT {sauf}" if sauf else ""
    suite = f"OLD.{champ} || ' > ' || NEW.{champ}"
    return interdit(
        contrainte, phrase, f"NOT (CASE {suite}\n{lignes}\n  ELSE false\nEND){excepte}", quand=Change(champ)
    )


def du_meme(contrainte: str, phrase: str, *, nom: str = "", **paires: str) -> pgtrigger.Trigger:
    """What a row points at is of the same plan, or parent: `du_meme(…, axe__plan="plan")`.

    The paths of each pair lead to one value. A path whose first pointer is empty binds nothing. What is
    pointed at is held until the end of the transaction, against `rattachement`, unless it never moves
    (`fige_quand`).
    """
    return _compares(contrainte, phrase, "IS DISTINCT FROM", nom, paires)


def d_un_autre(contrainte: str, phrase: str, *, nom: str = "", **paires: str) -> pgtrigger.Trigger:
    """The opposite of `du_meme`: the paths of each pair lead to two values."""
    return _compares(contrainte, phrase, "IS NOT DISTINCT FROM", nom, paires)


DU_MEME = """
IF NEW.{pointeur} IS NOT NULL
AND (TG_OP = 'INSERT' OR (OLD.{pointeur}, OLD.{autre}) IS DISTINCT FROM (NEW.{pointeur}, NEW.{autre})) THEN
  -- What may move is held, as the foreign key will hold it at the commit: whoever moves it elsewhere
  -- meanwhile waits (`rattachement`), or this waits, and reads where it was moved to.
  {lire_un}
  {lire_l_autre}
  IF un {compare} l_autre THEN{refus}END IF;
END IF;
"""


def _compares(
    contrainte: str, phrase: str, compare: str, nom: str, paires: Mapping[str, str]
) -> pgtrigger.Trigger:
    nommer(contrainte, (chemin.split("__")[0] for chemin in paires))

    def ecrire(modele: type[models.Model]) -> str:
        blocs = []
        for chemin, autre in paires.items():
            un, l_autre = Chemin(modele, chemin), Chemin(modele, autre)
            blocs.append(
                DU_MEME.format(
                    pointeur=un.depart,
                    autre=l_autre.depart,
                    lire_un=un.lire("un"),
                    lire_l_autre=l_autre.lire("l_autre"),
                    compare=compare,
                    refus=refus(contrainte, phrase),
                )
            )
        return "".join(blocs) + "RETURN NEW;"

    return Garde(nom or contrainte, ecrire, a=ECRIRE, declare=[("un", "bigint"), ("l_autre", "bigint")])


RATTACHEMENT = """
-- Whoever attaches a row here meanwhile holds this one (`du_meme`): it is waited for, then seen. Whoever
-- comes after waits for this, and reads where it was moved to.
PERFORM 1 FROM {ici} WHERE {cle} = OLD.{cle} FOR UPDATE;
IF EXISTS (SELECT 1 FROM {la} WHERE {pointeur} = OLD.{cle}) THEN{refus}END IF;
RETURN NEW;
"""


def rattachement(champ: str, par: str, contrainte: str, phrase: str) -> pgtrigger.Trigger:
    """A row does not change its parent `champ` while others are attached to it: the other side of `du_meme`.

    Args:
        par: the reverse relation that gives them (`actions` of an axis).
    """

    nommer(contrainte, [champ])

    def ecrire(modele: type[models.Model]) -> str:
        relation = cast(models.ForeignObjectRel, modele._meta.get_field(par))
        return RATTACHEMENT.format(
            ici=table(modele),
            cle=modele._meta.pk.column,
            la=table(relation.related_model),
            pointeur=relation.field.column,
            refus=refus(contrainte, phrase),
        )

    return Garde(contrainte, ecrire, condition=Change(champ))


def fige_quand(
    contrainte: str,
    phrase: str,
    si: Condition = "true",
    *,
    seulement: Iterable[str] = (),
    libres: Iterable[str] = (),
    sauf: Condition = "",
    a: pgtrigger.Operation = pgtrigger.Update,
) -> pgtrigger.Trigger:
    """Once `si` holds of a row (as it was), it does not change; always, where no `si` is given.

    No lock: a change holds its row before this looks, and sees the latest one (OLD).

    Args:
        seulement: the only fields that are frozen; else all of them but `libres`.
        sauf: what is let through all the same (SQL on OLD and NEW).
        a: give `Update | Delete` for what is not deleted either.
    """

    seulement = tuple(seulement)
    nommer(contrainte, seulement)

    def ecrire(modele: type[models.Model]) -> str:
        efface = "TG_OP = 'DELETE' OR " if pgtrigger.Delete in a else ""
        excepte = f"AND ({en_sql(sauf, modele)}) IS NOT TRUE" if sauf else ""
        return f"""
IF ({en_sql(si, modele)}) {excepte}
AND (
  {efface}{change(modele, seulement, libres)}
) THEN{refus(contrainte, phrase)}END IF;
RETURN coalesce(NEW, OLD);
"""

    toujours = si == "true" and not sauf
    return Garde(contrainte, ecrire, a=a, fixes=seulement if toujours else ())


def fige_avec(
    chemin: str,
    si: str,
    contrainte: str,
    phrase: str,
    *,
    libres: Iterable[str] = (),
    verrou: str = "FOR SHARE",
) -> pgtrigger.Trigger:
    """Once `si` holds of the row at the end of `chemin`, no part is added, changed nor removed.

    Args:
        chemin: pointers to the whole of which this is a part (`"decision__seance"`).
        si: SQL on `ensemble`, that row.
        libres: fields that life goes on changing (where a follow-up stands).
        verrou: `FOR NO KEY UPDATE` where the whole sums this part: it will be written, and two who share it
            would wait for each other.
    """

    def ecrire(modele: type[models.Model]) -> str:
        vers, parent = Chemin(modele, chemin), modele
        for nom in chemin.split("__"):
            parent = cast(type[models.Model], parent._meta.get_field(nom).related_model)
        libre = ""
        if libres:
            libre = f"""
IF TG_OP = 'UPDATE' AND NOT (
  {change(modele, sauf=libres)}
) THEN
  RETURN NEW;
END IF;"""
        cle = f"ensemble.{parent._meta.pk.column}"
        lignes = f"{cle} IN ({vers.depuis('NEW')}, {vers.depuis('OLD')})"
        return f"""
{libre}
-- The whole is held: it is not frozen while a part of it is being written; or else it is, and this waits,
-- then sees it so.
PERFORM 1 FROM {table(parent)} ensemble WHERE {lignes} ORDER BY {cle} {verrou};
IF EXISTS (
  SELECT 1 FROM {table(parent)} ensemble
  WHERE {lignes}
  AND ({si})
) THEN{refus(contrainte, phrase)}END IF;
RETURN coalesce(NEW, OLD);
"""

    return Garde(contrainte, ecrire, a=TOUT)


def sans_chevauchement(
    contrainte: str,
    phrase: str,
    *,
    dans: str,
    periode: tuple[str, str] | None = None,
    memes: Iterable[str] = (),
    quand: pgtrigger.Condition | None = None,
    nom: str = "",
) -> pgtrigger.Trigger:
    """Of one plan, no two rows with equal `memes` hold at the same time.

    Args:
        dans: path to the plan (or whatever they share).
        periode: first and last day, both included; an empty last day has no end. None: at any time.
        quand: the only rows that it looks at; give their condition on NEW, and its fields in `memes`.
    """

    memes = tuple(memes)
    nommer(contrainte, (*(periode or ()), *memes))

    def ecrire(modele: type[models.Model]) -> str:
        vers, cle = Chemin(modele, dans), modele._meta.pk.column
        memes_ = [colonne(modele, champ) for champ in memes]
        bornes = [colonne(modele, champ) for champ in periode or ()]
        conditions = [f"autre.{c} = NEW.{c}" for c in memes_]
        ordre = ""
        if bornes:
            debut, fin = bornes
            # An inverted range would be an error of its own.
            ordre = (
                "-- Dates out of order are refused by their own constraint, after the triggers.\n"
                f"IF NEW.{fin} < NEW.{debut} THEN RETURN NEW; END IF;"
            )
            conditions.append(
                f"daterange(autre.{debut}, autre.{fin}, '[]') && daterange(NEW.{debut}, NEW.{fin}, '[]')"
            )
        lus = dict.fromkeys([dans.split("__")[0], *memes, *(periode or ())])
        return f"""
IF TG_OP = 'UPDATE' AND NOT (
  {change(modele, lus)}
) THEN
  RETURN NEW;
END IF;
{ordre}
ici := {vers.depuis("NEW")};
-- One writer at a time for this rule and this plan: nothing else can be held against a row that is not yet
-- there. The second waits, and the next statement sees what the first wrote.
PERFORM pg_advisory_xact_lock(hashtextextended('{contrainte}:' || ici, 0));
IF EXISTS (
  SELECT 1 FROM {table(modele)} autre
  WHERE autre.{cle} <> NEW.{cle}
  AND {vers.depuis("autre")} = ici
  {"".join(f"AND {condition} " for condition in conditions)}
) THEN{refus(contrainte, phrase)}END IF;
RETURN NEW;
"""

    return Garde(nom or contrainte, ecrire, a=ECRIRE, condition=quand, declare=[("ici", "bigint")])


SANS_BOUCLE = """
IF NEW.{pointeur} IS NULL OR (TG_OP = 'UPDATE' AND NEW.{pointeur} IS NOT DISTINCT FROM OLD.{pointeur}) THEN
  RETURN NEW;
END IF;
-- One writer at a time: two pointers that close a circle together stand on two rows.
PERFORM pg_advisory_xact_lock(hashtextextended('{contrainte}', 0));
IF EXISTS (
  WITH RECURSIVE suite (cle) AS (
    SELECT NEW.{pointeur}
    UNION
    SELECT t.{pointeur} FROM {ici} t JOIN suite ON t.{cle} = suite.cle
  )
  SELECT 1 FROM suite WHERE suite.cle = NEW.{cle}
) THEN{refus}END IF;
RETURN NEW;
"""


def sans_boucle(champ: str, contrainte: str, phrase: str) -> pgtrigger.Trigger:
    """Followed from row to row, the pointer `champ` of a model to itself never comes back."""
    nommer(contrainte, [champ])

    def ecrire(modele: type[models.Model]) -> str:
        return SANS_BOUCLE.format(
            pointeur=colonne(modele, champ),
            ici=table(modele),
            cle=modele._meta.pk.column,
            contrainte=contrainte,
            refus=refus(contrainte, phrase),
        )

    return Garde(contrainte, ecrire, a=ECRIRE)


def ajout_seulement(contrainte: str, phrase: str = INALTERABLE) -> pgtrigger.Trigger:
    """The rows of this table are never changed nor deleted, by anyone."""
    return interdit(contrainte, phrase, "true", a=pgtrigger.Update | pgtrigger.Delete)
