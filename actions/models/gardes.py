"""The guards that only actions and their parts keep (for the common ones, see `partenariat.gardes`)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext

from actions.models.etats import NatureCorrection
from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION
from partenariat.gardes.ecriture import nommer, refus


def report_sans_motif() -> ValidationError:
    """Of a date that one moves and says not why: its code names the field that lacks (`Formulaire`)."""
    texte = gettext("Écrivez le motif du report : une date ne se déplace pas sans motif.")
    return ValidationError(texte, code="motif_report")


@contextmanager
def avec_motif(motif: str) -> Iterator[None]:
    """Within it, what needs a reason (a date moved, a state changed) has this one; triggers write it down."""
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT set_config('partenariat.motif', %s, true)", [motif.strip()])
        yield
        curseur.execute("SELECT set_config('partenariat.motif', '', true)")


def _en_cours(ligne: str, evenements: str, si: str) -> str:
    """SQL: a correction of that row, inserted just before, is putting it back: nothing was written of it
    since. Once it is put back, that no longer holds."""
    return f"""EXISTS (
  SELECT 1 FROM public.actions_correction c WHERE {si}
  AND c.dernier = (SELECT max(e.pgh_id) FROM public.{evenements} e WHERE e.pgh_obj_id = {ligne}))"""


def correction_du_statut(action: str) -> str:
    """SQL: the write under way puts back the status, or the confidence, of that action (a key)."""
    natures = f"('{NatureCorrection.STATUT}', '{NatureCorrection.CONFIANCE}')"
    return _en_cours(action, "actions_actionevent", f"c.action_id = {action} AND c.nature IN {natures}")


def correction_du_jalon(jalon: str) -> str:
    """SQL: likewise, whether that milestone is reached, or cancelled."""
    si = f"c.jalon_id = {jalon} AND c.nature = '{NatureCorrection.JALON}'"
    return _en_cours(jalon, "actions_jalonevent", si)


def coquille(cle: str, ligne: str) -> str:
    """SQL on OLD and NEW: the write under way changes nothing but the words of a move of dates, that a
    correction of this transaction says misspelt."""
    si = f"c.{cle} = {ligne} AND c.nature = '{NatureCorrection.MOTIF}' AND c.le = now()"
    return (
        f"to_jsonb(OLD) - 'motif' = to_jsonb(NEW) - 'motif' AND {_en_cours(ligne, 'actions_reportevent', si)}"
    )


def _annule(champ: str, action: str, jalon: str) -> str:
    """SQL: a correction annuls the last move of that date, and this puts it back where it was."""
    return f"""EXISTS (
  SELECT 1 FROM public.actions_report r
  JOIN public.actions_correction c ON c.report_id = r.id AND c.nature = '{NatureCorrection.REPORT}'
  WHERE r.id = (
    SELECT max(d.id) FROM public.actions_report d
    WHERE d.action_id = {action} AND d.jalon_id IS NOT DISTINCT FROM {jalon}
  )
  AND r.nouvelle_date IS NOT DISTINCT FROM OLD.{champ} AND r.ancienne_date = NEW.{champ}
)"""


def reports(champ: str, *, action: str, jalon: str) -> pgtrigger.Trigger:
    """Trigger: moving the date `champ` needs a reason and leaves a `Report`.

    Args:
        champ: column of the date.
        action, jalon: SQL for the two foreign keys of the report, read from OLD and NEW.
    """
    nommer("report_motif_requis", ["motif_report"])
    return pgtrigger.Trigger(
        name=f"report_{champ}",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(champ),
        condition=pgtrigger.Q(**{f"old__{champ}__df": pgtrigger.F(f"new__{champ}")})
        & pgtrigger.Q(**{f"old__{champ}__isnull": False}),
        declare=[("motif", "text")],
        func=f"""
-- What was moved by mistake and is annulled needs no reason, and is no other move.
IF {_annule(champ, action, jalon)} THEN
  RETURN NULL;
END IF;
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
