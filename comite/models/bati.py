"""What the committee did since a change of an action forbids to annul that change as a mistake: it decided,
met, froze a packet or a review, or was answered with it in sight."""

from django.utils.translation import gettext_noop

from actions.models.gardes_correction import batir_dessus
from comite.models.bilan import PublicationBilan
from comite.models.etats import EtatSeance
from comite.models.reponses import nouvelle_repond_en_sql

_DU_PLAN = "(SELECT a.plan_id FROM public.actions_action a WHERE a.id = {c}.action_id)"
_JOUR = "({c}.fait_le AT TIME ZONE 'America/Toronto')::date"

batir_dessus(
    "correction_effet",
    gettext_noop("Une décision du comité a agi sur cette action : une autre décision y revient."),
    """EXISTS (
  SELECT 1 FROM public.comite_effetevent x
  WHERE x.action_id = {c}.action_id AND x.pgh_created_at >= {c}.fait_le
)""",
)
batir_dessus(
    "correction_decidee",
    gettext_noop("Le comité a décidé depuis au sujet de cette action : écrivez la suite."),
    """EXISTS (
  SELECT 1 FROM public.comite_decision d
  LEFT JOIN public.comite_point p ON p.id = d.point_id
  WHERE d.le > {c}.fait_le AND (p.action_id = {c}.action_id OR EXISTS (
    SELECT 1 FROM public.comite_decision_actions l
    WHERE l.decision_id = d.id AND l.action_id = {c}.action_id
  ))
)""",
)
batir_dessus(
    "correction_seance",
    gettext_noop("Le comité a siégé depuis, avec ce changement sous les yeux : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.plan_id = {_DU_PLAN} AND s.etat = '{EtatSeance.TENUE}' AND s.date >= {_JOUR}
  AND NOT EXISTS (
    SELECT 1 FROM public.comite_seanceevent e
    WHERE e.pgh_obj_id = s.id AND e.etat = '{EtatSeance.TENUE}' AND e.pgh_created_at < {{c}}.fait_le
  )
)""",
)
batir_dessus(
    "correction_dossier",
    gettext_noop("Un dossier de séance figé le compte déjà : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.comite_dossier d JOIN public.comite_seance s ON s.id = d.seance_id
  WHERE s.plan_id = {_DU_PLAN} AND d.arret >= {{c}}.fait_le
)""",
)
batir_dessus(
    "correction_bilan",
    gettext_noop("Un bilan publié le compte déjà : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.comite_bilan b
  WHERE b.plan_id = {_DU_PLAN} AND b.publication = '{PublicationBilan.PUBLIEE}'
  AND b.publie_le >= {{c}}.fait_le AND b.arret >= {_JOUR}
)""",
)
batir_dessus(
    "correction_ronde",
    gettext_noop("Une réponse publique à une ronde le suppose : écrivez la suite."),
    f"""EXISTS (
  SELECT 1 FROM public.comite_demande d
  JOIN public.comite_ronde r ON r.id = d.ronde_id
  WHERE d.action_id = {{c}}.action_id AND (d.repondue_le > {{c}}.fait_le OR EXISTS (
    SELECT 1 FROM public.actions_nouvelle n
    JOIN public.actions_nouvelleevent e ON e.pgh_obj_id = n.id AND e.pgh_label = 'insert'
    WHERE n.action_id = d.action_id AND e.pgh_created_at > {{c}}.fait_le
    AND {nouvelle_repond_en_sql("n", "d", "r")}
  ))
)""",
)
