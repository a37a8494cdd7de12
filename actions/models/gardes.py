"""The guards that only actions and their parts keep (for the common ones, see `partenariat.gardes`)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.db import connection, transaction

from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION
from partenariat.gardes.ecriture import refus


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
IF {sans_motif("motif")} THEN{refus("report_motif_requis", "Un report demande un motif.")}END IF;
INSERT INTO public.actions_report (action_id, jalon_id, ancienne_date, nouvelle_date, motif, par_id, le)
VALUES (
  {action}, {jalon}, OLD.{champ}, NEW.{champ}, motif,
  {COMPTE_DE_LA_SESSION},
  now()
);
RETURN NULL;
""",
    )
