"""The guards of `Action` in PostgreSQL."""

import pgtrigger

from actions.models import sommes
from actions.models.etats import AVEC_MOTIF, CHANGEMENTS, VISIBLES_DU_PUBLIC, Publication, Statut
from actions.models.gardes import correction_du_statut, reports
from actions.models.publication import CYCLE
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, a_un_role, lui_meme
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.ecriture import Change, nommer, parmi, refus
from partenariat.gardes.regles import (
    ECRIRE,
    du_meme,
    fige_quand,
    interdit,
    passages,
    sans_boucle,
    version,
)
from partenariat.histoire.temps import AUJOURD_HUI

VISIBLES = parmi(etat.value for etat in VISIBLES_DU_PUBLIC)
PARTIES = ("nouvelles", "documents", "jalons", "reports", "corrections", "indicateurs", "histoires", "images")
"""What goes with an action that is withdrawn whole."""


def publique(ligne: str) -> str:
    """SQL: whether the public sees that row of actions."""
    return f"{ligne}.publication IN {VISIBLES}"


ETAT_LE = pgtrigger.Trigger(
    name="etat_le",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=Change("statut", "confiance", "publication", "etat_le"),
    declare=[("lu", "record")],
    func=f"""
-- What was written by mistake is annulled: it was no news.
IF {correction_du_statut("NEW.id")} THEN
  RETURN NEW;
END IF;
-- The file of a plan knows the date of what it tells; nobody else gives it.
IF NOT public.session_du_proprietaire() THEN
  NEW.etat_le := OLD.etat_le;
END IF;
-- News is what the public reads otherwise than it last did.
IF NEW.publication NOT IN {VISIBLES} OR NEW.etat_le IS DISTINCT FROM OLD.etat_le THEN
  RETURN NEW;
END IF;
IF OLD.publication IN {VISIBLES} THEN
  lu := OLD;
ELSE
  SELECT e.statut, e.confiance INTO lu FROM public.actions_actionevent e
   WHERE e.pgh_obj_id = OLD.id AND e.publication IN {VISIBLES} ORDER BY e.pgh_id DESC LIMIT 1;
  -- What becomes public for the first time has not changed.
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
END IF;
IF (NEW.statut, NEW.confiance) IS DISTINCT FROM (lu.statut, lu.confiance) THEN
  NEW.etat_le := {AUJOURD_HUI};
END IF;
RETURN NEW;
""",
)


def _de(ligne: str) -> str:
    return ", ".join(f"{ligne}.{champ}" for champ in (*CHANGEMENTS, "publication"))


CHANGE_LE = pgtrigger.Trigger(
    name="change_le",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=Change(*CHANGEMENTS, "publication", "change_le"),
    func=f"""
-- The latest changes of a plan are found by it (actions.faits): history itself says what they are.
-- Nobody gives it, and what becomes public for the first time has not changed; a correction is no change.
IF {correction_du_statut("NEW.id")} THEN
  RETURN NEW;
END IF;
NEW.change_le := OLD.change_le;
IF NEW.publication IN {VISIBLES} AND OLD.publiee_le IS NOT NULL
   AND ({_de("NEW")}) IS DISTINCT FROM ({_de("OLD")}) THEN
  NEW.change_le := now();
END IF;
RETURN NEW;
""",
)

DATES_TENUES = pgtrigger.Trigger(
    name="dates_tenues",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
NEW.change_le := NULL;
IF NOT public.session_du_proprietaire() THEN
  NEW.etat_le := NULL;
END IF;
RETURN NEW;
""",
)

nommer("action_inconnus_du_fichier", ["motif", "sans_decision"])
INCONNUS = pgtrigger.Trigger(
    name="inconnus",
    when=pgtrigger.Before,
    operation=ECRIRE,
    func=f"""
-- What is written, or no longer asked for, is not unknown.
IF NEW.motif <> '' OR NEW.statut NOT IN {parmi(etat.value for etat in AVEC_MOTIF)} THEN
  NEW.motif_inconnu := false;
END IF;
IF NEW.decision <> '' OR NEW.sans_decision <> '' OR NEW.statut <> '{Statut.ABANDONNEE}' THEN
  NEW.decision_inconnue := false;
END IF;
-- The file of a plan may not say why; who changes a status here does.
IF (NEW.motif_inconnu OR NEW.decision_inconnue)
AND (
  TG_OP = 'INSERT'
  OR (OLD.statut, OLD.motif_inconnu, OLD.decision_inconnue)
    IS DISTINCT FROM (NEW.statut, NEW.motif_inconnu, NEW.decision_inconnue)
)
AND NOT public.session_du_proprietaire()
AND NOT (TG_OP = 'UPDATE' AND {correction_du_statut("NEW.id")}) THEN{
        refus(
            "action_inconnus_du_fichier",
            "Une action suspendue ou abandonnée doit dire pourquoi (motif), et par quelle décision.",
        )
    }END IF;
RETURN NEW;
""",
)

_DE_QUI = "L'action garde qui l'a inscrite, soumise et validée : la validation se fait à deux."
QUATRE_YEUX = [
    passages(
        CYCLE,
        "action_vie_permise",
        "Cette étape de la publication ne peut pas suivre celle-là.",
        "publication",
        # The file of a plan tells what was published elsewhere.
        sauf="public.session_du_proprietaire()",
    ),
    # Whoever wrote is whom the two constraints of `action_quatre_yeux` compare: never forgotten.
    fige_quand("action_auteur_garde", _DE_QUI, "OLD.auteur_id IS NOT NULL", seulement=["auteur"]),
    # Whoever edits what waits becomes who submits it; once public, nobody does.
    fige_quand(
        "action_soumise_par_gardee",
        _DE_QUI,
        f"""
OLD.publication <> '{Publication.BROUILLON}' AND NEW.publication <> '{Publication.BROUILLON}'
AND (NEW.publication <> '{Publication.A_VALIDER}' OR NEW.soumise_par_id IS NULL)
AND NOT public.session_du_proprietaire()""",
        seulement=["soumise_par"],
    ),
    fige_quand(
        "action_validee_par_gardee",
        _DE_QUI,
        f"OLD.publication IN {VISIBLES} AND NEW.publication IN {VISIBLES}",
        seulement=["validee_par"],
    ),
    # Whoever keeps the desk of a unit for a while does not take its actions away.
    interdit(
        "action_responsable_par_la_coordination",
        "Seule la coordination confie une action à une autre organisation : demandez-le-lui.",
        f"""
NOT public.session_du_proprietaire()
AND NOT {a_un_role(COMPTE_DE_LA_SESSION, "coordination")}""",
        quand=Change("responsable"),
    ),
    # A plan file was decided upon elsewhere: commands load it, never the web.
    interdit(
        "action_soumise_par_quelqu_un",
        "Une action est soumise par une personne de la rédaction ou de la coordination.",
        f"""
NEW.publication = '{Publication.A_VALIDER}'
AND (
  TG_OP = 'INSERT'
  OR (OLD.publication, OLD.soumise_par_id) IS DISTINCT FROM (NEW.publication, NEW.soumise_par_id)
)
AND NOT public.session_du_proprietaire()
AND NOT {lui_meme("NEW.soumise_par_id", *CYCLE["soumettre"].roles)}""",
        a=ECRIRE,
    ),
    interdit(
        "action_publiee_par_quelqu_un",
        "Une action est publiée par une personne de la coordination, après qu'une autre l'a soumise.",
        f"""
NEW.publication IN {VISIBLES}
AND (TG_OP = 'INSERT' OR OLD.publication NOT IN {VISIBLES})
AND NOT public.session_du_proprietaire()
AND (
  TG_OP = 'INSERT' OR OLD.publication <> '{Publication.A_VALIDER}' OR NEW.soumise_par_id IS NULL
  OR NOT {lui_meme("NEW.validee_par_id", *CYCLE["valider"].roles)}
)""",
        a=ECRIRE,
    ),
]

GARDES = [
    sommes.SOMMES.garde(),
    version(sauf=["etat_le", "change_le", *sommes.SOMMES.champs]),
    ETAT_LE,
    CHANGE_LE,
    DATES_TENUES,
    INCONNUS,
    *QUATRE_YEUX,
    sans_boucle(
        "remplacee_par",
        "action_remplacee_sans_boucle",
        "Une action ne se remplace pas elle-même, même par d'autres.",
    ),
    reports("fin", action="NEW.id", jalon="NULL"),
    du_meme(
        "action_axe_du_plan",
        "L'axe d'une action est du même plan qu'elle.",
        axe__plan="plan",
    ),
    du_meme(
        "action_volet_de_l_axe",
        "Le volet d'une action est de son axe.",
        volet__axe="axe",
    ),
    # Commitments, meetings, rounds point at an action of their own plan.
    fige_quand(
        "action_plan_fixe",
        "Une action ne change pas de plan.",
        seulement=["plan"],
    ),
    fige_quand(
        "action_texte_officiel_fige",
        "Le texte officiel ne se modifie plus après la publication.",
        "OLD.publiee_le IS NOT NULL AND OLD.texte_officiel <> ''",
        seulement=["texte_officiel"],
    ),
    # What was once public keeps the date: the frozen wording and what the public was told depend on it.
    fige_quand(
        "action_publiee_le_gardee",
        "La date de première publication ne se modifie pas.",
        "OLD.publiee_le IS NOT NULL",
        seulement=["publiee_le"],
    ),
    # Its address means the same for ever, and past days go on saying it.
    interdit(
        "action_gardee",
        "Une action qui a été publiée ne s'efface pas : archivez-la, ou demandez son retrait.",
        "OLD.publiee_le IS NOT NULL",
        a=pgtrigger.Delete,
    ),
    # A step that is saved just before its transaction is of it.
    date_par_le_serveur("soumise_le", "publiee_le", recul="1 minute"),
    pgtrigger.Trigger(
        name="decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=Change("statut"),
        func=f"""
-- A decision speaks of the status that it gave: another status does not rest on it.
IF NEW.decision = OLD.decision THEN
  NEW.decision := '';
END IF;
IF NEW.statut <> '{Statut.ABANDONNEE}' THEN
  NEW.sans_decision := '';
END IF;
RETURN NEW;
""",
    ),
    pgtrigger.Trigger(
        name="fin_initiale",
        when=pgtrigger.Before,
        operation=ECRIRE,
        func="""
-- The first end that was promised is kept: never replaced, set once.
IF TG_OP = 'UPDATE' AND OLD.fin_initiale IS NOT NULL THEN
  NEW.fin_initiale := OLD.fin_initiale;
ELSE
  NEW.fin_initiale := coalesce(NEW.fin_initiale, NEW.fin);
END IF;
RETURN NEW;
""",
    ),
]
