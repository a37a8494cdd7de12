"""The guards of `Engagement` in PostgreSQL: what the admin refuses, an import or SQL cannot do either."""

import pgtrigger
from django.utils.translation import gettext_noop

from engagements.models.etats import (
    EN_VIGUEUR,
    ISSUES,
    PASSAGES,
    VISIBLES_DU_PUBLIC,
    Etat,
    Genre,
    Publication,
    Verdict,
)
from engagements.models.sommes import SOMMES
from engagements.models.texte import COMPOSER, DU_TEXTE
from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.ecriture import Change, parmi
from partenariat.gardes.regles import (
    ECRIRE,
    d_un_autre,
    du_meme,
    fige_quand,
    interdit,
    passages,
    sans_boucle,
    version,
)

BROUILLON = Publication.BROUILLON

MEMES_PARTIES = gettext_noop(
    "Une nouvelle version garde les deux parties de celle qu'elle remplace, ou l'organisation qui a succédé "
    "à l'une d'elles."
)


def _hors_lignee(cote: str) -> str:
    """SQL: the body of NEW on this side is neither that of `ancien` nor its successor."""
    return f"""
NEW.{cote}_id NOT IN (
  WITH RECURSIVE lignee AS (
    SELECT ancien.{cote}_id AS id
    UNION SELECT o.successeur_id FROM public.partenariat_organisation o
    JOIN lignee ON o.id = lignee.id WHERE o.successeur_id IS NOT NULL
  ) SELECT id FROM lignee
)"""


_MOTIF = "btrim(coalesce(current_setting('partenariat.motif', true), ''))"
_CHANGE_DE_PARTIES = f"""
NEW.remplace_id IS NOT NULL
AND (
  TG_OP = 'INSERT'
  OR (OLD.remplace_id, OLD.partie_id, OLD.envers_id)
     IS DISTINCT FROM (NEW.remplace_id, NEW.partie_id, NEW.envers_id)
)
AND EXISTS (
  SELECT 1 FROM public.engagements_engagement ancien
  WHERE ancien.id = NEW.remplace_id
  -- Nor does a body come over to the other side.
  AND (
    NEW.partie_id = ancien.envers_id OR NEW.envers_id = ancien.partie_id
    OR {_hors_lignee("partie")} OR {_hors_lignee("envers")}
  )
)"""

_DEUX_SIGNATURES = """
(
  SELECT count(*) FROM public.engagements_signature s
  WHERE s.engagement_id = NEW.id
  AND s.empreinte = OLD.empreinte
  AND s.organisation_id IN (NEW.partie_id, NEW.envers_id)
) = 2"""
_TENU_VERIFIE = f"""
EXISTS (
  SELECT 1 FROM public.engagements_declaration d
  JOIN public.engagements_verification v ON v.declaration_id = d.id AND v.verdict = '{Verdict.CONFIRMEE}'
  WHERE d.engagement_id = NEW.id
  AND d.genre = '{Genre.TENU}'
  AND NOT EXISTS (
    SELECT 1 FROM public.engagements_verification c
    WHERE c.declaration_id = d.id AND c.verdict = '{Verdict.CONTESTEE}'
  )
  -- An outcome that was reopened proved wrong: what confirmed it then does not confirm it again.
  AND NOT EXISTS (
    SELECT 1 FROM public.engagements_passage p
    WHERE p.engagement_id = NEW.id AND p.de IN {parmi(ISSUES)} AND p.vers = '{Etat.EN_COURS}' AND p.le >= v.le
  )
)"""


_DE_QUI = "L'engagement garde qui l'a rédigé, proposé et publié : la publication se fait à deux."
QUATRE_YEUX = [
    # Those whom `engagement_quatre_yeux` compares are never forgotten.
    fige_quand("engagement_auteur_garde", _DE_QUI, "OLD.auteur_id IS NOT NULL", seulement=["auteur"]),
    fige_quand(
        "engagement_propose_par_garde",
        _DE_QUI,
        f"OLD.publication <> '{BROUILLON}' AND NEW.publication <> '{BROUILLON}'",
        seulement=["propose_par"],
    ),
    fige_quand(
        "engagement_publie_par_garde",
        _DE_QUI,
        f"OLD.publication IN {parmi(VISIBLES_DU_PUBLIC)} AND NEW.publication IN {parmi(VISIBLES_DU_PUBLIC)}",
        seulement=["publie_par"],
    ),
    interdit(
        "engagement_propose_par_quelqu_un",
        "Un engagement est proposé aux parties par une personne.",
        f"""
NEW.publication <> '{BROUILLON}' AND NEW.propose_par_id IS NULL
AND (TG_OP = 'INSERT' OR OLD.publication = '{BROUILLON}')
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
    ),
    # A plan file was decided upon elsewhere: commands load it, never the web.
    interdit(
        "engagement_publie_par_quelqu_un",
        "Un engagement est publié par une personne, qui ne l'a ni rédigé ni proposé.",
        f"""
NEW.publication IN {parmi(VISIBLES_DU_PUBLIC)} AND NEW.publie_par_id IS NULL
AND (TG_OP = 'INSERT' OR OLD.publication NOT IN {parmi(VISIBLES_DU_PUBLIC)})
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
    ),
]

GARDES = [
    SOMMES.garde(),
    version(sauf=SOMMES.champs),
    passages(PASSAGES, "engagement_passage_permis", "Cet état ne peut pas suivre celui-là."),
    # Links, points and rounds point at a commitment of their own plan.
    fige_quand("engagement_plan_fixe", "Un engagement ne change pas de plan.", seulement=["plan"]),
    interdit(
        "engagement_depart",
        "Un engagement commence proposé.",
        f"NEW.etat <> '{Etat.PROPOSE}'",
        a=pgtrigger.Insert,
    ),
    pgtrigger.Trigger(
        name="texte_compose",
        when=pgtrigger.Before,
        operation=ECRIRE,
        func=f"""
IF NEW.publication = '{BROUILLON}' THEN
  NEW.texte_fige := '';
ELSIF TG_OP = 'INSERT' OR OLD.publication = '{BROUILLON}' THEN
  {COMPOSER}
END IF;
RETURN NEW;
""",
    ),
    fige_quand(
        "engagement_texte_fige",
        "Le texte proposé ou signé ne se modifie plus : remplacez-le.",
        f"OLD.publication <> '{BROUILLON}' AND NEW.publication <> '{BROUILLON}'",
        seulement=[*DU_TEXTE, "texte_fige"],
    ),
    # The parties of what is superseded are frozen: no lock.
    interdit("engagement_memes_parties", MEMES_PARTIES, _CHANGE_DE_PARTIES, a=ECRIRE),
    # Whoever signs holds this row first (`signature`): a signature is seen, or finds a draft.
    interdit(
        "engagement_signe_sans_retour",
        "Un texte signé ne revient pas en brouillon : remplacez-le.",
        f"""
OLD.publication <> '{BROUILLON}' AND NEW.publication = '{BROUILLON}'
AND (
  OLD.etat <> '{Etat.PROPOSE}'
  OR EXISTS (SELECT 1 FROM public.engagements_signature WHERE engagement_id = NEW.id)
)""",
    ),
    # Signatures are never taken away: what is counted stays.
    interdit(
        "engagement_deux_signatures",
        "Un engagement est signé quand les deux parties ont signé.",
        f"OLD.etat = '{Etat.PROPOSE}' AND NEW.etat = '{Etat.SIGNE}' AND NOT ({_DEUX_SIGNATURES})",
        quand=Change("etat"),
    ),
    # Whoever verifies holds this row first (`verification_par_une_autre`).
    interdit(
        "engagement_tenu_verifie",
        "Un engagement est tenu quand une autre partie le confirme.",
        f"OLD.etat = '{Etat.EN_COURS}' AND NEW.etat = '{Etat.TENU}' AND NOT {_TENU_VERIFIE}",
        quand=Change("etat"),
    ),
    interdit(
        "engagement_retrait_decide",
        "Un engagement signé se retire par une décision du comité; sinon, la coordination écrit pourquoi.",
        f"""
NEW.etat = '{Etat.RETIRE}'
AND (OLD.etat IN {parmi(EN_VIGUEUR)} OR OLD.decision <> '' OR btrim(OLD.sans_decision) <> '')
AND NEW.decision = ''
AND {sans_motif("NEW.sans_decision")}
-- The file of a plan may not name the decision; who withdraws here does.
AND NOT (NEW.decision_inconnue AND public.session_du_proprietaire())""",
        quand=Change("etat", "decision", "sans_decision", "decision_inconnue"),
    ),
    interdit(
        "engagement_inconnue_du_fichier",
        "Un engagement signé se retire par une décision du comité; sinon, la coordination écrit pourquoi.",
        """
NEW.decision_inconnue
AND (TG_OP = 'INSERT' OR NOT OLD.decision_inconnue)
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
    ),
    interdit(
        "engagement_motif_requis",
        "Rouvrir un engagement demande un motif.",
        f"""
OLD.etat IN {parmi(ISSUES)} AND NEW.etat = '{Etat.EN_COURS}'
AND {sans_motif(_MOTIF)}""",
        quand=Change("etat"),
    ),
    *QUATRE_YEUX,
    sans_boucle(
        "remplace",
        "engagement_remplace_sans_boucle",
        "Un engagement ne se remplace pas lui-même, même par d'autres.",
    ),
    interdit(
        "engagement_publie_le_garde",
        "La date de première publication ne s'efface pas.",
        "OLD.publie_le IS NOT NULL AND NEW.publie_le IS NULL",
    ),
    pgtrigger.Trigger(
        name="passage",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=Change("etat"),
        func="""
INSERT INTO public.engagements_passage (engagement_id, de, vers, motif, par_id, le)
VALUES (
  NEW.id, OLD.etat, NEW.etat,
  btrim(coalesce(current_setting('partenariat.motif', true), '')),
  (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint,
  -- A plan file tells of the past: its dates are its own. Commands load it, never the web.
  CASE WHEN public.session_du_proprietaire()
       THEN coalesce(nullif(current_setting('partenariat.le', true), '')::timestamptz, clock_timestamp())
       ELSE clock_timestamp() END
);
RETURN NULL;
""",
    ),
]

LIEN_ACTION = [
    du_meme(
        "engagement_action_du_plan",
        "L'action d'un engagement est du même plan que lui.",
        action__plan="engagement__plan",
    ),
]

_CONTREPARTIE = (
    "engagement_contrepartie_d_une_autre",
    "Une contrepartie est l'engagement d'une autre organisation, dans le même plan.",
)
LIEN_CONTREPARTIE = [
    du_meme(*_CONTREPARTIE, nom="meme_plan", from_engagement__plan="to_engagement__plan"),
    d_un_autre(*_CONTREPARTIE, nom="autre_partie", from_engagement__partie="to_engagement__partie"),
    # The other side of a counterpart may verify: nobody is made one after the signatures.
    interdit(
        "engagement_contrepartie_tardive",
        "Un engagement signé ne reçoit de nouvelle contrepartie que de l'organisation envers qui il est "
        "pris.",
        f"""
EXISTS (
  SELECT 1 FROM public.engagements_engagement e
  JOIN public.engagements_engagement c ON c.id = NEW.to_engagement_id
  WHERE e.id = NEW.from_engagement_id
  AND e.etat <> '{Etat.PROPOSE}'
  AND c.partie_id <> e.envers_id
)
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
        avant="""
-- Held: it is not signed while the link is being made.
PERFORM 1 FROM public.engagements_engagement WHERE id = NEW.from_engagement_id FOR SHARE;
""",
    ),
]
