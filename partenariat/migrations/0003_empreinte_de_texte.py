"""The fingerprint of a text, as anyone can compute it again: SHA-256 of its UTF-8 bytes, in hexadecimal."""

from django.db import migrations

EMPREINTE = """
CREATE FUNCTION empreinte_texte(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT encode(sha256(convert_to(texte, 'UTF8')), 'hex')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("partenariat", "0002_parties_et_revision")]
    operations = [migrations.RunSQL(EMPREINTE, "DROP FUNCTION empreinte_texte(text)")]
