"""The guards of `Correction` in PostgreSQL: what may be annulled, by whom, and how it is put back.

Each rule is SQL on `{c}`, the correction to be: the trigger reads it of NEW, the page that lists what may be
annulled reads it of rows that are not written (`actions.corrections`). Upper floors add theirs
(`batir_dessus`): what was built on a change forbids to annul it.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_noop

from actions.models.etats import VISIBLES_DU_PUBLIC, NatureCorrection
from partenariat.gardes.comptes import a_un_role, lui_meme
from partenariat.gardes.ecriture import Garde, parmi, refus
from partenariat.gardes.regles import Regle

DELAI = "interval '24 hours'"
"""How long, from its writing, a mistake is one: by the server's clock."""
PROPRIETAIRE = "public.session_du_proprietaire()"
"""SQL: commands may say it later; what the web lists as possible never is (`{proprietaire}`)."""
ACTION, JALON, MESURE, REPORT = (
    f"public.actions_{nom}event" for nom in ("action", "jalon", "mesure", "report")
)
DU_STATUT = parmi((NatureCorrection.STATUT.value, NatureCorrection.CONFIANCE.value))
ETAT_DU_STATUT = ("statut", "confiance", "motif", "motif_inconnu", "decision", "sans_decision")
_VISIBLES = parmi(etat.value for etat in VISIBLES_DU_PUBLIC)


def _de(ligne: str, *champs: str) -> str:
    return "(" + ", ".join(f"{ligne}.{champ}" for champ in champs) + ")"


def _change(table: str, cle: str, de_quoi: str, *, aussi: str = "") -> str:
    """SQL: the event was written so, and changed that (`de_quoi`, on `e` and `a`, the one before it)."""
    return f"""EXISTS (
    SELECT 1 FROM {table} e
    LEFT JOIN {table} a ON a.pgh_id = (
      SELECT max(p.pgh_id) FROM {table} p WHERE p.pgh_obj_id = e.pgh_obj_id AND p.pgh_id < e.pgh_id)
    {aussi}
    WHERE e.pgh_id = {{c}}.evenement AND e.pgh_obj_id = {cle} AND e.pgh_created_at = {{c}}.fait_le
    AND (e.pgh_context ->> 'user')::bigint IS NOT DISTINCT FROM {{c}}.fait_par_id
    AND ({de_quoi})
  )"""


def _suivi(table: str, *champs: str) -> str:
    """SQL: since that event, the same row was written otherwise, or is no longer."""
    return f"""EXISTS (
    SELECT 1 FROM {table} e JOIN {table} s ON s.pgh_obj_id = e.pgh_obj_id AND s.pgh_id > e.pgh_id
    WHERE e.pgh_id = {{c}}.evenement
    AND (s.pgh_label = 'delete' OR {_de("s", *champs)} IS DISTINCT FROM {_de("e", *champs)})
  )"""


_REPORT = f"""EXISTS (
    SELECT 1 FROM public.actions_report r JOIN {REPORT} e ON e.pgh_obj_id = r.id
    WHERE r.id = {{c}}.report_id AND e.pgh_id = {{c}}.evenement AND r.le = {{c}}.fait_le
    AND r.action_id = {{c}}.action_id AND r.jalon_id IS NOT DISTINCT FROM {{c}}.jalon_id
    AND r.par_id IS NOT DISTINCT FROM {{c}}.fait_par_id
  )"""
_DE_L_INDICATEUR = (
    "JOIN public.actions_indicateur i ON i.id = e.indicateur_id AND i.id = {c}.indicateur_id"
    " AND i.action_id = {c}.action_id"
)
_DU_JALON = "JOIN public.actions_jalon j ON j.id = e.pgh_obj_id AND j.action_id = {c}.action_id"
VISE = f"""CASE
  WHEN {{c}}.report_id IS NOT NULL THEN {_REPORT}
  WHEN {{c}}.nature = '{NatureCorrection.MOTIF}' THEN {
    _change(
        ACTION, "{c}.action_id", "e.motif <> '' AND (e.statut, e.motif) IS DISTINCT FROM (a.statut, a.motif)"
    )
}
  WHEN {{c}}.nature = '{NatureCorrection.STATUT}' THEN {
    _change(ACTION, "{c}.action_id", "e.statut IS DISTINCT FROM a.statut AND a.pgh_id IS NOT NULL")
}
  WHEN {{c}}.nature = '{NatureCorrection.CONFIANCE}' THEN {
    _change(ACTION, "{c}.action_id", "e.statut = a.statut AND e.confiance <> a.confiance")
}
  WHEN {{c}}.nature = '{NatureCorrection.JALON}' THEN {
    _change(
        JALON,
        "{c}.jalon_id",
        "a.pgh_id IS NOT NULL AND (e.atteint_le, e.annule) IS DISTINCT FROM (a.atteint_le, a.annule)",
        aussi=_DU_JALON,
    )
}
  ELSE {
    _change(
        MESURE,
        "e.pgh_obj_id",
        "e.pgh_label <> 'delete' AND (e.date, e.valeur) IS DISTINCT FROM (a.date, a.valeur)",
        aussi=_DE_L_INDICATEUR,
    )
}
END"""
"""SQL: what it points at exists, was written then and by that account, and is of a kind that is annulled."""

SUIVI = f"""CASE
  WHEN {{c}}.report_id IS NOT NULL THEN EXISTS (
    SELECT 1 FROM public.actions_report r
    WHERE r.action_id = {{c}}.action_id AND r.jalon_id IS NOT DISTINCT FROM {{c}}.jalon_id
    AND r.id > {{c}}.report_id
  ) OR EXISTS (
    SELECT 1 FROM {JALON} s
    WHERE s.pgh_obj_id = {{c}}.jalon_id AND s.pgh_created_at > {{c}}.fait_le
    AND (s.atteint_le IS NOT NULL OR s.annule)
  )
  WHEN {{c}}.nature = '{NatureCorrection.MOTIF}' OR {{c}}.nature IN {DU_STATUT} THEN {
    _suivi(ACTION, *ETAT_DU_STATUT)
}
  WHEN {{c}}.nature = '{NatureCorrection.JALON}' THEN {_suivi(JALON, "atteint_le", "annule", "echeance")}
  ELSE {_suivi(MESURE, "indicateur_id", "date", "valeur", "source")} OR EXISTS (
    SELECT 1 FROM {MESURE} s
    WHERE s.indicateur_id = {{c}}.indicateur_id AND s.pgh_id > {{c}}.evenement AND s.pgh_label = 'insert'
  )
END"""

DEJA = """EXISTS (
  SELECT 1 FROM public.actions_correction d
  WHERE d.action_id = {c}.action_id AND d.nature = {c}.nature AND d.evenement = {c}.evenement
  AND (d.report_id, d.jalon_id, d.indicateur_id)
    IS NOT DISTINCT FROM ({c}.report_id, {c}.jalon_id, {c}.indicateur_id)
)"""

RETOUR = "correction_retour"
"""What a correction itself wrote, as it put things back."""


def _ecrit(table: str, si: str) -> str:
    """SQL: that event is what a correction `d` of that kind wrote."""
    return f"""EXISTS (
    SELECT 1 FROM public.actions_correction d WHERE d.action_id = {{c}}.action_id AND {si}
    AND {{c}}.evenement = (
      SELECT min(n.pgh_id) FROM {table} n JOIN {table} x ON x.pgh_obj_id = n.pgh_obj_id
      WHERE x.pgh_id = d.dernier AND n.pgh_id > d.dernier
    )
  )"""


_DE_L_ACTION = parmi(
    (NatureCorrection.STATUT.value, NatureCorrection.CONFIANCE.value, NatureCorrection.MOTIF.value)
)
_RETOUR = f"""CASE
  WHEN {{c}}.report_id IS NOT NULL THEN false
  WHEN {{c}}.nature IN {_DE_L_ACTION} THEN {
    _ecrit(ACTION, f"d.report_id IS NULL AND d.nature IN {_DE_L_ACTION}")
}
  WHEN {{c}}.nature = '{NatureCorrection.JALON}' THEN {
    _ecrit(JALON, f"d.nature = '{NatureCorrection.JALON}'")
}
  ELSE {_ecrit(MESURE, f"d.nature = '{NatureCorrection.MESURE}'")}
END"""

_CACHEE = f"""EXISTS (
  SELECT 1 FROM {ACTION} v
  WHERE v.pgh_obj_id = {{c}}.action_id AND v.publication NOT IN {_VISIBLES}
  AND (v.remplace_le IS NULL OR v.remplace_le > {{c}}.fait_le)
)"""

_DECIDE = f"""{{c}}.report_id IS NULL
AND {{c}}.nature IN {parmi((NatureCorrection.MOTIF.value, NatureCorrection.STATUT.value))}
AND EXISTS (SELECT 1 FROM {ACTION} e WHERE e.pgh_id = {{c}}.evenement AND e.decision <> '')"""

REGLES = [
    Regle(
        "correction_vise",
        gettext_noop("Ce n'est pas un changement qui s'annule ainsi : écrivez la suite."),
        f"({VISE}) IS NOT TRUE",
    ),
    Regle(RETOUR, gettext_noop("Une correction ne se corrige pas : écrivez la suite."), _RETOUR),
    Regle("correction_une_fois", gettext_noop("C'est déjà corrigé."), DEJA),
    Regle(
        "correction_du_jour",
        gettext_noop("Plus d'un jour a passé : écrivez la suite, avec son motif."),
        f"{{c}}.fait_le < now() - {DELAI} AND NOT {{proprietaire}}",
    ),
    Regle(
        "correction_publique",
        gettext_noop("Le public ne lisait pas cette action : rien n'est à annuler, corrigez-la."),
        _CACHEE,
    ),
    Regle(
        "correction_d_une_decision",
        gettext_noop(
            "Ce qu'une décision du comité a fait ne se corrige pas : demandez-en une autre, qui le change."
        ),
        _DECIDE,
    ),
    Regle(
        "correction_suivie",
        gettext_noop("Autre chose a été écrit depuis, qui en tient compte : écrivez la suite."),
        SUIVI,
    ),
]
"""In the order in which they are said."""

QUI = Regle(
    "correction_par_quelqu_un",
    gettext_noop(
        "Seule la personne qui l'a écrit, ou la coordination, l'annule : demandez-le à la coordination."
    ),
    f"""
NOT {PROPRIETAIRE} AND NOT (
  {lui_meme("NEW.par_id", "redaction", "coordination")}
  AND ({a_un_role("NEW.par_id", "coordination")} OR NEW.fait_par_id = NEW.par_id AND EXISTS (
    SELECT 1 FROM public.actions_action a
    WHERE a.id = NEW.action_id AND a.responsable_id IN (SELECT public.unites_de(NEW.par_id))
  ))
) IS TRUE""",
)


def batir_dessus(contrainte: str, phrase: str, si: str) -> None:
    """Adds what forbids to annul a change: called by each floor as its models load.

    Args:
        si: SQL on `{c}`: `action_id`, `jalon_id`, `fait_le` and the rest of the correction to be.
    """
    REGLES.append(Regle(contrainte, phrase, si))


def regles(c: str, proprietaire: str) -> list[Regle]:
    """The rules on that row."""
    return [r._replace(si=r.si.format(c=c, proprietaire=proprietaire)) for r in REGLES]


TENIR = f"""
NEW.le := now();
-- What is corrected is held: nothing is written of it meanwhile, and what was is seen by what follows.
CASE
  WHEN NEW.nature = '{NatureCorrection.MESURE}' THEN
    PERFORM 1 FROM public.actions_indicateur WHERE id = NEW.indicateur_id FOR UPDATE;
    SELECT max(s.pgh_id) INTO NEW.dernier FROM {MESURE} e JOIN {MESURE} s USING (pgh_obj_id)
     WHERE e.pgh_id = NEW.evenement;
  WHEN NEW.jalon_id IS NOT NULL THEN
    PERFORM 1 FROM public.actions_jalon WHERE id = NEW.jalon_id FOR NO KEY UPDATE;
    SELECT max(e.pgh_id) INTO NEW.dernier FROM {JALON} e WHERE e.pgh_obj_id = NEW.jalon_id;
  ELSE
    PERFORM 1 FROM public.actions_action WHERE id = NEW.action_id FOR NO KEY UPDATE;
    SELECT max(e.pgh_id) INTO NEW.dernier FROM {ACTION} e WHERE e.pgh_obj_id = NEW.action_id;
END CASE;
IF NEW.nature = '{NatureCorrection.MOTIF}' AND NEW.report_id IS NOT NULL THEN
  SELECT max(e.pgh_id) INTO NEW.dernier FROM {REPORT} e WHERE e.pgh_obj_id = NEW.report_id;
END IF;
"""


def _verifier(_modele: type[models.Model]) -> str:
    corps = "".join(
        f"IF ({regle.si.strip()}) THEN{refus(regle.contrainte, regle.phrase)}END IF;\n"
        for regle in (QUI, *regles("NEW", PROPRIETAIRE))
    )
    return f"{TENIR}{corps}RETURN NEW;"


def _avant(table: str, cle: str) -> str:
    """PL/pgSQL: the event before the mistake, into `avant`."""
    return f"""SELECT p.* INTO avant FROM {table} p WHERE p.pgh_obj_id = {cle} AND p.pgh_id < NEW.evenement
     ORDER BY p.pgh_id DESC LIMIT 1;"""


ANNULER = f"""
CASE NEW.nature
  WHEN '{NatureCorrection.REPORT}' THEN
    SELECT r.ancienne_date INTO ancienne FROM public.actions_report r WHERE r.id = NEW.report_id;
    IF NEW.jalon_id IS NULL THEN
      UPDATE public.actions_action SET fin = ancienne WHERE id = NEW.action_id;
    ELSE
      UPDATE public.actions_jalon SET echeance = ancienne WHERE id = NEW.jalon_id;
    END IF;
  WHEN '{NatureCorrection.JALON}' THEN
    {_avant(JALON, "NEW.jalon_id")}
    UPDATE public.actions_jalon
       SET atteint_le = avant.atteint_le, annule = avant.annule, revenu_le = avant.revenu_le
     WHERE id = NEW.jalon_id;
  WHEN '{NatureCorrection.MESURE}' THEN
    SELECT e.* INTO fait FROM {MESURE} e WHERE e.pgh_id = NEW.evenement;
    {_avant(MESURE, "fait.pgh_obj_id")}
    IF FOUND THEN
      UPDATE public.actions_mesure SET date = avant.date, valeur = avant.valeur, source = avant.source
       WHERE id = fait.pgh_obj_id;
    ELSE
      -- History keeps what it was.
      DELETE FROM public.actions_mesure WHERE id = fait.pgh_obj_id;
    END IF;
  WHEN '{NatureCorrection.MOTIF}' THEN
    -- Whoever corrects the words writes them: a correction holds none.
    NULL;
  ELSE
    {_avant(ACTION, "NEW.action_id")}
    SELECT e.* INTO fait FROM {ACTION} e WHERE e.pgh_id = NEW.evenement;
    UPDATE public.actions_action a SET
      confiance = avant.confiance,
      etat_le = avant.etat_le,
      -- As before, unless it changed otherwise since.
      change_le = CASE WHEN a.change_le IS NOT DISTINCT FROM fait.change_le THEN avant.change_le
        ELSE a.change_le END
     WHERE a.id = NEW.action_id AND NEW.nature = '{NatureCorrection.CONFIANCE}';
    UPDATE public.actions_action a SET
      statut = avant.statut,
      confiance = avant.confiance,
      motif = avant.motif,
      motif_inconnu = avant.motif_inconnu,
      decision = avant.decision,
      sans_decision = avant.sans_decision,
      decision_inconnue = avant.decision_inconnue,
      etat_le = avant.etat_le,
      change_le = CASE WHEN a.change_le IS NOT DISTINCT FROM fait.change_le THEN avant.change_le
        ELSE a.change_le END
     WHERE a.id = NEW.action_id AND NEW.nature = '{NatureCorrection.STATUT}';
END CASE;
RETURN NULL;
"""


def _lu_apres(table: str, cle: str) -> str:
    """PL/pgSQL: the words that are corrected, into `mots`; those that are written since, into `ecrits`."""
    return f"""SELECT e.motif INTO mots FROM {table} e WHERE e.pgh_id = NEW.dernier;
  SELECT e.motif INTO ecrits FROM {table} e WHERE e.pgh_obj_id = {cle} AND e.pgh_id > NEW.dernier
   ORDER BY e.pgh_id LIMIT 1;"""


MEMES_MOTS = gettext_noop("Écrivez les mots du motif, sans leur coquille.")
AUTRE_CHOSE = gettext_noop("Une coquille change quelques lettres : pour dire autre chose, écrivez la suite.")
COQUILLE = f"""
IF NEW.nature <> '{NatureCorrection.MOTIF}' THEN
  RETURN NULL;
END IF;
IF NEW.report_id IS NULL THEN
  {_lu_apres(ACTION, "NEW.action_id")}
ELSE
  {_lu_apres(REPORT, "NEW.report_id")}
END IF;
IF ecrits IS NULL OR btrim(regexp_replace(ecrits, '\\s+', ' ', 'g'))
  = btrim(regexp_replace(mots, '\\s+', ' ', 'g')) THEN
  {refus("correction_memes_mots", MEMES_MOTS)}
END IF;
IF NOT public.presque_le_meme(mots, ecrits) THEN
  {refus("correction_coquille", AUTRE_CHOSE)}
END IF;
RETURN NULL;
"""

GARDES: list[pgtrigger.Trigger] = [
    pgtrigger.Trigger(
        name="coquille",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        # Deferred: the words are written after the correction that says them misspelt.
        timing=pgtrigger.Deferred,
        declare=[("mots", "text"), ("ecrits", "text")],
        func=COQUILLE,
    ),
    Garde("vise", _verifier, a=pgtrigger.Insert),
    pgtrigger.Trigger(
        name="annuler",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        declare=[("ancienne", "date"), ("avant", "record"), ("fait", "record")],
        func=ANNULER,
    ),
]
