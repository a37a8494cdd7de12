"""What the public ever knew of a body through the committee: in SQL, of its whole history."""

from comite.models.etats import EtatProcesVerbal
from partenariat.models import connue_par


@connue_par
def _siege(cle: str) -> str:
    return f"EXISTS (SELECT 1 FROM public.comite_membreevent m WHERE m.organisation_id = {cle})"


@connue_par
def _repond_d_une_suite(cle: str) -> str:
    return f"""
EXISTS (
  SELECT 1 FROM public.comite_suiteevent t
  JOIN public.comite_seance s ON s.id = t.seance_id AND s.etat_pv = '{EtatProcesVerbal.APPROUVE}'
  WHERE t.responsable_id = {cle}
)"""
