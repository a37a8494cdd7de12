"""What the public ever knew of a plan and, through it, of a body: in SQL, of its whole history."""

from actions.models.gardes_action import publique
from partenariat.models import connue_par
from partenariat.parties.natures import Nature


def plan_connu(cle: str) -> str:
    """SQL: whether a plan is or was the site's home, or shows or showed an action."""
    return f"""
EXISTS (SELECT 1 FROM public.actions_planevent p WHERE p.pgh_obj_id = {cle} AND p.actif)
OR EXISTS (SELECT 1 FROM public.actions_actionevent a WHERE a.plan_id = {cle} AND {publique("a")})"""


def tenir_inconnu(plan: str) -> str:
    """PL/pgSQL: what the public does not know of a plan stays so until the end of the transaction.

    It is not made the home, none of its actions is being published, and a new one waits for its row.
    """
    return f"""
PERFORM 1 FROM public.actions_plan WHERE id = {plan} FOR UPDATE;
PERFORM 1 FROM public.actions_action WHERE plan_id = {plan} ORDER BY id FOR SHARE;"""


def _par(evenements: str, cle: str) -> str:
    """SQL: whether a body is or was joined to a public action, by a table whose events these are."""
    return f"""
EXISTS (
  SELECT 1 FROM public.{evenements} l
  JOIN public.actions_actionevent a ON a.pgh_obj_id = l.action_id AND {publique("a")}
  WHERE l.organisation_id = {cle}
)"""


@connue_par
def _repond_ou_participe(cle: str) -> str:
    return f"""
EXISTS (SELECT 1 FROM public.actions_actionevent a WHERE a.responsable_id = {cle} AND {publique("a")})
OR {_par("actions_participationevent", cle)}"""


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
    return _par("actions_actionarrondissementevent", cle)
