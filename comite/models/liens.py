"""History and guards of the many-to-many tables."""

import pgtrigger

from actions.models.gardes import refus
from comite.models.decision import Decision
from partenariat.histoire.historise import historise


def _gardes(objet: str, table: str) -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="garde",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("ligne", "record")],
            func=(
                "IF TG_OP = 'DELETE' THEN ligne := OLD; ELSE ligne := NEW; END IF; "
                "IF EXISTS (SELECT 1 FROM comite_decision d JOIN comite_seance s ON s.id = d.seance_id "
                "WHERE (d.id = ligne.decision_id OR TG_OP = 'UPDATE' AND d.id = OLD.decision_id) "
                "AND s.etat_pv = 'approuve') THEN "
                + refus(
                    f"decision_{objet}_pv_approuve",
                    "Le procès-verbal de cette séance est approuvé : rien n'y change.",
                )
                + f" END IF; IF TG_OP <> 'DELETE' AND NOT EXISTS (SELECT 1 FROM {table} o "
                "JOIN comite_seance s ON s.plan_id = o.plan_id JOIN comite_decision d ON d.seance_id = s.id "
                f"WHERE o.id = NEW.{objet}_id AND d.id = NEW.decision_id) THEN "
                + refus(f"decision_{objet}_du_plan", "Ce que vise une décision est du plan de sa séance.")
                + " END IF; RETURN ligne;"
            ),
        )
    ]


@historise()
class DecisionAction(Decision.actions.through):
    class Meta:
        proxy = True
        triggers = _gardes("action", "actions_action")


@historise()
class DecisionEngagement(Decision.engagements.through):
    class Meta:
        proxy = True
        triggers = _gardes("engagement", "engagements_engagement")
