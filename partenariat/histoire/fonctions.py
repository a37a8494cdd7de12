"""SQL functions that triggers share. Every name in them is qualified: a dump restores without search path."""

from partenariat.gardes.comptes import PERSONNEL, a_un_role
from partenariat.histoire.temps import AUJOURD_HUI

CHEMIN = "pg_catalog, public, pg_temp"

SQL = rf"""
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

-- How many letters one changes, adds or takes away to turn a word into another (Levenshtein's); `trop` + 1
-- where it is more than that.
CREATE OR REPLACE FUNCTION public.lettres_changees(un text, autre text, trop int) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = {CHEMIN} AS $$
DECLARE
  a text[] := string_to_array(un, NULL);
  b text[] := string_to_array(autre, NULL);
  n int := cardinality(a);
  m int := cardinality(b);
  avant int[];
  ici int[];
BEGIN
  IF abs(n - m) > trop OR greatest(n, m) > 60 THEN
    RETURN CASE un WHEN autre THEN 0 ELSE trop + 1 END;
  END IF;
  avant := ARRAY(SELECT generate_series(0, m));
  FOR i IN 1..n LOOP
    ici := ARRAY[i];
    FOR j IN 1..m LOOP
      ici[j + 1] := least(avant[j + 1] + 1, ici[j] + 1, avant[j] + (a[i] <> b[j])::int);
    END LOOP;
    avant := ici;
  END LOOP;
  RETURN least(avant[m + 1], trop + 1);
END
$$;

-- Whether one text is the other less its typos: the same letters, cut or pointed otherwise; or word for word
-- the same but for a few of them (one in five, two at least, ten at most), of which two letters change (one
-- of a word of three), and no figure. A word more or less (« pas ») is another thing to say.
CREATE OR REPLACE FUNCTION public.presque_le_meme(un text, autre text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = {CHEMIN} AS $$
DECLARE
  a text[] := regexp_split_to_array(btrim(un), '[[:space:]]+');
  b text[] := regexp_split_to_array(btrim(autre), '[[:space:]]+');
  n int := cardinality(a);
  permis int;
  trop int;
  changes int := 0;
BEGIN
  IF regexp_replace(lower(un), '[^[:alnum:]]', '', 'g')
    = regexp_replace(lower(autre), '[^[:alnum:]]', '', 'g')
  THEN
    RETURN true;
  END IF;
  IF n <> cardinality(b) THEN
    RETURN false;
  END IF;
  permis := least(10, greatest(2, n / 5));
  FOR i IN 1..n LOOP
    CONTINUE WHEN a[i] = b[i];
    changes := changes + 1;
    trop := CASE WHEN least(length(a[i]), length(b[i])) > 3 THEN 2 ELSE 1 END;
    IF changes > permis OR regexp_replace(a[i], '[^0-9]', '', 'g') <> regexp_replace(b[i], '[^0-9]', '', 'g')
    OR public.lettres_changees(a[i], b[i], trop) > trop THEN
      RETURN false;
    END IF;
  END LOOP;
  RETURN true;
END
$$;
"""
