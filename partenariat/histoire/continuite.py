"""Whether history tells one story: the events of an object follow each other, and the last says what is."""

from collections.abc import Iterator

from django.db import connection

from partenariat.histoire.evenements import Evenement, modeles_historiques

PLUSIEURS = 50
"""Of one kind in one table: beyond that, naming more teaches nothing."""

# After a deletion alone, time passes before the same key is born again.
SUITE = """
SELECT DISTINCT pgh_obj_id FROM (
  SELECT pgh_obj_id, pgh_created_at,
         lag(remplace_le) OVER suite AS fin, lag(pgh_label) OVER suite AS avant
    FROM public.{evenements} WINDOW suite AS (PARTITION BY pgh_obj_id ORDER BY pgh_id)
) AS e
 WHERE avant = 'delete' AND pgh_created_at < fin
    OR avant <> 'delete' AND pgh_created_at IS DISTINCT FROM fin
 ORDER BY 1 LIMIT {plusieurs}
"""
COURANT = """
SELECT coalesce(t."{cle}", e.pgh_obj_id) AS objet
  FROM public.{table} AS t
  FULL JOIN (SELECT * FROM public.{evenements} WHERE remplace_le IS NULL) AS e ON e.pgh_obj_id = t."{cle}"
 WHERE t."{cle}" IS NULL OR e.pgh_obj_id IS NULL OR ROW({notres}) IS DISTINCT FROM ROW({siens})
 ORDER BY 1 LIMIT {plusieurs}
"""


def ruptures() -> Iterator[str]:
    """The objects whose events leave a gap or overlap, and those that are not what their last event says."""
    with connection.cursor() as curseur:
        for evenement in modeles_historiques():
            modele = evenement.pgh_tracked_model
            for requete, faute in (
                (SUITE, "ses événements ne se suivent pas"),
                (COURANT, "n'est pas ce que dit son dernier événement"),
            ):
                curseur.execute(_ecrire(requete, evenement))
                yield from (f"{modele._meta.label} {cle} : {faute}" for (cle,) in curseur.fetchall())


def _ecrire(requete: str, evenement: type[Evenement]) -> str:
    modele = evenement.pgh_tracked_model
    gardees = {champ.column for champ in evenement._meta.concrete_fields}
    colonnes = [str(c.column) for c in modele._meta.concrete_fields if c.column in gardees]
    return requete.format(
        table=modele._meta.db_table,
        evenements=evenement._meta.db_table,
        cle=modele._meta.pk.column,
        notres=", ".join(f't."{c}"' for c in colonnes),
        siens=", ".join(f'e."{c}"' for c in colonnes),
        plusieurs=PLUSIEURS,
    )
