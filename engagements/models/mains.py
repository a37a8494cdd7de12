"""Whose hand is in an act, by which door; nobody's hand is on both sides of one commitment.

`Acteur.mains` says it of who is about to act, `MAINS` of the row that PostgreSQL is given: whoever counts as
a hand is added to both.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, LIEN_DE_LA_SESSION, a_un_role
from partenariat.gardes.ecriture import refus

MAINS = """
SELECT NEW.par_id::bigint AS main WHERE NEW.par_id IS NOT NULL
-- Whoever makes a link could open it.
UNION SELECT l.cree_par_id FROM public.engagements_liensigne l WHERE l.id = NEW.lien_id
-- Whoever wrote the address to which it is sent could too.
UNION SELECT l.courriel_par FROM public.engagements_liensigne l
WHERE l.id = NEW.lien_id AND l.courriel_par IS NOT NULL
"""
"""SQL: the accounts whose hand is in NEW. One SELECT a kind of hand."""

DEUX_COTES = gettext_noop(
    "Une même personne n'agit pas pour les deux parties d'un engagement; compte aussi pour elle le lien "
    "signé qu'elle a fait ou dont elle a inscrit l'adresse, et ce qu'elle a saisi pour une organisation."
)
COMPTE_DE_L_ORGANISATION = gettext_noop(
    "Un compte fermé n'inscrit rien; un compte n'agit que pour son organisation, à moins que la coordination "
    "n'inscrive ce qu'elle a transmis."
)
PARTIE_SEULE = gettext_noop(
    "Votre organisation répond aussi de la partie engagée, à laquelle elle a succédé : une autre vérifie."
)
LIEN_FERME = gettext_noop("Ce lien signé n'ouvre plus rien : il a expiré, ou il est révoqué.")

DE_LA_SESSION = gettext_noop(
    "Un acte s'inscrit au nom du compte, ou du lien signé, qui est entré dans le site."
)

_DES_DECLARATIONS = """(
  SELECT v.id FROM public.engagements_verification v
  JOIN public.engagements_declaration d ON d.id = v.declaration_id WHERE d.engagement_id = cet_engagement
)"""
_ACTES = f"""
SELECT organisation_id, mains FROM public.engagements_signature WHERE engagement_id = cet_engagement
UNION ALL
SELECT organisation_id, mains FROM public.engagements_refus WHERE engagement_id = cet_engagement
UNION ALL
SELECT organisation_id, mains FROM public.engagements_declaration WHERE engagement_id = cet_engagement
UNION ALL
SELECT organisation_id, mains FROM public.engagements_preuve WHERE engagement_id = cet_engagement
UNION ALL
SELECT organisation_id, mains FROM public.engagements_verification WHERE id IN {_DES_DECLARATIONS}
UNION ALL
SELECT v.organisation_id, v.mains FROM public.engagements_verification v
JOIN public.engagements_preuve p ON p.id = v.preuve_id WHERE p.engagement_id = cet_engagement
UNION ALL
SELECT organisation_id, mains FROM public.engagements_reponse WHERE verification_id IN {_DES_DECLARATIONS}"""


class Voie(models.TextChoices):
    """By which door an act came in: said in public beside it."""

    COMPTE = "compte", _("par un compte de l'organisation")
    LIEN = "lien", _("par lien signé")
    LIEN_A_L_ECRAN = "lien_a_l_ecran", _("par lien signé, remis à l'écran et non envoyé à l'organisation")
    SAISIE = "saisie", _("saisi par la Ville pour l'organisation")
    CHARGEE = "chargee", _("chargement du fichier du plan, d'après les archives")


def des_mains(engagement: str | None = "NEW.engagement_id", *, succession: bool = True) -> pgtrigger.Trigger:
    """On the table of an act, before its other guards (their names come after): its hands are written down,
    its link is open, and none of its hands acted for the other side.

    Args:
        engagement: SQL for the key of its commitment; None for an act that is about none.
        succession: whether a body acts for those that it succeeded too (`RepondPour`): not where it signs,
            since a text binds whom it names.
    """

    def pour(corps: str) -> str:
        siens = f"(SELECT public.repond_pour({corps}))" if succession else f"({corps})"
        return f"NEW.organisation_id IN {siens}"

    # Of no commitment, nobody's word is given: whoever keeps the desk of an absent answers too.
    du_compte = (
        pour("u.organisation_id") if engagement else "NEW.organisation_id IN (SELECT public.unites_de(u.id))"
    )

    return pgtrigger.Trigger(
        name="mains",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[
            ("cet_engagement", "bigint"),
            ("la_partie", "bigint"),
            ("lien", "public.engagements_liensigne%ROWTYPE"),
        ],
        func=f"""
NEW.mains := ARRAY({MAINS});
NEW.lien_a_l_ecran := false;
IF NEW.lien_id IS NOT NULL THEN
  -- The link is held: it is not revoked while an act is being made with it.
  SELECT * INTO lien FROM public.engagements_liensigne WHERE id = NEW.lien_id FOR SHARE;
  IF NOT FOUND OR lien.revoque_le IS NOT NULL OR lien.expire_le <= clock_timestamp()
  THEN{refus("geste_lien_ouvert", LIEN_FERME)}END IF;
  IF NOT {pour("lien.organisation_id")}
  THEN{refus("geste_lien_de_l_organisation", "Un lien signé n'agit que pour son organisation.")}END IF;
  NEW.lien_a_l_ecran := lien.envoye_a = '';
END IF;
IF NEW.mains = '{{}}' AND NOT public.session_du_proprietaire()
THEN{refus("geste_de_quelqu_un", "Un acte est fait par un compte ou par un lien signé.")}END IF;
-- As `engagements.acteur` gives doors. Commands write what was done before, by accounts closed since.
IF NEW.par_id IS NOT NULL AND NOT public.session_du_proprietaire() AND NOT EXISTS (
  SELECT 1 FROM public.partenariat_utilisateur u
  WHERE u.id = NEW.par_id AND u.is_active
  AND CASE WHEN NEW.saisi_pour THEN {a_un_role("u.id", "coordination")}
      ELSE coalesce({du_compte}, false) END
) THEN{refus("geste_compte_de_l_organisation", COMPTE_DE_L_ORGANISATION)}END IF;
IF NOT public.session_du_proprietaire() AND (
  NEW.par_id IS DISTINCT FROM {COMPTE_DE_LA_SESSION} AND NEW.par_id IS NOT NULL
  OR NEW.lien_id IS DISTINCT FROM {LIEN_DE_LA_SESSION} AND NEW.lien_id IS NOT NULL
) THEN{refus("geste_de_la_session", DE_LA_SESSION)}END IF;
{_un_seul_cote(engagement) if engagement else ""}RETURN NEW;
""",
    )


def _un_seul_cote(engagement: str) -> str:
    """SQL: none of the hands acted for the other side; nor does a body that answers for the party speak for
    whom it was promised to."""
    return f"""cet_engagement := ({engagement});
-- The commitment is held: of two acts of one person at once for both sides, the second sees the first.
SELECT partie_id INTO la_partie FROM public.engagements_engagement WHERE id = cet_engagement
FOR NO KEY UPDATE;
IF NEW.mains <> '{{}}' AND EXISTS (
  SELECT 1 FROM ({_ACTES}
  ) acte
  WHERE acte.mains && NEW.mains
  AND (acte.organisation_id = la_partie) <> (NEW.organisation_id = la_partie)
) THEN{refus("geste_d_un_seul_cote", DEUX_COTES)}END IF;
-- Two bodies of one commitment that merged: theirs is the word of the party, and nobody's verification.
IF NOT NEW.saisi_pour AND NOT public.session_du_proprietaire()
AND la_partie <> NEW.organisation_id AND la_partie IN (SELECT public.repond_pour(coalesce(
  (SELECT u.organisation_id FROM public.partenariat_utilisateur u WHERE u.id = NEW.par_id),
  lien.organisation_id)))
THEN{refus("geste_de_la_partie_seule", PARTIE_SEULE)}END IF;
-- Nor, the other way, that of a body which the party succeeded.
IF NOT NEW.saisi_pour AND NOT public.session_du_proprietaire()
AND la_partie <> NEW.organisation_id AND NEW.organisation_id IN (SELECT public.repond_pour(la_partie))
THEN{refus("geste_de_la_partie_seule", PARTIE_SEULE)}END IF;
"""
