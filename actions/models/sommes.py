"""What an action knows of its milestones: three sums, kept by PostgreSQL whoever writes.

The action computes them itself each time that it is written, so that nothing can set them otherwise; a
milestone that moves only touches its action. `actions.lectures` says what is read from them.
"""

from collections.abc import Iterator

import pgtrigger
from django.db import connection

CHAMPS = ("poids_total", "poids_atteint", "echeance_jalon")
CALCULES = (*CHAMPS, "avancement", "prochaine_echeance")
"""Nobody enters them: they follow from the milestones, and move no version."""

_SOMMES = """
coalesce(sum(j.poids), 0),
coalesce(sum(j.poids) FILTER (WHERE j.atteint_le IS NOT NULL), 0),
min(j.echeance) FILTER (WHERE j.atteint_le IS NULL AND NOT j.annule)
"""

DE_L_ACTION = pgtrigger.Trigger(
    name="sommes",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
SELECT {_SOMMES} INTO NEW.poids_total, NEW.poids_atteint, NEW.echeance_jalon
  FROM public.actions_jalon j WHERE j.action_id = NEW.id;
RETURN NEW;
""",
)


def _toucher(operation, lignes: str, **tables: str) -> pgtrigger.Trigger:
    """Trigger on the milestones, once a statement: their actions are written again.

    Args:
        lignes: SQL that gives the `action_id` of what changed.
        tables: names of the transition tables that it reads (`old`, `new`).
    """
    return pgtrigger.Trigger(
        name=f"sommes_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**tables),
        func=f"""
-- In order, so that two transactions that share actions wait for each other and never both.
PERFORM 1 FROM public.actions_action WHERE id IN ({lignes}) ORDER BY id FOR NO KEY UPDATE;
UPDATE public.actions_action SET poids_total = poids_total WHERE id IN ({lignes});
RETURN NULL;
""",
    )


DES_JALONS = [
    _toucher(pgtrigger.Insert, "SELECT action_id FROM inscrits", new="inscrits"),
    _toucher(pgtrigger.Delete, "SELECT action_id FROM retires", old="retires"),
    _toucher(
        pgtrigger.Update,
        """
SELECT unnest(ARRAY[a.action_id, b.action_id]) FROM avant a JOIN apres b USING (id)
 WHERE (a.action_id, a.poids, a.atteint_le, a.echeance, a.annule)
       IS DISTINCT FROM (b.action_id, b.poids, b.atteint_le, b.echeance, b.annule)
""",
        old="avant",
        new="apres",
    ),
]


def fausses() -> Iterator[str]:
    """The actions whose sums are not those of their milestones, by code: none, unless the guards slept."""
    with connection.cursor() as curseur:
        curseur.execute(f"""
            SELECT p.slug || ':' || a.code FROM actions_action a JOIN actions_plan p ON p.id = a.plan_id,
            LATERAL (SELECT {_SOMMES} FROM actions_jalon j WHERE j.action_id = a.id)
              AS vraies (poids_total, poids_atteint, echeance_jalon)
            WHERE (a.poids_total, a.poids_atteint, a.echeance_jalon) IS DISTINCT FROM
                  (vraies.poids_total, vraies.poids_atteint, vraies.echeance_jalon)
            ORDER BY 1
        """)
        yield from (code for (code,) in curseur.fetchall())
