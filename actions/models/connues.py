"""What the public ever knew of a plan and, through it, of a body: in SQL, of its whole history."""

from actions.models.gardes_action import publique
from partenariat.models import connue_par
from partenariat.parties.natures import Nature


def plan_connu(cle: str) -> str:
    """SQL: whether a plan is or was the site's home, or shows or showed an action."""
    return f"""
EXISTS (SELECT 1 FROM public.actions_planevent p WHERE p.pgh_obj_id = {cle} AND p.actif)
OR EXISTS (SELECT 1 FROM public.actions_actionevent a WHERE a.plan_id = {cle} AND {publique("a")})"""


@connue_par
def _repond_ou_participe(cle: str) -> str:
    return f"""
EXISTS (SELECT 1 FROM public.actions_actionevent a WHERE a.responsable_id = {cle} AND {publique("a")})
OR EXISTS (
  SELECT 1 FROM public.actions_participationevent p
  JOIN public.actions_actionevent a ON a.pgh_obj_id = p.action_id AND {publique("a")}
  WHERE p.organisation_id = {cle}
)"""


@connue_par
def _arrondissement_du_plan(cle: str) -> str:
    return f"""
EXISTS (
  SELECT 1 FROM public.actions_partieprenanteevent d
  JOIN public.partenariat_organisationevent o ON o.pgh_obj_id = d.organisation_id
  WHERE d.organisation_id = {cle} AND o.nature = '{Nature.ARRONDISSEMENT}' AND ({plan_connu("d.plan_id")})
)"""


@connue_par
def _arrondissement_vise(cle: str) -> str:
    return f"""
EXISTS (
  SELECT 1 FROM public.actions_actionarrondissementevent v
  JOIN public.actions_actionevent a ON a.pgh_obj_id = v.action_id AND {publique("a")}
  WHERE v.organisation_id = {cle}
)"""
