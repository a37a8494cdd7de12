"""A version keeps the parties of the one that it supersedes, or the bodies that succeeded them."""

import pgtrigger
from django.utils.translation import gettext_noop

from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import ECRIRE, interdit
from partenariat.models import Organisation

PHRASE = gettext_noop(
    "Une nouvelle version garde les deux parties de celle qu'elle remplace, ou l'organisation qui a succédé "
    "à l'une d'elles."
)


def _hors_lignee(cote: str, version: str) -> str:
    """SQL: the body of a version on this side is neither that of `ancien` nor its successor."""
    return f"""
{version}.{cote}_id NOT IN (
  WITH RECURSIVE lignee AS (
    SELECT ancien.{cote}_id AS id
    UNION SELECT o.successeur_id FROM public.partenariat_organisation o
    JOIN lignee ON o.id = lignee.id WHERE o.successeur_id IS NOT NULL
  ) SELECT id FROM lignee
)"""


def _d_autres(version: str) -> str:
    """SQL: its parties are not those of `ancien`; nor does a body come over to the other side."""
    return f"""(
  {version}.partie_id = ancien.envers_id OR {version}.envers_id = ancien.partie_id
  OR {_hors_lignee("partie", version)} OR {_hors_lignee("envers", version)}
)"""


MEMES_PARTIES = interdit(
    "engagement_memes_parties",
    PHRASE,
    f"""
EXISTS (
  SELECT 1 FROM public.engagements_engagement ancien
  WHERE ancien.id = NEW.remplace_id AND {_d_autres("NEW")}
)""",
    a=ECRIRE,
    champs=["partie", "envers"],
    # The parties of what is superseded are frozen: no lock.
    avant="""
IF NEW.remplace_id IS NULL
OR TG_OP = 'UPDATE'
AND (OLD.remplace_id, OLD.partie_id, OLD.envers_id)
    IS NOT DISTINCT FROM (NEW.remplace_id, NEW.partie_id, NEW.envers_id) THEN
  RETURN NEW;
END IF;
-- The successions are held: none is undone while a version rests on it (`organisation_succession_gardee`).
PERFORM 1 FROM public.partenariat_organisation WHERE successeur_id IS NOT NULL ORDER BY id FOR SHARE;
""",
)

# Of the ground floor, which knows of no commitment: posed from here.
pgtrigger.register(
    interdit(
        "organisation_succession_gardee",
        "La nouvelle version d'un engagement repose sur cette succession : gardez-la.",
        f"""
EXISTS (
  SELECT 1 FROM public.engagements_engagement n
  JOIN public.engagements_engagement ancien ON ancien.id = n.remplace_id
  WHERE (n.partie_id, n.envers_id) <> (ancien.partie_id, ancien.envers_id) AND {_d_autres("n")}
)""",
        quand=Change("successeur"),
        when=pgtrigger.After,
    )
)(Organisation)
