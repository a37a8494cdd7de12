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

VECTEUR = """
CREATE FUNCTION public.vecteur_recherche(VARIADIC textes text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.french', t.texte) || to_tsvector('pg_catalog.simple', t.texte)
  -- Cut up as what is typed (`requete_recherche`): « E-06 » would be read as the number -6.
  FROM (SELECT regexp_replace(
    public.sans_accents(array_to_string(textes, ' ')), '[^[:alnum:].]+', ' ', 'g') AS texte) AS t
$$;
"""

REQUETE = """
CREATE FUNCTION public.requete_recherche(saisie text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  mots text[] := regexp_split_to_array(
    btrim(regexp_replace(public.sans_accents(saisie), '[^[:alnum:].]+', ' ', 'g'), ' .'), ' +');
  dernier text := mots[array_upper(mots, 1)];
  requete tsquery := plainto_tsquery(
    'pg_catalog.french', array_to_string(mots[1:array_upper(mots, 1) - 1], ' '));
BEGIN
  -- Nothing typed, or a stop word after others: it cannot narrow what they found.
  IF dernier = '' OR (numnode(requete) > 0 AND numnode(plainto_tsquery('pg_catalog.french', dernier)) = 0) THEN
    RETURN requete;
  END IF;
  RETURN requete && (plainto_tsquery('pg_catalog.french', dernier)
                     || to_tsquery('pg_catalog.simple', '''' || dernier || ''':*'));
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
        migrations.RunSQL(VECTEUR, "DROP FUNCTION public.vecteur_recherche(text[])"),
        migrations.RunSQL(REQUETE, "DROP FUNCTION public.requete_recherche(text)"),
        migrations.RunSQL(EMPREINTE, "DROP FUNCTION public.empreinte_texte(text)"),
    ]
