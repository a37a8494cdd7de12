"""Who dates what: the web says that it happens, the server says when.

Only the owner's commands date a row otherwise: a plan file tells of the past.
"""

import pgtrigger
from django.db import models

from partenariat.gardes.ecriture import Garde, colonne
from partenariat.gardes.regles import ECRIRE
from partenariat.histoire.temps import AUJOURD_HUI


def date_par_le_serveur(*champs: str, recul: str = "0 seconds") -> pgtrigger.Trigger:
    """What the web writes of an instant is of now.

    Args:
        champs: the instants of the row, each when it is said; `le`, where none is given.
        recul: how far before its transaction the web may date a row, as an interval.
    """
    permis = f"BETWEEN now() - interval '{recul}' AND clock_timestamp()"
    return _dates("date_par_le_serveur", champs or ("le",), permis, "now()")


def jours_par_le_serveur(*champs: str) -> pgtrigger.Trigger:
    """The same for days, which may be empty: what the web says happened happened today."""
    return _dates("jours_par_le_serveur", champs, f"IN ({AUJOURD_HUI})", AUJOURD_HUI)


def _dates(nom: str, champs: tuple[str, ...], permis: str, maintenant: str) -> pgtrigger.Trigger:
    def ecrire(modele: type[models.Model]) -> str:
        blocs = (
            f"""
IF (TG_OP = 'INSERT' OR OLD.{c} IS DISTINCT FROM NEW.{c}) AND NEW.{c} NOT {permis} THEN
  NEW.{c} := {maintenant};
END IF;"""
            for c in (colonne(modele, champ) for champ in champs)
        )
        return (
            "IF public.session_du_proprietaire() THEN RETURN NEW; END IF;" + "".join(blocs) + "\nRETURN NEW;"
        )

    return Garde(nom, ecrire, a=ECRIRE)
