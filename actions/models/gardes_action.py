"""The guards of `Action` in PostgreSQL."""

import pgtrigger

from actions.models import sommes
from actions.models.etats import Statut
from actions.models.gardes import date_action_quand_change, reports
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import ECRIRE, du_meme, fige_quand, interdit, version

# Substantive: a change of one of these dates the action anew (`maj_le`, reading 4).
DE_FOND = (
    "statut",
    "motif",
    "titre",
    "description",
    "axe",
    "volet",
    "responsable",
    "debut",
    "fin",
    "en_continu",
    "confiance",
    "budget_prevu",
    "budget_engage",
    "avancement_declare",
)

GARDES = [
    sommes.SOMMES.garde(),
    version(sauf=["maj_le", *sommes.SOMMES.champs]),
    date_action_quand_change(*DE_FOND),
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
    # What was once public keeps the date: the frozen wording depends on it.
    interdit(
        "action_publiee_le_gardee",
        "La date de première publication ne s'efface pas.",
        "OLD.publiee_le IS NOT NULL AND NEW.publiee_le IS NULL",
    ),
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
