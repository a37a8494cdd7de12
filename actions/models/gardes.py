"""The guards that only actions and their parts keep (for the common ones, see `partenariat.gardes`)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

from partenariat.gardes.ecriture import Change, refus

AUJOURD_HUI = "(now() AT TIME ZONE 'America/Toronto')::date"


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
        func=f"""
motif := btrim(coalesce(current_setting('partenariat.motif', true), ''));
IF motif = '' THEN{refus("report_motif_requis", "Un report demande un motif.")}END IF;
INSERT INTO public.actions_report (action_id, jalon_id, ancienne_date, nouvelle_date, motif, par_id, le)
VALUES (
  {action}, {jalon}, OLD.{champ}, NEW.{champ}, motif,
  (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint,
  now()
);
RETURN NULL;
""",
    )


def date_action(action: str, quand: str = AUJOURD_HUI) -> pgtrigger.Trigger:
    """Trigger on a part of an action: its writing dates the action (`maj_le`) at `quand`.

    Args:
        action: SQL, reading the variable `ligne`, for the action's id.
        quand: SQL, likewise, for that date.
    """
    return pgtrigger.Trigger(
        name="maj_le",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("ligne", "record")],
        func=f"""
ligne := coalesce(NEW, OLD);
UPDATE public.actions_action SET maj_le = {quand} WHERE id = {action} AND maj_le < {quand};
RETURN NULL;
""",
    )


def date_action_quand_change(*champs: str) -> pgtrigger.Trigger:
    """Trigger of the action itself: a change of one of these fields is news of it, of today."""
    return pgtrigger.Trigger(
        name="maj_le",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=Change(*champs),
        func=f"""
-- Whoever gives the date of the news knows it.
IF NEW.maj_le = OLD.maj_le THEN
  NEW.maj_le := greatest(OLD.maj_le, {AUJOURD_HUI});
END IF;
RETURN NEW;
""",
    )
