"""The number of a decision that an action or a commitment rests on: one that this committee took.

Both are of floors below, which know of no committee: their guards are posed from here. They look at the end
of the transaction: a plan file tells of actions first, of meetings last.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_noop

from actions.models import Action
from engagements.models import Engagement
from partenariat.gardes.ecriture import Garde, nommer, refus, table
from partenariat.gardes.regles import ECRIRE

DECISION_DU_COMITE = gettext_noop(
    "Ce numéro n'est celui d'aucune décision que le comité de ce plan a prise avec quorum."
)


def nommee(plan: str, numero: str) -> str:
    """SQL: an action or a commitment of this plan rests on the decision of this number."""
    return "\nOR ".join(
        f"EXISTS (SELECT 1 FROM {table(modele)} o WHERE o.plan_id = {plan} AND o.decision = {numero})"
        for modele in (Action, Engagement)
    )


def _ecrire(modele: type[models.Model]) -> str:
    # A recommendation binds nobody (`Decision.recommandation`).
    return f"""
IF TG_OP = 'UPDATE' AND OLD.decision = NEW.decision THEN RETURN NULL; END IF;
-- The meeting is held, then its decision: neither is renamed nor loses its quorum meanwhile
-- (`decision_nommee`, `seance_quorum_garde`).
PERFORM 1 FROM public.comite_seance s
WHERE s.plan_id = NEW.plan_id
AND EXISTS (SELECT 1 FROM public.comite_decision d WHERE d.seance_id = s.id AND d.numero = NEW.decision)
FOR SHARE;
PERFORM 1 FROM public.comite_decision d JOIN public.comite_seance s ON s.id = d.seance_id
WHERE s.plan_id = NEW.plan_id AND d.numero = NEW.decision
FOR SHARE OF d;
IF EXISTS (
  SELECT 1 FROM {table(modele)} o
  -- As it stands at the end: what was written on the way does not count.
  WHERE o.id = NEW.id AND o.decision = NEW.decision
  AND NOT EXISTS (
    SELECT 1 FROM public.comite_decision d JOIN public.comite_seance s ON s.id = d.seance_id
    WHERE s.plan_id = o.plan_id AND d.numero = o.decision AND NOT d.sans_quorum AND s.quorum
  )
) THEN{refus("decision_du_comite", DECISION_DU_COMITE)}END IF;
RETURN NULL;
"""


nommer("decision_du_comite", ["decision"])
for _modele in (Action, Engagement):
    pgtrigger.register(
        Garde(
            "decision_du_comite",
            _ecrire,
            a=ECRIRE,
            when=pgtrigger.After,
            condition=pgtrigger.Q(new__decision__df=""),
            timing=pgtrigger.Deferred,
        )
    )(_modele)
