"""What the public ever knew of a body through commitments: in SQL, of their whole history."""

from engagements.models.etats import VISIBLES_DU_PUBLIC
from partenariat.gardes.ecriture import parmi
from partenariat.models import connue_par

_VISIBLE = f"e.publication IN {parmi(VISIBLES_DU_PUBLIC)}"


@connue_par
def _s_engage_ou_recoit(cle: str) -> str:
    return f"""
EXISTS (
  SELECT 1 FROM public.engagements_engagementevent e WHERE {cle} IN (e.partie_id, e.envers_id) AND {_VISIBLE}
)"""


@connue_par
def _depose_une_preuve(cle: str) -> str:
    return f"""
EXISTS (
  SELECT 1 FROM public.engagements_preuve p
  JOIN public.engagements_engagementevent e ON e.pgh_obj_id = p.engagement_id AND {_VISIBLE}
  WHERE p.organisation_id = {cle}
)"""
