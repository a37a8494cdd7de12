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

-- The bodies for which an account writes on that day: those that its own answers for, those of whom it
-- replaces.
CREATE OR REPLACE FUNCTION public.unites_de(compte bigint, le date) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.repond_pour(u.organisation_id, le) FROM public.partenariat_utilisateur u WHERE u.id = compte
  UNION SELECT public.repond_pour(s.unite_id, le) FROM public.partenariat_suppleance s
  WHERE s.suppleant_id = compte AND s.finie_le IS NULL AND le BETWEEN s.du AND s.au
  AND public.suppleance_tient(s.absent_id, s.suppleant_id, s.unite_id)
$$;
CREATE OR REPLACE FUNCTION public.unites_de(compte bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE STRICT SET search_path = {CHEMIN} AS $$
  SELECT public.unites_de(compte, {AUJOURD_HUI})
$$;

-- Whether one text is the other with a few letters changed, added or taken away: one in five of them at most,
-- a hundred at most. (Levenshtein's distance, between their common ends, no further than what is allowed.)
CREATE OR REPLACE FUNCTION public.presque_le_meme(un text, autre text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = {CHEMIN} AS $$
DECLARE
  a text[] := string_to_array(un, NULL);
  b text[] := string_to_array(autre, NULL);
  n int := cardinality(a);
  m int := cardinality(b);
  permis int := least(100, greatest(1, greatest(n, m) / 5));
  debut int := 0;
  avant int[];
  ici int[];
BEGIN
  WHILE n > debut AND m > debut AND a[debut + 1] = b[debut + 1] LOOP
    debut := debut + 1;
  END LOOP;
  WHILE n > debut AND m > debut AND a[n] = b[m] LOOP
    n := n - 1;
    m := m - 1;
  END LOOP;
  n := n - debut;
  m := m - debut;
  IF abs(n - m) > permis THEN
    RETURN false;
  END IF;
  avant := ARRAY(SELECT generate_series(0, m));
  FOR i IN 1..n LOOP
    ici := array_fill(permis + 1, ARRAY[m + 1]);
    ici[1] := i;
    FOR j IN greatest(1, i - permis)..least(m, i + permis) LOOP
      ici[j + 1] := least(
        avant[j + 1] + 1, ici[j] + 1, avant[j] + (a[debut + i] <> b[debut + j])::int, permis + 1
      );
    END LOOP;
    avant := ici;
  END LOOP;
  RETURN avant[m + 1] <= permis;
END
$$;
"""
