"""SQL functions that triggers share. Every name in them is qualified: a dump restores without search path."""

CHEMIN = "pg_catalog, public, pg_temp"

SQL = f"""
-- Within a function of the owner, `current_user` is the owner: this tells who the session is.
CREATE OR REPLACE FUNCTION public.session_du_proprietaire() RETURNS boolean
LANGUAGE sql STABLE SET search_path = {CHEMIN} AS $$
  SELECT pg_has_role(
    CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role')::name END,
    (SELECT relowner FROM pg_class WHERE oid = 'public.partenariat_revision'::regclass), 'USAGE')
$$;
"""
