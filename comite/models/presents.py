"""How many members count to the quorum of a meeting: the rule, once, and its sum in a column of `Seance`.

A member counts where they are present and their mandate holds on the day of the meeting (`en_fonction`); a
person whose mandate had not begun, or was over, may sit in. Attendance that nobody took is unknown (NULL).
"""

import pgtrigger

from partenariat.gardes.sommes import Sommes


def en_fonction(mandat: str, jour: str) -> str:
    """SQL: the mandate of the row `mandat` holds that day. Its dates must be in order."""
    return f"{jour} <@ daterange({mandat}.mandat_debut, {mandat}.mandat_fin, '[]')"


SOMMES = Sommes(
    table="comite_seance",
    champs=("presents_comptes",),
    requete=f"""
SELECT CASE WHEN count(*) > 0 THEN
  count(*) FILTER (WHERE p.present AND {en_fonction("m", "{ligne}.date")})
END
FROM public.comite_presence p
JOIN public.comite_membre m ON m.id = p.membre_id
WHERE p.seance_id = {{ligne}}.id""",
    nom="(SELECT p.slug FROM public.actions_plan p WHERE p.id = t.plan_id) || ':' || t.numero",
)

DES_PRESENCES = SOMMES.des_parties("seance_id", "membre_id", "present")

DES_MANDATS = SOMMES.toucher(
    pgtrigger.Update,
    """
SELECT p.seance_id FROM public.comite_presence p
  JOIN avant a ON a.id = p.membre_id
  JOIN apres b ON b.id = a.id
 WHERE (a.mandat_debut, a.mandat_fin) IS DISTINCT FROM (b.mandat_debut, b.mandat_fin)
""",
    old="avant",
    new="apres",
)
