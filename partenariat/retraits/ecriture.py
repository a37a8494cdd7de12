"""What PostgreSQL writes of a withdrawal: the fingerprints at its confirmation, then the mask on the row."""

from typing import Any

from django.db import models

from partenariat.gardes.ecriture import parmi, refus
from partenariat.retraits.publics import fut_public
from partenariat.retraits.registre import CONFIRME, REGISTRE, TOUT
from partenariat.retraits.sql import marquer, masquer


def _par_table(ecrire: Any) -> str:
    """PL/pgSQL: for the record of the withdrawal NEW, whatever its table."""
    cas = "".join(f"\n  WHEN '{modele._meta.db_table}' THEN\n{ecrire(modele)}" for modele in REGISTRE)
    return f"CASE NEW.relation{cas}\nEND CASE;" if cas else ""


def _empreintes(modele: type[models.Model]) -> str:
    """What every wording of the record was, by its fingerprint alone, and that of its file."""
    quoi = REGISTRE[modele]
    evenements = modele.pgh_event_model._meta.db_table  # type: ignore[attr-defined]  # by pghistory
    paires = "".join(
        f""", '{champ}', (
      SELECT jsonb_agg(DISTINCT encode(sha256(convert_to(e."{champ}", 'UTF8')), 'hex'))
      FROM public.{evenements} e
      WHERE e.pgh_obj_id = NEW.cle AND e."{champ}" <> '' AND NEW.champ IN {parmi(quoi.avec(champ))}
      AND NEW.formulation IN ('', public.retrait_formulation(e."{champ}")))"""
        for champ in quoi.champs
    ).removeprefix(", ")
    if quoi.fichier:
        paires += f""", '{quoi.fichier}', (
      SELECT jsonb_agg(t.empreinte) FROM public.{modele._meta.db_table} t
      WHERE t.id = NEW.cle AND t.empreinte <> '' AND NEW.champ IN {parmi(quoi.avec(quoi.fichier))})"""
    return f"    NEW.empreintes := jsonb_strip_nulls(jsonb_build_object({paires}));"


def _public(modele: type[models.Model]) -> str:
    return f"    NEW.public := {fut_public(modele, REGISTRE[modele])};"


def _existe(modele: type[models.Model]) -> str:
    absent = refus("retrait_de_quelque_chose", "Ce qui se retire existe.")
    evenements = modele.pgh_event_model._meta.db_table  # type: ignore[attr-defined]  # by pghistory
    return f"""
    -- What was erased is read in the past.
    IF NOT EXISTS (SELECT 1 FROM public.{modele._meta.db_table} WHERE id = NEW.cle)
    AND NOT EXISTS (SELECT 1 FROM public.{evenements} WHERE pgh_obj_id = NEW.cle) THEN{absent}END IF;"""


_VIENT = f"NEW.etat = '{CONFIRME}' AND (TG_OP = 'INSERT' OR OLD.etat <> '{CONFIRME}')"


def inscrire(_modele: type[models.Model]) -> str:
    connus = ", ".join(
        f"('{modele._meta.db_table}', '{champ}', {champ in quoi.remplacables})"
        for modele, quoi in REGISTRE.items()
        for champ in (*([TOUT] if quoi.entier else ()), *quoi.un_a_un)
    )
    return f"""
IF TG_OP = 'INSERT' THEN
  IF (NEW.relation, NEW.champ, NEW.formulation <> '') NOT IN ({connus or "('', '', true)"}) THEN
    {
        refus(
            "retrait_relation_connue",
            "Ceci ne se retire pas : choisissez un texte, un fichier ou une fiche publiés.",
        )
    }
  END IF;
  IF NOT public.session_du_proprietaire() THEN
    NEW.public := false;
    NEW.empreintes := '{{}}'; NEW.dit := ''; NEW.caviarde_le := NULL; NEW.compacte_le := NULL;
    {_par_table(_existe)}
  END IF;
END IF;
IF NOT ({_VIENT}) THEN RETURN NEW; END IF;
-- Replayed on an older copy, a withdrawal keeps the words by which it is known.
IF NOT (public.session_du_proprietaire() AND NEW.dit <> '') THEN
  NEW.dit := public.retrait_mot(NEW.decide_le);
END IF;
IF NOT (public.session_du_proprietaire() AND NEW.empreintes <> '{{}}') THEN
  {_par_table(_empreintes)}
END IF;
-- A copy may not know any more what was read.
IF TG_OP = 'UPDATE' THEN
  {_par_table(_public)}
END IF;
RETURN NEW;
"""


def masque(_modele: type[models.Model]) -> str:
    def ecrire(modele: type[models.Model]) -> str:
        return "    " + masquer(modele, "NEW.cle") + "    " + marquer(modele, "pgh_obj_id = NEW.cle")

    return f"""
IF {_VIENT} THEN
  {_par_table(ecrire)}
END IF;
RETURN NULL;
"""
