"""What of the committee the public ever read: in SQL, for what is withdrawn (`Retirable.publics`)."""

from actions.models.connues import plan_connu
from actions.models.gardes_action import publique
from comite.models.etats import EtatProcesVerbal, EtatSeance
from engagements.models.etats import VISIBLES_DU_PUBLIC
from partenariat.gardes.ecriture import parmi
from partenariat.retraits.publics import ecrit
from partenariat.retraits.registre import Lisible


def action_lue(cle: str) -> str:
    """SQL: whether it is about no action, or about one that was public."""
    return f"""{cle} IS NULL OR EXISTS (
  SELECT FROM public.actions_actionevent a WHERE a.pgh_obj_id = {cle} AND {publique("a")})"""


def engagement_lu(cle: str) -> str:
    """SQL: likewise of a commitment."""
    return f"""{cle} IS NULL OR EXISTS (
  SELECT FROM public.engagements_engagementevent e
  WHERE e.pgh_obj_id = {cle} AND e.publication IN {parmi(VISIBLES_DU_PUBLIC)})"""


def _vise(objet: str) -> str:
    """SQL: whether what is about these (`{objet}.action_id`, `engagement_id`) is about nothing hidden."""
    return f"({action_lue(f'{objet}.action_id')}) AND ({engagement_lu(f'{objet}.engagement_id')})"


def decision_lue(cle: str) -> str:
    """SQL: whether there is no decision, or one that is about nothing that was never public."""
    return f"""{cle} IS NULL OR NOT EXISTS (
  SELECT FROM public.comite_decision d JOIN public.comite_point t ON t.id = d.point_id
  WHERE d.id = {cle} AND NOT ({_vise("t")})
  UNION ALL
  SELECT FROM public.comite_effet f WHERE f.decision_id = {cle} AND NOT ({_vise("f")})
  UNION ALL
  SELECT FROM public.comite_decision_actions l
  WHERE l.decision_id = {cle} AND NOT ({action_lue("l.action_id")})
  UNION ALL
  SELECT FROM public.comite_decision_engagements l
  WHERE l.decision_id = {cle} AND NOT ({engagement_lu("l.engagement_id")})
)"""


DU_PLAN: Lisible = {"plan": plan_connu}
APPROUVEE: Lisible = {"plan": plan_connu, "etat_pv": (EtatProcesVerbal.APPROUVE,)}
"""A meeting: what its minutes say is public once they are approved."""
DE_LA_SEANCE: Lisible = {f"seance__{chemin}": condition for chemin, condition in APPROUVEE.items()}
DU_POINT: Lisible = {"seance__plan": plan_connu, "action": action_lue, "engagement": engagement_lu}
A_L_ORDRE: tuple[Lisible, ...] = (
    {**DU_POINT, "seance__etat": (EtatSeance.TENUE,)},
    {**DU_POINT, "seance__convoquee_le": ecrit},
)
"""As `q_ordre_public`."""
