"""SQL functions for search, order and fingerprints. First of all: stored generated columns are built on them.

Every name in them is qualified: a dump restores under an empty search path.
"""

from django.db import migrations

SANS_ACCENTS = """
CREATE FUNCTION public.sans_accents(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT lower(regexp_replace(normalize(
    replace(replace(replace(replace(replace(texte, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), '’', ''''),
    NFD), '[\u0300-\u036f]', '', 'g'))
$$;
"""

CLE_NATURELLE = r"""
CREATE FUNCTION public.cle_naturelle(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(regexp_replace(public.sans_accents(texte), '(\d+)', '000000000\1', 'g'),
                        '0*(\d{9})(?!\d)', '\1', 'g')
$$;
"""

# One cut, for what is written and for what is typed. Words are separated by one space; by one hyphen where
# nothing but joints (hyphens and dashes of every kind, slash, underscore, point) stood between them. A point or
# a comma between two digits is of the word, and both are a point. No longer is cut than a tsvector holds.
COUPE = r"""
CREATE FUNCTION public.coupe_recherche(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT btrim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    -- What nobody sees within a word is not there.
    translate(public.sans_accents(left(normalize(left(texte, 80000), NFKC), 80000)),
      U&'\00AD\200B\200C\200D\2060\FEFF', ''),
    '(?<=\d)[.,](?=\d)', '.', 'g'),
    '((?<!\d)\.|\.(?!\d)|[-‐‑‒–—―−/_])+', '-', 'g'),
    '[^[:alnum:].-]+', ' ', 'g'),
    '-* [- ]*', ' ', 'g'),
    '([[:alnum:].]{60})[[:alnum:].]+', '\1', 'g'), ' -')
$$;
"""

# What names a row, however it is typed: « e 06 », « E–06. », « "E-06" » and « E-6 » are « E-06 ».
EXACTE = r"""
CREATE FUNCTION public.cle_exacte(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(translate(public.coupe_recherche(texte), ' -', ''), '(^|[a-z])0+(?=[0-9])', '\1', 'g')
$$;
"""

# NULL where there is none. No more characters of them than that: of four bytes each, and with the stems, they
# are less than the megabyte of a tsvector.
MOTS = """
CREATE FUNCTION public.mots_recherche(texte text, place int DEFAULT 80000) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT string_to_array(nullif(
    btrim(left(translate(public.coupe_recherche(texte), '-', ' '), greatest(place, 0))), ''), ' ')
$$;
"""

# A word by its French stem, written `/stem`; a word that says nothing alone has none, and stands as it is. (« à »
# is one of them; without its accent, the dictionary takes it for a letter.) It keeps some endings that say no more
# than others do: « élus » is « élu », « réalisées » is « réalisé ».
LEXEME = """
CREATE FUNCTION public.lexeme_recherche(mot text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN pg_catalog.ts_lexize('pg_catalog.french_stem', nullif(mot, 'a')) <> '{}' THEN
      '/' || coalesce(
        (pg_catalog.ts_lexize('pg_catalog.french_stem',
          CASE WHEN right(mot, 3) = 'ees' THEN left(mot, -2)
               WHEN right(mot, 2) IN ('ee', 'as', 'is', 'os', 'us') THEN left(mot, -1) END))[1],
        -- It has no such ending, or is then a word that says nothing (« mois » is no « moi »).
        (pg_catalog.ts_lexize('pg_catalog.french_stem', mot))[1])
    ELSE mot END
$$;
"""

# Each text under its own weight (one letter each). A word is there as it is, and by its stem, at one place; the
# place after the last word of a text is nobody's: no phrase runs from one text into the next.
VECTEUR = """
CREATE FUNCTION public.vecteur_recherche(poids text, VARIADIC textes text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  vecteur text := '';
  avant int := 0;
  reste int := 80000;
  mots text[];
BEGIN
  FOR rang IN 1 .. cardinality(textes) LOOP
    mots := public.mots_recherche(textes[rang], reste);
    CONTINUE WHEN mots IS NULL;
    vecteur := vecteur || (
      SELECT string_agg(
        m.mot || ou.ou || CASE WHEN l.lexeme = m.mot THEN '' ELSE ' ' || l.lexeme || ou.ou END, ' ')
      FROM unnest(mots) WITH ORDINALITY AS m (mot, place)
      CROSS JOIN LATERAL (SELECT public.lexeme_recherche(m.mot) AS lexeme) AS l
      -- PostgreSQL counts no further than that.
      CROSS JOIN LATERAL (SELECT ':' || least(avant + m.place, 16383) || substr(poids, rang, 1) AS ou) AS ou
    ) || ' ';
    avant := avant + cardinality(mots) + 1;
    reste := reste - length(array_to_string(mots, ' '));
  END LOOP;
  RETURN vecteur::tsvector;
END
$$;
"""

# The key of each expression, one a line: the lexemes of its words; an empty one, where it has none. Once each.
CLES = """
CREATE FUNCTION public.cles_recherche(expressions text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT coalesce(array_agg(DISTINCT c.cle), '{}')
  FROM regexp_split_to_table(expressions, '\\n') AS e (expression)
  CROSS JOIN LATERAL (
    SELECT coalesce(string_agg(public.lexeme_recherche(m.mot), ' ' ORDER BY m.place), '') AS cle
    FROM unnest(public.mots_recherche(e.expression)) WITH ORDINALITY AS m (mot, place)) AS c
  WHERE e.expression ~ '[^[:space:]]'
$$;
"""

# Where an expression of a group stands in what was typed: the longest one that begins at each word. (None is of
# more than twelve words: `synonyme_peu_de_mots`.)
SYNONYMES = """
CREATE FUNCTION public.synonymes_recherche(lexemes text[])
RETURNS TABLE (debut int, fin int, expressions text)
LANGUAGE plpgsql STABLE PARALLEL SAFE STRICT AS $$
BEGIN
  RETURN QUERY
  WITH dites AS MATERIALIZED (
    SELECT d.debut, d.debut + t.taille - 1 AS fin,
      array_to_string(lexemes[d.debut:d.debut + t.taille - 1], ' ') AS cle
    FROM generate_subscripts(lexemes, 1) AS d (debut)
    CROSS JOIN LATERAL generate_series(1, least(12, cardinality(lexemes) - d.debut + 1)) AS t (taille))
  SELECT DISTINCT ON (d.debut) d.debut, d.fin,
    (SELECT string_agg('(''' || replace(autre, ' ', ''' <-> ''') || ''')', ' | ') FROM unnest(s.cles) AS autre)
  FROM public.partenariat_synonyme AS s
  JOIN dites AS d ON d.cle = ANY (s.cles)
  WHERE s.cles && ARRAY(SELECT cle FROM dites)
  ORDER BY d.debut, d.fin DESC, s.id;
END
$$;
"""

# What was typed, in terms that must each be found: a word, words that are joined or within quotes, in their
# order, an expression or any that says the same. Eight at most: beyond the seventh, those that are left must be
# found together, so that nobody makes a search cost what they like. NULL where nothing was typed.
TERMES = """
CREATE FUNCTION public.termes_recherche(saisie text) RETURNS tsquery[]
LANGUAGE plpgsql STABLE PARALLEL SAFE STRICT AS $$
DECLARE
  dits text[] := '{}';
  vides text[] := '{}';  -- words that say nothing alone: looked for where there is nothing else
  cites boolean;
  morceau text;
  dernier boolean;
  mots text[];
  lexemes text[];
  joints boolean[];
  fins int[];
  autres text[];
  terme text;
  termes tsquery[];
  i int;
  j int;
BEGIN
  FOR cites, morceau, dernier IN
    SELECT m[2] IS NULL, coalesce(m[2], m[1]), lead(true) OVER (ORDER BY place) IS NULL
    FROM regexp_matches(translate(normalize(left(saisie, 1000), NFKC), '«»“”', repeat('"', 4)),
                        '"([^"]*)"|([^"]+|")', 'g') WITH ORDINALITY AS r (m, place)
    WHERE public.mots_recherche(coalesce(m[2], m[1])) IS NOT NULL
    ORDER BY place
  LOOP
    IF cites THEN
      dits := dits || ('''' || array_to_string(public.mots_recherche(morceau), ''' <-> ''') || '''');
      CONTINUE;
    END IF;
    SELECT array_agg(m.mot ORDER BY b.place, m.place),
           array_agg(public.lexeme_recherche(m.mot) ORDER BY b.place, m.place),
           array_agg(m.place > 1 ORDER BY b.place, m.place)
      INTO mots, lexemes, joints
      FROM unnest(string_to_array(public.coupe_recherche(morceau), ' ')) WITH ORDINALITY AS b (bloc, place)
      CROSS JOIN LATERAL unnest(string_to_array(b.bloc, '-')) WITH ORDINALITY AS m (mot, place);
    fins := array_fill(NULL::int, ARRAY[cardinality(mots)]);
    autres := array_fill(NULL::text, ARRAY[cardinality(mots)]);
    FOR i, j, terme IN SELECT debut, fin, expressions FROM public.synonymes_recherche(lexemes) LOOP
      fins[i] := j;
      autres[i] := terme;
    END LOOP;
    terme := '';
    i := 1;
    WHILE i <= cardinality(mots) LOOP
      j := coalesce(fins[i], i);
      terme := terme || CASE WHEN joints[i] THEN ' <-> ' ELSE '' END || '(' || (
        SELECT string_agg(
          '(''' || lexemes[rang] || ''''
          -- Who is still typing the last word.
          || CASE WHEN dernier AND rang = cardinality(mots) THEN ' | ''' || mots[rang] || ''':*' ELSE '' END
          || ')', ' <-> ' ORDER BY rang)
        FROM generate_series(i, j) AS rang) || coalesce(' | ' || autres[i], '') || ')';
      IF j = cardinality(mots) OR NOT joints[j + 1] THEN
        IF NOT joints[i] AND autres[i] IS NULL AND lexemes[i] = mots[i] THEN
          vides := vides || terme;
        ELSE
          dits := dits || terme;
        END IF;
        terme := '';
      END IF;
      i := j + 1;
    END LOOP;
  END LOOP;
  SELECT array_agg(DISTINCT d::tsquery) INTO termes
    FROM unnest(CASE WHEN dits = '{}' THEN vides ELSE dits END) AS d;
  IF cardinality(termes) > 8 THEN
    termes := termes[1:7] || (
      SELECT string_agg('(' || d::text || ')', ' & ')::tsquery FROM unnest(termes[8:]) AS d);
  END IF;
  RETURN termes;
END
$$;
"""

# All the terms together: what one text must say.
REQUETE = """
CREATE FUNCTION public.requete_recherche(saisie text) RETURNS tsquery
LANGUAGE plpgsql STABLE PARALLEL SAFE STRICT AS $$
BEGIN
  RETURN (SELECT coalesce(string_agg('(' || t::text || ')', ' & '), '')::tsquery
          FROM unnest(public.termes_recherche(saisie)) AS t);
END
$$;
"""

# The fingerprint of a text, as anyone can compute it again: SHA-256 of its UTF-8 bytes, in hexadecimal.
EMPREINTE = """
CREATE FUNCTION public.empreinte_texte(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT encode(sha256(convert_to(texte, 'UTF8')), 'hex')
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(SANS_ACCENTS, "DROP FUNCTION public.sans_accents(text)"),
        migrations.RunSQL(CLE_NATURELLE, "DROP FUNCTION public.cle_naturelle(text)"),
        migrations.RunSQL(COUPE, "DROP FUNCTION public.coupe_recherche(text)"),
        migrations.RunSQL(EXACTE, "DROP FUNCTION public.cle_exacte(text)"),
        migrations.RunSQL(MOTS, "DROP FUNCTION public.mots_recherche(text, int)"),
        migrations.RunSQL(LEXEME, "DROP FUNCTION public.lexeme_recherche(text)"),
        migrations.RunSQL(VECTEUR, "DROP FUNCTION public.vecteur_recherche(text, text[])"),
        migrations.RunSQL(CLES, "DROP FUNCTION public.cles_recherche(text)"),
        migrations.RunSQL(SYNONYMES, "DROP FUNCTION public.synonymes_recherche(text[])"),
        migrations.RunSQL(TERMES, "DROP FUNCTION public.termes_recherche(text)"),
        migrations.RunSQL(REQUETE, "DROP FUNCTION public.requete_recherche(text)"),
        migrations.RunSQL(EMPREINTE, "DROP FUNCTION public.empreinte_texte(text)"),
    ]
