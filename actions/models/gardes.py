"""Guards that PostgreSQL keeps for us: what a form refuses, an import or the shell cannot do either."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

AUJOURD_HUI = "(now() AT TIME ZONE 'America/Toronto')::date"

_REFUS = "RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = '{nom}', MESSAGE = '{texte}';"


def refus(nom: str, texte: str) -> str:
    """PL/pgSQL that refuses the write as if the constraint `nom` were violated (an `IntegrityError`)."""
    return _REFUS.format(nom=nom, texte=texte.replace("'", "''"))


@contextmanager
def avec_motif(motif: str) -> Iterator[None]:
    """Within it, what needs a reason (a date moved, a state changed) has this one; triggers write it down."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT set_config('partenariat.motif', %s, true)", [motif.strip()])
        yield
        curseur.execute("SELECT set_config('partenariat.motif', '', true)")


def reports(champ: str, *, action: str, jalon: str) -> pgtrigger.Trigger:
    """Trigger: moving the date `champ` needs a reason and leaves a `Report`.

    Args:
        champ: column of the date.
        action, jalon: SQL for the two foreign keys of the report, read from OLD and NEW.
    """
    return pgtrigger.Trigger(
        name=f"report_{champ}",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(champ),
        condition=pgtrigger.Q(**{f"old__{champ}__df": pgtrigger.F(f"new__{champ}")})
        & pgtrigger.Q(**{f"old__{champ}__isnull": False}),
        declare=[("motif", "text")],
        func=(
            "motif := btrim(coalesce(current_setting('partenariat.motif', true), '')); "
            f"IF motif = '' THEN {refus('report_motif_requis', 'Un report demande un motif.')} END IF; "
            "INSERT INTO actions_report (action_id, jalon_id, ancienne, nouvelle, motif, par_id, le) "
            f"VALUES ({action}, {jalon}, OLD.{champ}, NEW.{champ}, motif, "
            "(nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint, "
            "now()); RETURN NULL;"
        ),
    )


def nouvelle_de(action: str, quand: str = AUJOURD_HUI) -> pgtrigger.Trigger:
    """Trigger on a part of an action: its writing is news of the action (`maj_le`), dated `quand`.

    Args:
        action: SQL, reading the variable `ligne`, for the action's id.
        quand: SQL, likewise, for the date of the news.
    """
    return pgtrigger.Trigger(
        name="nouvelle",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("ligne", "record")],
        func=(
            "IF TG_OP = 'DELETE' THEN ligne := OLD; ELSE ligne := NEW; END IF; "
            f"UPDATE actions_action SET maj_le = {quand} WHERE id = {action} AND maj_le < {quand}; "
            "RETURN NULL;"
        ),
    )


def rattachement(champ: str, action: str, contrainte: str) -> pgtrigger.Trigger:
    """Trigger: what actions are filed under does not change its own parent while it holds some.

    Args:
        champ: column of the parent (`plan_id` of an axis).
        action: column by which an action points here.
        contrainte: the rule that the move would break, as the action's own guard names it.
    """
    return pgtrigger.Trigger(
        name="rattachement",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"OLD.{champ} IS DISTINCT FROM NEW.{champ}"),
        func=f"IF EXISTS (SELECT 1 FROM actions_action WHERE {action} = OLD.id) THEN "
        + refus(contrainte, "Des actions y sont rattachées.")
        + " END IF; RETURN NEW;",
    )
