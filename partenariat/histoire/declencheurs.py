"""The triggers of the models, as SQL of our own.

pgtrigger holds their declarations; it would also install a switch (`SET pgtrigger.ignore`) by which any
session puts a guard to sleep, and functions with their caller's rights and search path. Ours have neither.
"""

from functools import cache

import pgtrigger.registry

from partenariat.histoire.fonctions import CHEMIN

PREFIXE = "pgtrigger_"

RETIRER = f"""
DO $retirer$ DECLARE un record; BEGIN
  FOR un IN SELECT tgname, tgrelid::regclass AS relation FROM pg_catalog.pg_trigger
             WHERE tgname LIKE '{PREFIXE}%' AND NOT tgisinternal LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', un.tgname, un.relation);
  END LOOP;
  FOR un IN SELECT p.oid::regprocedure AS fonction FROM pg_catalog.pg_proc p
             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
             WHERE n.nspname = 'public' AND p.proname LIKE '{PREFIXE}%' LOOP
    EXECUTE format('DROP FUNCTION %s', un.fonction);
  END LOOP;
END $retirer$;
"""

# Functions act as the owner and see our tables only: no temporary table can stand in for one. A plain trigger
# sleeps under `session_replication_role = replica`; ours never do.
MODELE = f"""
CREATE FUNCTION public.{{pgid}}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {CHEMIN}
AS $garde$
{{declare}}
BEGIN
{{func}}
END $garde$;
CREATE {{constraint}} TRIGGER {{pgid}} {{when}} {{operation}} ON public.{{table}}
  {{timing}} {{referencing}} FOR EACH {{level}} {{condition}} EXECUTE FUNCTION public.{{pgid}}();
ALTER TABLE public.{{table}} ENABLE ALWAYS TRIGGER {{pgid}};
"""


@cache
def noms() -> set[tuple[str, str]]:
    """(table, trigger) of every declared trigger."""
    return {
        (modele._meta.db_table, declencheur.get_pgid(modele))
        for modele, declencheur in pgtrigger.registry.registered()
    }


def sql() -> str:
    """Every trigger anew, those that no model declares any more left out."""
    textes = [RETIRER]
    for modele, declencheur in pgtrigger.registry.registered():
        pieces = declencheur.compile(modele).sql.kwargs
        textes.append(MODELE.format(**({"declare": "", "condition": ""} | pieces)))
    return "".join(textes)
