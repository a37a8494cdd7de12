"""The guards of `Engagement` in PostgreSQL: what the admin refuses, an import or SQL cannot do either."""

import pgtrigger
from django.utils.translation import gettext_noop

from engagements.models.cycle import CYCLE
from engagements.models.etats import (
    AVEC_MOTIF,
    EN_VIGUEUR,
    ISSUES,
    Etat,
    Genre,
    Publication,
    Verdict,
)
from engagements.models.gardes_publication import PUBLICATION
from engagements.models.sommes import SOMMES, parole, tenu_conteste
from engagements.models.succession import MEMES_PARTIES
from engagements.models.texte import COMPOSER, DU_TEXTE
from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION, a_un_role
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

CODE_FIGE = gettext_noop("Le code d'un engagement ne change plus dès qu'il a été proposé aux parties.")

PROPOSE_RESTE = "Un engagement qui a été proposé aux parties ne s'efface pas : son code reste le sien."

FUT_PROPOSE = f"OLD.publication <> '{BROUILLON}' OR OLD.note_retour <> '' OR OLD.publie_le IS NOT NULL"

_MOTIF = "btrim(coalesce(current_setting('partenariat.motif', true), ''))"

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
  -- What kept it and was reopened proved wrong: it keeps it no more.
  AND NOT EXISTS (
    SELECT 1 FROM public.engagements_passage p
    WHERE p.engagement_id = NEW.id AND p.de = '{Etat.TENU}' AND p.vers = '{Etat.EN_COURS}' AND p.le >= d.le
  )
  -- What the party said since took it back; whoever contested it confirms it too. A plan file tells all that
  -- was said, then where it led.
  AND (
    public.session_du_proprietaire()
    OR NOT {tenu_conteste("NEW.id")} AND d.id = {parole("NEW.id")}
  )
)"""


GARDES = [
    SOMMES.garde(),
    version(sauf=SOMMES.champs),
    passages(CYCLE, "engagement_passage_permis", "Cet état ne peut pas suivre celui-là."),
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
    MEMES_PARTIES,
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
    interdit(
        "engagement_constat_de_quelqu_un",
        "L'issue, le retrait ou la réouverture d'un engagement s'inscrit par la coordination, ou par le "
        "comité qui en décide.",
        f"""
(NEW.etat IN {parmi(AVEC_MOTIF)} OR OLD.etat IN {parmi(ISSUES)})
AND NOT public.session_du_proprietaire()
AND NOT {a_un_role(COMPTE_DE_LA_SESSION, "coordination")}
AND NOT (
  NEW.etat = '{Etat.RETIRE}'
  AND (
    -- The committee decides to.
    {a_un_role(COMPTE_DE_LA_SESSION, "comite")} AND NEW.decision <> ''
    -- The version that is signed, by a link perhaps, makes the former one give way (`_succeder`).
    OR NEW.publication <> '{Publication.PUBLIEE}' AND EXISTS (
      SELECT 1 FROM public.engagements_engagement n
      WHERE n.remplace_id = NEW.id AND n.etat <> '{Etat.PROPOSE}'
    )
  )
)""",
        quand=Change("etat"),
    ),
    passages(
        CYCLE,
        "engagement_vie_permise",
        "Cette étape de la publication ne peut pas suivre celle-là.",
        "publication",
        # The file of a plan tells what was published elsewhere.
        sauf="public.session_du_proprietaire()",
    ),
    *PUBLICATION,
    fige_quand(
        "engagement_remplace_fixe",
        "Une version ne change pas d'engagement à remplacer.",
        "NOT public.session_du_proprietaire()",
        seulement=["remplace"],
    ),
    sans_boucle(
        "remplace",
        "engagement_remplace_sans_boucle",
        "Un engagement ne se remplace pas lui-même, même par d'autres.",
    ),
    pgtrigger.Trigger(
        name="passage",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=Change("etat"),
        func=f"""
INSERT INTO public.engagements_passage (engagement_id, de, vers, motif, par_id, le)
VALUES (
  NEW.id, OLD.etat, NEW.etat,
  btrim(coalesce(current_setting('partenariat.motif', true), '')),
  {COMPTE_DE_LA_SESSION},
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
