"""SQL functions that triggers share. Every name in them is qualified: a dump restores without search path."""

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

-- The bodies for which one answered on that day: itself, and those that it succeeded, once they are no more.
CREATE OR REPLACE FUNCTION public.repond_pour(corps bigint, le date) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  -- UNION: a loop, were there one, ends.
  WITH RECURSIVE siens AS (
    SELECT corps AS id
    UNION SELECT o.id FROM public.partenariat_organisation o JOIN siens s ON o.successeur_id = s.id
    WHERE o.jusqu_a < le
  ) SELECT id FROM siens
$$;
CREATE OR REPLACE FUNCTION public.repond_pour(corps bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.repond_pour(corps, {AUJOURD_HUI})
$$;
-- The bodies for which an account writes on that day: those that its own answers for, those of whom it
-- replaces.
CREATE OR REPLACE FUNCTION public.unites_de(compte bigint, le date) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.repond_pour(u.organisation_id, le) FROM public.partenariat_utilisateur u WHERE u.id = compte
  UNION SELECT public.repond_pour(a.organisation_id, le) FROM public.partenariat_suppleance s
  JOIN public.partenariat_utilisateur a ON a.id = s.absent_id AND a.is_active
  WHERE s.suppleant_id = compte AND le BETWEEN s.du AND s.au
$$;
CREATE OR REPLACE FUNCTION public.unites_de(compte bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.unites_de(compte, {AUJOURD_HUI})
$$;
"""
