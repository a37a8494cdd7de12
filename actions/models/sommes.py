"""What an action knows of its parts: three sums of its milestones, and the day of the last news that the
public can read, kept by PostgreSQL whoever writes.

News is a public update, a milestone reached, a measure, a change of status or of confidence (`etat_le`): the
latest date of what is shown, so that what is taken away takes its date back.

`actions.lectures` says what is read from them.
"""

import pgtrigger

from actions.models.etats import Visibilite
from partenariat.gardes.sommes import Sommes

NOM = "(SELECT p.slug FROM public.actions_plan p WHERE p.id = t.plan_id) || ':' || t.code"
"""SQL that names what has a code in a plan."""

SOMMES = Sommes(
    table="actions_action",
    champs=("poids_total", "poids_atteint", "echeance_jalon", "maj_le"),
    requete=f"""
SELECT
  coalesce(sum(j.poids), 0),
  coalesce(sum(j.poids) FILTER (WHERE j.atteint_le IS NOT NULL), 0),
  min(j.echeance) FILTER (WHERE j.atteint_le IS NULL AND NOT j.annule),
  greatest(
    {{ligne}}.etat_le,
    max(j.atteint_le),
    (SELECT max(n.date) FROM public.actions_nouvelle n
      WHERE n.action_id = {{ligne}}.id AND n.visibilite = '{Visibilite.PUBLIQUE}'),
    (SELECT max(m.date) FROM public.actions_mesure m
      JOIN public.actions_indicateur i ON i.id = m.indicateur_id
      WHERE i.action_id = {{ligne}}.id)
  )
FROM public.actions_jalon j
WHERE j.action_id = {{ligne}}.id""",
    nom=NOM,
)

DES_JALONS = SOMMES.des_parties("action_id", "poids", "atteint_le", "echeance", "annule")

DES_NOUVELLES = SOMMES.des_parties(
    "action_id", "date", "visibilite", ajoutes=f"visibilite = '{Visibilite.PUBLIQUE}'"
)

DES_INDICATEURS = [
    # Their measures go with them, and may no longer tell whose they were.
    SOMMES.toucher(pgtrigger.Delete, "SELECT action_id FROM retires", old="retires"),
    SOMMES.toucher(
        pgtrigger.Update,
        """
SELECT unnest(ARRAY[a.action_id, b.action_id]) FROM avant a FULL JOIN apres b USING (id)
 WHERE a.action_id IS DISTINCT FROM b.action_id
""",
        old="avant",
        new="apres",
    ),
]

_LEURS_ACTIONS = "SELECT i.action_id FROM public.actions_indicateur i WHERE i.id IN ({})"
DES_MESURES = [
    SOMMES.toucher(
        pgtrigger.Insert, _LEURS_ACTIONS.format("SELECT indicateur_id FROM inscrits"), new="inscrits"
    ),
    SOMMES.toucher(
        pgtrigger.Delete, _LEURS_ACTIONS.format("SELECT indicateur_id FROM retires"), old="retires"
    ),
    SOMMES.toucher(
        pgtrigger.Update,
        _LEURS_ACTIONS.format("""
SELECT unnest(ARRAY[a.indicateur_id, b.indicateur_id]) FROM avant a FULL JOIN apres b USING (id)
 WHERE (a.indicateur_id, a.date) IS DISTINCT FROM (b.indicateur_id, b.date)
"""),
        old="avant",
        new="apres",
    ),
]
