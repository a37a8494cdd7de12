"""The mask of a withdrawal, in SQL, made from the registry: in the table, in its history, in its guards."""

import json
from collections.abc import Iterable, Iterator

from django.db import connection, models

from partenariat.gardes.ecriture import REFUS as _REFUS
from partenariat.histoire.fonctions import CHEMIN
from partenariat.retraits.formulations import PLIES
from partenariat.retraits.registre import (
    CONFIRME,
    DEBUT,
    REGISTRE,
    TOUT,
    Retirable,
    cherchables,
    en_partie,
    generes,
)

TABLE = "public.partenariat_retrait"
TENU = _REFUS.format(
    contrainte="retrait_tenu",
    phrase="Ce qui est retiré pour cause ne revient pas : inscrivez une autre valeur.",
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
-- The fingerprint of a wording.
CREATE OR REPLACE FUNCTION public.retrait_formulation(texte text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = {CHEMIN} AS $$
  SELECT public.empreinte_texte(
    btrim(regexp_replace(translate(texte, '{PLIES[0]}', '{PLIES[1]}'), ' +', ' ', 'g'), ' '));
$$;
-- The same of a record that says this, by what of it was withdrawn (a field; '' is the whole): of a wording,
-- where it is the one; nothing of any other record.
CREATE OR REPLACE FUNCTION public.retrait_dits(la_relation text, la_cle bigint, ligne jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT jsonb_object_agg(champ, dit) FROM {TABLE}
  WHERE relation = la_relation AND cle = la_cle AND etat = '{CONFIRME}'
  AND formulation IN ('', public.retrait_formulation(ligne ->> champ));
$$;
-- Column by column, what must stand in that row.
CREATE OR REPLACE FUNCTION public.retrait_masque(la_relation text, dits jsonb, ligne jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = {CHEMIN} AS $$
  SELECT CASE la_relation
{"".join(_masque(modele, quoi) for modele, quoi in REGISTRE.items())}    ELSE '{{}}'::jsonb END;
$$;
-- Whether this write does nothing but put the mask on.
CREATE OR REPLACE FUNCTION public.retrait_pose(la_relation text, avant jsonb, apres jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT (apres - laisses) = ((avant || public.retrait_masque(
    la_relation, public.retrait_dits(la_relation, (avant ->> 'id')::bigint, avant), avant)) - laisses)
  FROM (SELECT ARRAY['version'] || CASE la_relation
{"".join(_generes(modele) for modele in REGISTRE)}    ELSE '{{}}'::text[] END AS laisses) AS l;
$$;
"""


def mot(champ: str, quoi: Retirable, dits: str) -> str:
    """What stands in place of that field, by `dits` (SQL: what `retrait_dits` gives); NULL: it stays."""
    pars = ", ".join(f"{dits} ->> '{par}'" for par in quoi.avec(champ))
    fixe = quoi.fixe(champ)
    return (
        f"coalesce({pars})" if fixe is None else f"CASE WHEN coalesce({pars}) IS NOT NULL THEN '{fixe}' END"
    )


def _masque(modele: type[models.Model], quoi: Retirable) -> str:
    masques = ", ".join(f"('{champ}', {mot(champ, quoi, 'dits')})" for champ in quoi.champs)
    tout = f"CASE WHEN dits ->> '{TOUT}' IS NULL THEN '{{}}' ELSE '{json.dumps(dict(quoi.fixes))}' END"
    fixes = f"|| ({tout})::jsonb" if quoi.fixes else ""
    return f"""    WHEN '{modele._meta.db_table}' THEN (
      SELECT coalesce(jsonb_object_agg(c, v), '{{}}') FROM (VALUES {masques}) AS m (c, v)
      WHERE ligne ->> c <> '' AND v IS NOT NULL)
      {fixes}
"""


def _generes(modele: type[models.Model]) -> str:
    noms = ", ".join(f"'{nom}'" for nom in generes(modele))
    return f"    WHEN '{modele._meta.db_table}' THEN ARRAY[{noms}]::text[]\n"


def masquee(champ: str, quoi: Retirable, dits: str, *, ligne: str = "") -> str:
    """The column under the mask that `dits` (SQL) writes; `ligne.` before its name, where given."""
    colonne = f'{ligne}"{champ}"'
    if champ in quoi.fixes:
        return f"CASE WHEN {dits} ->> '{TOUT}' IS NULL THEN {colonne} ELSE '{quoi.fixes[champ]}' END"
    return f"CASE WHEN {colonne} <> '' THEN coalesce({mot(champ, quoi, dits)}, {colonne}) ELSE {colonne} END"


def masquer(modele: type[models.Model], cle: str) -> str:
    """UPDATE of the row of that key (SQL)."""
    quoi, table = REGISTRE[modele], modele._meta.db_table
    mis = ", ".join(f'"{c}" = {masquee(c, quoi, "retire.dits")}' for c in (*quoi.champs, *quoi.fixes))
    return (
        f"UPDATE public.{table} SET {mis} "
        f"FROM (SELECT public.retrait_dits('{table}', t.id, to_jsonb(t)) AS dits FROM public.{table} t "
        f"WHERE t.id = {cle}) AS retire WHERE id = {cle};\n"
    )


def dans_le_passe(modele: type[models.Model], colonne: str) -> str:
    """The column of the view of the past: masked where the event says so.

    The mask is in the event itself (`marquer`): a page of the past reads some fifty views, and a register
    joined to each costs more than all that they give.
    """
    quoi = REGISTRE.get(modele)
    if quoi and colonne in (*quoi.champs, *quoi.fixes):
        masque = masquee(colonne, quoi, "mots_retires")
        return f'CASE WHEN mots_retires IS NULL THEN "{colonne}" ELSE {masque} END AS "{colonne}"'
    if quoi and colonne in cherchables(modele):
        return f'CASE WHEN mots_retires IS NULL THEN "{colonne}" END AS "{colonne}"'
    return f'"{colonne}"'


def se_lit(modele: type[models.Model], dits: str, champs: Iterable[str] = (), *, ligne: str = "") -> str:
    """Condition: the event still says something of what `dits` (SQL) withdraws; of these fields alone, where
    given. What is written after a withdrawal bears its mask, and what is blanked too."""
    quoi = REGISTRE[modele]
    tous = champs or (*quoi.champs, *quoi.fixes)
    return " OR ".join(f'{ligne}"{c}" <> {masquee(c, quoi, dits, ligne=ligne)}' for c in tous)


def marquer(modele: type[models.Model], ou: str) -> str:
    """UPDATE of the events, where that holds, that say something of what is withdrawn: they know it."""
    dits = dits_de(modele)
    return (
        f"UPDATE public.{_evenements(modele)} AS d SET mots_retires = {dits} WHERE {ou}"
        f" AND mots_retires IS DISTINCT FROM {dits} AND ({se_lit(modele, dits)});\n"
    )


def marquer_tout() -> str:
    """The same wherever it is missing: an upgrade finds every withdrawal said."""
    return "".join(marquer(modele, _des_retires(modele)) for modele in REGISTRE)


def _des_retires(modele: type[models.Model]) -> str:
    retires = f"SELECT cle FROM {TABLE} WHERE relation = '{modele._meta.db_table}' AND etat = '{CONFIRME}'"
    return f"pgh_obj_id IN ({retires})"


def verifier() -> Iterator[str]:
    """The records withdrawn whose past would still be read."""
    with connection.cursor() as curseur:
        for modele in REGISTRE:
            dits = dits_de(modele)
            curseur.execute(
                f"SELECT DISTINCT pgh_obj_id FROM public.{_evenements(modele)} AS d"
                f" WHERE {_des_retires(modele)} AND mots_retires IS DISTINCT FROM {dits}"
                f" AND ({se_lit(modele, dits)}) ORDER BY 1"
            )
            yield from (
                f"{modele._meta.label} {cle} : son passé se lit encore" for (cle,) in curseur.fetchall()
            )


def _evenements(modele: type[models.Model]) -> str:
    return str(modele.pgh_event_model._meta.db_table)  # type: ignore[attr-defined]  # by pghistory


def dits_de(modele: type[models.Model]) -> str:
    """SQL: what is withdrawn of an event, named `d`."""
    return f"public.retrait_dits('{modele._meta.db_table}', d.pgh_obj_id, to_jsonb(d))"


GARDER = f"""
-- What is withdrawn stays so, whoever writes; a row of which nothing is, most of them, is not even looked at.
IF NOT {en_partie("NEW")} THEN
  RETURN NEW;
END IF;
DECLARE dits jsonb := public.retrait_dits(TG_TABLE_NAME, NEW.id, to_jsonb(NEW));
BEGIN
  IF dits IS NOT NULL
  AND NOT to_jsonb(NEW) @> public.retrait_masque(TG_TABLE_NAME, dits, to_jsonb(NEW)) THEN{TENU}END IF;
END;
RETURN NEW;
"""
