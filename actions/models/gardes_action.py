"""The guards of `Action` in PostgreSQL (see `gardes` for their tools)."""

import pgtrigger

from actions.models import sommes
from actions.models.gardes import AUJOURD_HUI, refus, reports

# Substantive: a change of one of these is news of the action (reading 4).
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
    sommes.DE_L_ACTION,
    reports("fin", action="NEW.id", jalon="NULL"),
    pgtrigger.Trigger(
        name="version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(
            exclude=["version", "maj_le", "cle_code", "recherche", *sommes.CALCULES]
        ),
        func="IF NEW.version = OLD.version THEN NEW.version := OLD.version + 1; END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="nouvelle",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*DE_FOND),
        func=(
            "IF NEW.maj_le = OLD.maj_le THEN "
            f"NEW.maj_le := greatest(OLD.maj_le, {AUJOURD_HUI}); END IF; RETURN NEW;"
        ),
    ),
    pgtrigger.Trigger(
        name="texte_officiel",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(
            old__publiee_le__isnull=False, old__texte_officiel__df=pgtrigger.F("new__texte_officiel")
        ),
        func="IF OLD.texte_officiel <> '' THEN "
        + refus("action_texte_officiel_fige", "Le texte officiel ne se modifie plus après la publication.")
        + " END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="publiee_le",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        # What was once public keeps the date: the frozen wording depends on it.
        condition=pgtrigger.Q(old__publiee_le__isnull=False, new__publiee_le__isnull=True),
        func=refus("action_publiee_le_gardee", "La date de première publication ne s'efface pas."),
    ),
    pgtrigger.Trigger(
        name="decision",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        # A decision speaks of the status that it gave: another status does not rest on it.
        condition=pgtrigger.Q(old__statut__df=pgtrigger.F("new__statut")),
        func="IF NEW.decision = OLD.decision THEN NEW.decision := ''; END IF; "
        "IF NEW.statut <> 'abandonnee' THEN NEW.sans_decision := ''; END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="fin_initiale",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        # The first end that was promised is kept: never replaced, set once.
        func="IF TG_OP = 'UPDATE' AND OLD.fin_initiale IS NOT NULL THEN "
        "NEW.fin_initiale := OLD.fin_initiale; "
        "ELSE NEW.fin_initiale := coalesce(NEW.fin_initiale, NEW.fin); END IF; RETURN NEW;",
    ),
    pgtrigger.Trigger(
        name="coherence",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func="IF NOT EXISTS (SELECT 1 FROM actions_axe "
        "WHERE id = NEW.axe_id AND plan_id = NEW.plan_id) THEN "
        + refus("action_axe_du_plan", "L'axe d'une action est du même plan qu'elle.")
        + " END IF; IF NEW.volet_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actions_volet "
        "WHERE id = NEW.volet_id AND axe_id = NEW.axe_id) THEN "
        + refus("action_volet_de_l_axe", "Le volet d'une action est de son axe.")
        + " END IF; RETURN NEW;",
    ),
]
