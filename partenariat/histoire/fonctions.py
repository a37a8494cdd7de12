"""SQL functions that triggers share. Every name in them is qualified: a dump restores without search path."""

from partenariat.gardes.comptes import PERSONNEL, a_un_role
from partenariat.histoire.temps import AUJOURD_HUI

CHEMIN = "pg_catalog, public, pg_temp"

SQL = f"""
-- Within a function of the owner, `current_user` is the owner: this tells who the session is.
CREATE OR REPLACE FUNCTION public.session_du_proprietaire() RETURNS boolean
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT pg_has_role(
    CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END,
    (SELECT relowner FROM pg_class WHERE oid = 'public.partenariat_revision'::regclass), 'USAGE')
$$;

-- The bodies for which one answers: itself, and those that it succeeded, once they are no more.
CREATE OR REPLACE FUNCTION public.repond_pour(corps bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  -- UNION: a loop, were there one, ends.
  WITH RECURSIVE siens AS (
    SELECT corps AS id
    UNION SELECT o.id FROM public.partenariat_organisation o JOIN siens s ON o.successeur_id = s.id
    WHERE o.jusqu_a < {AUJOURD_HUI}
  ) SELECT id FROM siens
$$;
-- Whether a delegation can give anything: both accounts are still of the staff, and the absent still answers
-- for the unit that they had as they wrote it (none: they are of the coordination, and had none).
CREATE OR REPLACE FUNCTION public.suppleance_tient(absent bigint, suppleant bigint, unite bigint)
RETURNS boolean LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT {a_un_role("absent", *PERSONNEL)} AND {a_un_role("suppleant", *PERSONNEL)}
  AND EXISTS (
    SELECT FROM public.partenariat_utilisateur a
    WHERE a.id = absent AND (
      unite IS NULL AND a.organisation_id IS NULL OR unite IN (SELECT public.repond_pour(a.organisation_id))
    )
  )
$$;

-- The bodies for which an account writes: those that its own answers for, those of whom it replaces today.
CREATE OR REPLACE FUNCTION public.unites_de(compte bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.repond_pour(u.organisation_id) FROM public.partenariat_utilisateur u WHERE u.id = compte
  UNION SELECT public.repond_pour(s.unite_id) FROM public.partenariat_suppleance s
  WHERE s.suppleant_id = compte AND s.finie_le IS NULL AND {AUJOURD_HUI} BETWEEN s.du AND s.au
  AND public.suppleance_tient(s.absent_id, s.suppleant_id, s.unite_id)
$$;
"""
