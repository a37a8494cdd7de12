"""What an action knows of its milestones: three sums, kept by PostgreSQL whoever writes.

`actions.lectures` says what is read from them.
"""

import pgtrigger

from partenariat.gardes.sommes import Sommes

NOM = "(SELECT p.slug FROM public.actions_plan p WHERE p.id = t.plan_id) || ':' || t.code"
"""SQL that names what has a code in a plan."""

SOMMES = Sommes(
    table="actions_action",
    champs=("poids_total", "poids_atteint", "echeance_jalon"),
    requete="""
SELECT
  coalesce(sum(j.poids), 0),
  coalesce(sum(j.poids) FILTER (WHERE j.atteint_le IS NOT NULL), 0),
  min(j.echeance) FILTER (WHERE j.atteint_le IS NULL AND NOT j.annule)
FROM public.actions_jalon j
WHERE j.action_id = {ligne}.id""",
    nom=NOM,
)

DES_JALONS = [
    SOMMES.toucher(pgtrigger.Insert, "SELECT action_id FROM inscrits", new="inscrits"),
    SOMMES.toucher(pgtrigger.Delete, "SELECT action_id FROM retires", old="retires"),
    SOMMES.toucher(
        pgtrigger.Update,
        """
SELECT unnest(ARRAY[a.action_id, b.action_id]) FROM avant a FULL JOIN apres b USING (id)
 WHERE (a.action_id, a.poids, a.atteint_le, a.echeance, a.annule)
       IS DISTINCT FROM (b.action_id, b.poids, b.atteint_le, b.echeance, b.annule)
""",
        old="avant",
        new="apres",
    ),
]
