"""Who dates what: the web says that it happens, the server says when."""

import pgtrigger
from django.db import models

from partenariat.gardes.ecriture import Garde, colonne
from partenariat.gardes.regles import ECRIRE
from partenariat.histoire.temps import AUJOURD_HUI


def date_par_le_serveur(
    champ: str = "le", *, recul: str = "0 seconds", a: pgtrigger.Operation = pgtrigger.Insert
) -> pgtrigger.Trigger:
    """Only the owner's commands date a row (a plan file tells of the past); what the web writes is of now.

    Args:
        recul: how far before its transaction the web may date a row, as an interval.
        a: `ECRIRE` for what happens to a row that is there already.
    """
    return pgtrigger.Trigger(
        name="date_par_le_serveur",
        when=pgtrigger.Before,
        operation=a,
        func=f"""
IF (TG_OP = 'INSERT' OR OLD.{champ} IS DISTINCT FROM NEW.{champ})
AND NEW.{champ} NOT BETWEEN now() - interval '{recul}' AND clock_timestamp()
AND NOT public.session_du_proprietaire() THEN
  NEW.{champ} := now();
END IF;
RETURN NEW;
""",
    )


def jours_par_le_serveur(*champs: str) -> pgtrigger.Trigger:
    """The same for days, which may be empty: what the web says happened happened today."""

    def ecrire(modele: type[models.Model]) -> str:
        blocs = (
            f"""
IF (TG_OP = 'INSERT' OR OLD.{c} IS DISTINCT FROM NEW.{c})
AND NEW.{c} <> {AUJOURD_HUI}
AND NOT public.session_du_proprietaire() THEN
  NEW.{c} := {AUJOURD_HUI};
END IF;"""
            for c in (colonne(modele, champ) for champ in champs)
        )
        return "".join(blocs) + "\nRETURN NEW;"

    return Garde("jours_par_le_serveur", ecrire, a=ECRIRE)
