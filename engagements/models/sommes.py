"""What a commitment knows of its evidence and declarations: kept by PostgreSQL whoever writes.

`engagements.lectures` says what is read from it. Acts are only ever added: only an addition moves the sums.
Each act holds its commitment before it is written, in the order of writing: whoever writes acts of several in
one transaction holds these first, in one order (`select_for_update`), as the plan file does.
"""

import pgtrigger

from actions.models.sommes import NOM
from engagements.models.etats import A_VERIFIER, VERIFIENT, Genre, Verdict
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.sommes import Sommes


def parole(engagement: str) -> str:
    """SQL: the key of the declaration of this commitment that counts (`Parole.parole`)."""
    return f"""(
      SELECT p.id FROM public.engagements_declaration p WHERE p.engagement_id = {engagement}
      ORDER BY p.genre = '{Genre.RIEN_A_SIGNALER}', p.le DESC, p.id DESC LIMIT 1
    )"""


def tenu_conteste(engagement: str) -> str:
    """SQL: some body contested a « tenu » of this commitment, and has confirmed none since."""
    return f"""EXISTS (
      SELECT 1 FROM public.engagements_verification c
      JOIN public.engagements_declaration dc ON dc.id = c.declaration_id
      WHERE dc.engagement_id = {engagement} AND dc.genre = '{Genre.TENU}'
      AND c.verdict = '{Verdict.CONTESTEE}'
      AND NOT EXISTS (
        SELECT 1 FROM public.engagements_verification r
        JOIN public.engagements_declaration dr ON dr.id = r.declaration_id
        WHERE dr.engagement_id = dc.engagement_id AND dr.genre = '{Genre.TENU}'
        AND r.organisation_id = c.organisation_id AND r.verdict = '{Verdict.CONFIRMEE}'
        AND (r.le, r.id) > (c.le, c.id)
      )
    )"""


SOMMES = Sommes(
    table="engagements_engagement",
    champs=(
        "nb_preuves",
        "nb_preuves_verifiees",
        "declare_le",
        "dernier_mot",
        "dernier_mot_conteste",
        "dernier_mot_attend",
    ),
    requete=f"""
WITH courantes AS (
  -- The pieces of evidence that no later one corrects.
  SELECT coalesce(
    (SELECT bool_and(v.verdict IN {parmi(VERIFIENT)}) FROM public.engagements_verification v
      WHERE v.preuve_id = preuve.id),
    false
  ) AS verifiee
  FROM public.engagements_preuve preuve
  WHERE preuve.engagement_id = {{ligne}}.id
  AND NOT EXISTS (SELECT 1 FROM public.engagements_preuve c WHERE c.corrige_id = preuve.id)
), derniere AS (
  -- What the party said last. Of one moment, the last written.
  SELECT declaration.le, declaration.genre
  FROM public.engagements_declaration declaration
  WHERE declaration.engagement_id = {{ligne}}.id
  ORDER BY declaration.le DESC, declaration.id DESC
  LIMIT 1
), parole AS (
  -- What counts of it: what it said before no longer does.
  SELECT
    EXISTS (
      SELECT 1 FROM public.engagements_verification v
      WHERE v.declaration_id = declaration.id AND v.verdict = '{Verdict.CONTESTEE}'
    )
    OR declaration.genre = '{Genre.TENU}' AND {tenu_conteste("{ligne}.id")} AS contestee,
    declaration.genre IN {parmi(A_VERIFIER)}
    AND NOT EXISTS (
      SELECT 1 FROM public.engagements_verification v WHERE v.declaration_id = declaration.id
    ) AS attend
  FROM public.engagements_declaration declaration
  WHERE declaration.id = {parole("{ligne}.id")}
)
SELECT
  (SELECT count(*) FROM courantes),
  (SELECT count(*) FROM courantes WHERE verifiee),
  (SELECT le FROM derniere),
  coalesce((SELECT genre FROM derniere), ''),
  EXISTS (SELECT 1 FROM parole WHERE contestee),
  EXISTS (SELECT 1 FROM parole WHERE attend)""",
    nom=NOM,
)


def d_un_geste(lignes: str = "SELECT engagement_id FROM inscrits") -> pgtrigger.Trigger:
    """On the table of an act: its commitments, whose keys `lignes` gives of `inscrits`, sum again."""
    return SOMMES.toucher(pgtrigger.Insert, lignes, new="inscrits")


DES_VERIFICATIONS = d_un_geste("""
SELECT coalesce(d.engagement_id, p.engagement_id)
  FROM inscrits v
  LEFT JOIN public.engagements_declaration d ON d.id = v.declaration_id
  LEFT JOIN public.engagements_preuve p ON p.id = v.preuve_id
""")
