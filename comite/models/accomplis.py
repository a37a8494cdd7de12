"""An effect that the web writes happened: at the end of its transaction, the plan is as the effect says.

Only then: the plan goes on, and what a later decision changes takes nothing away from this one. A plan file
tells of effects that are past.
"""

import pgtrigger

from comite.models.effet import STATUTS, Effet
from comite.models.etats import NatureEffet
from engagements.models.etats import Etat
from partenariat.gardes.ecriture import refus

CE_QU_ILS_DISENT: dict[str, str] = {
    **{n: f"a.statut = '{statut}' AND a.decision = d.numero" for n, statut in STATUTS.items()},
    NatureEffet.DEPLACER_FIN: "a.fin = NEW.nouvelle_date",
    NatureEffet.DEPLACER_JALON: "j.echeance = NEW.nouvelle_date",
    NatureEffet.REFORMULER: "a.titre = btrim(NEW.nouveau_texte)",
    NatureEffet.RETIRER: f"e.etat = '{Etat.RETIRE}' AND e.decision = d.numero",
}
"""SQL, by nature: `a`, `j`, `e` are what it aims at, `d` its decision."""

_CAS = "\n    ".join(f"WHEN '{nature}' THEN {si}" for nature, si in CE_QU_ILS_DISENT.items())

pgtrigger.register(
    pgtrigger.Trigger(
        name="effet_accompli",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=f"""
IF NOT public.session_du_proprietaire()
AND NOT EXISTS (
  SELECT 1 FROM public.comite_decision d
  LEFT JOIN public.actions_action a ON a.id = NEW.action_id
  LEFT JOIN public.actions_jalon j ON j.id = NEW.jalon_id
  LEFT JOIN public.engagements_engagement e ON e.id = NEW.engagement_id
  WHERE d.id = NEW.decision_id
  AND CASE NEW.nature
    {_CAS}
  END
) THEN{refus("effet_accompli", "Le plan n'est pas tel que le dit l'effet de cette décision.")}END IF;
RETURN NULL;
""",
    )
)(Effet)
