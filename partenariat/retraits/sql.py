"""The mask of a withdrawal, in SQL, made from the registry: in the table, in its history, in its guards."""

from django.db import models

from partenariat.gardes.ecriture import REFUS as _REFUS
from partenariat.histoire.fonctions import CHEMIN
from partenariat.retraits.registre import ADRESSE, DEBUT, REGISTRE, Retirable, cherchables, generes

TABLE = "public.partenariat_retrait"
CONFIRME = "confirme"
TENU = _REFUS.format(
    contrainte="retrait_tenu", phrase="Ce qui est retiré pour cause ne revient pas : inscrivez-le à neuf."
)

_MOIS = (
    "'janvier', 'février', 'mars', 'avril', 'mai', 'juin', 'juillet', 'août', 'septembre', 'octobre', "
    "'novembre', 'décembre'"
)


def fonctions() -> str:
    """The functions that guards call."""
    return f"""
-- What stands in place of the words that were withdrawn at that moment.
CREATE OR REPLACE FUNCTION public.retrait_mot(le timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT format('{DEBUT}%s %s %s]',
    CASE extract(day FROM jour) WHEN 1 THEN '1er' ELSE extract(day FROM jour)::text END,
    (ARRAY[{_MOIS}])[extract(month FROM jour)::int],
    extract(year FROM jour))
  FROM (SELECT le AT TIME ZONE 'America/Toronto' AS jour) AS a;
$$;
-- The same of a record that was withdrawn; nothing of any other.
CREATE OR REPLACE FUNCTION public.retrait_dit(la_relation text, la_cle bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT dit FROM {TABLE} WHERE relation = la_relation AND cle = la_cle AND etat = '{CONFIRME}';
$$;
-- Column by column, what must stand in that row.
CREATE OR REPLACE FUNCTION public.retrait_masque(la_relation text, mot text, ligne jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = {CHEMIN} AS $$
  SELECT CASE la_relation
{"".join(_masque(modele, quoi) for modele, quoi in REGISTRE.items())}    ELSE '{{}}'::jsonb END;
$$;
-- Whether this write does nothing but put the mask on.
CREATE OR REPLACE FUNCTION public.retrait_pose(la_relation text, avant jsonb, apres jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT (apres - laisses) = ((avant || public.retrait_masque(
    la_relation, public.retrait_dit(la_relation, (avant ->> 'id')::bigint), avant)) - laisses)
  FROM (SELECT ARRAY['version'] || CASE la_relation
{"".join(_generes(modele) for modele in REGISTRE)}    ELSE '{{}}'::text[] END AS laisses) AS l;
$$;
"""


def _masque(modele: type[models.Model], quoi: Retirable) -> str:
    mots = ", ".join(f"('{champ}', mot)" for champ in quoi.textes)
    adresses = "".join(f", ('{champ}', '{ADRESSE}')" for champ in quoi.adresses)
    fixes = "".join(f' || \'{{"{champ}": "{valeur}"}}\'::jsonb' for champ, valeur in quoi.fixes.items())
    return f"""    WHEN '{modele._meta.db_table}' THEN (
      SELECT coalesce(jsonb_object_agg(c, v), '{{}}') FROM (VALUES {mots}{adresses}) AS m (c, v)
      WHERE ligne ->> c <> '')
      {fixes}
"""


def _generes(modele: type[models.Model]) -> str:
    noms = ", ".join(f"'{nom}'" for nom in generes(modele))
    return f"    WHEN '{modele._meta.db_table}' THEN ARRAY[{noms}]::text[]\n"


def masquee(champ: str, quoi: Retirable, mot: str, *, ligne: str = "") -> str:
    """The column under the mask that `mot` (SQL) writes; `ligne.` before its name, where given."""
    colonne = f'{ligne}"{champ}"'
    if champ in quoi.fixes:
        return f"'{quoi.fixes[champ]}'"
    valeur = f"'{ADRESSE}'" if champ in quoi.adresses else mot
    return f"CASE WHEN {colonne} <> '' THEN {valeur} ELSE {colonne} END"


def masquer(modele: type[models.Model], table: str, mot: str, ou: str) -> str:
    """UPDATE of the rows of `table` (that of the model, or of its events) where `ou` holds."""
    quoi = REGISTRE[modele]
    mis = ", ".join(f'"{c}" = {masquee(c, quoi, mot)}' for c in (*quoi.champs, *quoi.fixes))
    return f"UPDATE public.{table} SET {mis} WHERE {ou};\n"


def dans_le_passe(modele: type[models.Model], colonne: str) -> str:
    """The column of the view of the past: masked where `retrait_dit` is not NULL."""
    quoi = REGISTRE.get(modele)
    if quoi and colonne in (*quoi.champs, *quoi.fixes):
        masque = masquee(colonne, quoi, "retrait_dit")
        return f'CASE WHEN retrait_dit IS NULL THEN "{colonne}" ELSE {masque} END AS "{colonne}"'
    if quoi and colonne in cherchables(modele):
        return f'CASE WHEN retrait_dit IS NULL THEN "{colonne}" END AS "{colonne}"'
    return f'"{colonne}"'


def jointure(modele: type[models.Model]) -> str:
    """What gives `retrait_dit` to that view."""
    if modele not in REGISTRE:
        return ""
    return (
        f"LEFT JOIN (SELECT r.cle AS retrait_cle, r.dit AS retrait_dit FROM {TABLE} AS r "
        f"WHERE r.relation = '{modele._meta.db_table}' AND r.etat = '{CONFIRME}') AS retrait "
        "ON retrait_cle = pgh_obj_id "
    )


GARDER = f"""
-- What is withdrawn stays so, whoever writes.
DECLARE mot text := public.retrait_dit(TG_TABLE_NAME, NEW.id);
BEGIN
  IF mot IS NOT NULL
  AND NOT to_jsonb(NEW) @> public.retrait_masque(TG_TABLE_NAME, mot, to_jsonb(NEW)) THEN{TENU}END IF;
END;
RETURN NEW;
"""
