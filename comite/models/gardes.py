"""The guards of the committee in PostgreSQL: what a page refuses, an import or the shell cannot do either."""

import pgtrigger

from comite.models.etats import PASSAGES, EtatProcesVerbal, EtatSeance
from comite.models.numeros import nommee
from comite.models.presents import SOMMES
from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.ecriture import Change, parmi, refus
from partenariat.gardes.regles import (
    ECRIRE,
    ajout_seulement,
    du_meme,
    fige_avec,
    fige_quand,
    interdit,
    passages,
    rattachement,
    sans_chevauchement,
    version,
)
from partenariat.histoire.temps import AUJOURD_HUI

_A_DES_EFFETS = "EXISTS (SELECT 1 FROM public.comite_effet WHERE decision_id = OLD.id)"
_EST_NOMMEE = nommee("(SELECT plan_id FROM public.comite_seance WHERE id = OLD.seance_id)", "OLD.numero")
"""Whoever names it holds it, and its meeting (`numeros`): no lock."""


def _a_lieu(seance: str) -> str:
    """SQL: the meeting is held or under way (`Seance.a_lieu`)."""
    etats = parmi((EtatSeance.CONVOQUEE, EtatSeance.TENUE))
    return f"({seance}.etat IN {etats} AND {seance}.date <= {AUJOURD_HUI})"


DATES_DES_PASSAGES = pgtrigger.Trigger(
    name="date_des_passages",
    when=pgtrigger.Before,
    operation=ECRIRE,
    func=f"""
-- A plan file tells of the past; whoever says no day calls or cancels the meeting today.
IF NEW.etat = '{EtatSeance.CONVOQUEE}' AND NEW.convoquee_le IS NULL THEN
  NEW.convoquee_le := {AUJOURD_HUI};
END IF;
IF NEW.convoquee_le IS NOT NULL AND NEW.convoquee_pour IS NULL THEN
  NEW.convoquee_pour := NEW.date;
END IF;
IF NEW.etat = '{EtatSeance.ANNULEE}' AND NEW.annulee_le IS NULL THEN
  NEW.annulee_le := {AUJOURD_HUI};
END IF;
RETURN NEW;
""",
)
_SANS_MOTIF = refus("deplacement_motif_requis", "Une séance convoquée ne se déplace pas sans motif.")
DEPLACEMENT = pgtrigger.Trigger(
    name="deplacement",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=Change("date", "heure"),
    declare=[("motif", "text")],
    func=f"""
-- What the public was told: an hour that was not said yet may be.
IF OLD.convoquee_le IS NULL
OR OLD.date = NEW.date AND (OLD.heure IS NULL OR OLD.heure IS NOT DISTINCT FROM NEW.heure) THEN
  RETURN NULL;
END IF;
motif := btrim(coalesce(current_setting('partenariat.motif', true), ''));
IF {sans_motif("motif")} THEN{_SANS_MOTIF}END IF;
INSERT INTO public.comite_deplacement (seance_id, ancienne_date, ancienne_heure, motif, par_id, le)
VALUES (
  NEW.id, OLD.date, OLD.heure, motif,
  (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint,
  {AUJOURD_HUI}
);
RETURN NULL;
""",
)

SEANCE = [
    SOMMES.garde(),
    version(sauf=SOMMES.champs),
    DATES_DES_PASSAGES,
    DEPLACEMENT,
    passages(PASSAGES, "seance_passage_permis", "Cet état ne peut pas suivre celui-là."),
    # Members, points, decisions and rounds are of the plan of their meeting.
    fige_quand("seance_plan_fixe", "Une séance ne change pas de plan.", seulement=["plan"]),
    fige_quand(
        "seance_pv_fige",
        "Un procès-verbal approuvé ne se modifie plus.",
        f"OLD.etat_pv = '{EtatProcesVerbal.APPROUVE}'",
        libres=["version"],
    ),
    interdit(
        "seance_quorum_requis_fixe",
        "Les présences sont inscrites : le quorum requis ne change plus.",
        """
OLD.quorum_requis IS NOT NULL
AND OLD.quorum_requis IS DISTINCT FROM NEW.quorum_requis
AND coalesce(OLD.presents_comptes, OLD.presents_consignes) IS NOT NULL
AND NOT public.session_du_proprietaire()""",
        quand=Change("quorum_requis"),
    ),
    interdit(
        "seance_presents_du_fichier",
        "Le nombre des archives vient du fichier du plan : inscrivez les présences.",
        """
NEW.presents_consignes IS NOT NULL
AND (TG_OP = 'INSERT' OR OLD.presents_consignes IS DISTINCT FROM NEW.presents_consignes)
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
    ),
    # After the sums, which this reads; the meeting is held by whoever changes it or its attendance.
    interdit(
        "seance_quorum_garde",
        "Une décision de cette séance a changé le plan : ses présences gardent le quorum.",
        f"""
NEW.quorum IS NOT TRUE
AND EXISTS (
  SELECT 1 FROM public.comite_decision d
  WHERE d.seance_id = NEW.id
  AND (
    EXISTS (SELECT 1 FROM public.comite_effet e WHERE e.decision_id = d.id)
    OR {nommee("NEW.plan_id", "d.numero")}
  )
)""",
        when=pgtrigger.After,
    ),
    interdit(
        "seance_pv_approuve_plus_tard",
        "Un procès-verbal s'approuve à une séance tenue plus tard, du même plan.",
        f"""
NEW.approuve_a_id IS NOT NULL
AND NOT EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.id = NEW.approuve_a_id
  AND s.plan_id = NEW.plan_id
  AND s.date > NEW.date
  AND {_a_lieu("s")}
)""",
        a=ECRIRE,
        avant="""
-- The later meeting is held: it is not put back before this one meanwhile (`seance_approuve_d_autres`).
PERFORM 1 FROM public.comite_seance WHERE id = NEW.approuve_a_id FOR SHARE;
""",
    ),
    # What is approved no longer moves, and what is being approved holds this row: no lock.
    interdit(
        "seance_approuve_d_autres",
        "Un procès-verbal a été approuvé à cette séance : elle reste plus tard que lui.",
        f"""
EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.approuve_a_id = NEW.id
  AND (s.plan_id <> NEW.plan_id OR s.date >= NEW.date OR NOT {_a_lieu("NEW")})
)""",
    ),
    # Whoever decides there holds this row (`decision_seance_tenue`): no lock.
    interdit(
        "seance_a_decide",
        "Cette séance a déjà pris une décision.",
        f"""
NOT {_a_lieu("NEW")}
AND EXISTS (SELECT 1 FROM public.comite_decision WHERE seance_id = NEW.id)""",
        quand=Change("etat", "date"),
    ),
    fige_quand(
        "seance_convocation_figee",
        "Ce qui est convoqué ne se reprend pas.",
        "OLD.convoquee_le IS NOT NULL",
        seulement=["convoquee_le", "convoquee_pour"],
    ),
    fige_quand(
        "seance_annulee_figee",
        "Une séance annulée ne change plus.",
        f"OLD.etat = '{EtatSeance.ANNULEE}'",
        # Its state: `seance_passage_permis`.
        sauf="NEW.etat <> OLD.etat",
        libres=["version"],
    ),
    # A point that is being written holds both meetings: no lock (`point_approuve_plus_tot`).
    interdit(
        "seance_points_d_approbation",
        "Un ordre du jour approuve le procès-verbal d'une séance : elle reste plus tôt que lui.",
        """
EXISTS (
  SELECT 1 FROM public.comite_point p
  JOIN public.comite_seance autre ON autre.id = p.seance_id OR autre.id = p.approuve_id
  WHERE p.approuve_id IS NOT NULL
  AND (
    (p.seance_id = NEW.id AND autre.id = p.approuve_id AND autre.date >= NEW.date)
    OR (p.approuve_id = NEW.id AND autre.id = p.seance_id AND autre.date <= NEW.date)
  )
)""",
        quand=Change("date"),
    ),
    interdit(
        "seance_tenue_gardee",
        "Une séance convoquée ou tenue ne s'efface pas.",
        f"OLD.etat = '{EtatSeance.TENUE}' OR OLD.convoquee_le IS NOT NULL",
        a=pgtrigger.Delete,
    ),
]


def fige(nom: str, *, libres: tuple[str, ...] = (), par: str = "seance", **reste: str) -> pgtrigger.Trigger:
    """Once the minutes of a meeting are approved, nothing of it changes: refused as `<nom>_pv_approuve`.

    Args:
        libres: fields that life goes on changing (where a follow-up stands).
        par: path to the meeting of which it is a part.
    """
    return fige_avec(
        par,
        f"ensemble.etat_pv = '{EtatProcesVerbal.APPROUVE}'",
        f"{nom}_pv_approuve",
        "Le procès-verbal de cette séance est approuvé : rien n'y change.",
        libres=libres,
        **reste,
    )


MEMBRE_DU_PLAN = du_meme(
    "presence_membre_du_plan",
    "Cette personne siège au comité d'un autre plan.",
    membre__plan="seance__plan",
)

OBJETS_D_UN_AUTRE_PLAN = "L'action ou l'engagement est d'un autre plan que la séance."
OBJETS_DU_PLAN = du_meme(
    "comite_objets_du_plan",
    OBJETS_D_UN_AUTRE_PLAN,
    action__plan="seance__plan",
    engagement__plan="seance__plan",
)

POINT = [
    fige("point"),
    # What was called stays as it was read.
    fige_avec(
        "seance",
        f"ensemble.etat = '{EtatSeance.ANNULEE}'",
        "point_seance_annulee",
        "Cette séance est annulée : son ordre du jour ne change plus.",
    ),
    OBJETS_DU_PLAN,
    du_meme(
        "point_approuve_du_plan",
        "Ce procès-verbal est celui d'un autre plan.",
        approuve__plan="seance__plan",
    ),
    interdit(
        "point_approuve_plus_tot",
        "Le procès-verbal à approuver est celui d'une séance antérieure.",
        """
NEW.approuve_id IS NOT NULL
AND NOT EXISTS (
  SELECT 1 FROM public.comite_seance s, public.comite_seance celle_ci
  WHERE s.id = NEW.approuve_id AND celle_ci.id = NEW.seance_id AND s.date < celle_ci.date
)""",
        a=ECRIRE,
        avant="""
-- Neither meeting changes its day meanwhile (`seance_points_d_approbation`).
PERFORM 1 FROM public.comite_seance WHERE id IN (NEW.approuve_id, NEW.seance_id) ORDER BY id FOR SHARE;
""",
    ),
    rattachement(
        "seance",
        "decisions",
        "decision_point_de_la_seance",
        "Une décision de sa séance porte sur ce point.",
    ),
]

DECISION = [
    fige("decision"),
    pgtrigger.Trigger(
        name="sans_quorum",
        when=pgtrigger.Before,
        operation=ECRIRE,
        func="""
-- What was written without quorum stays a recommendation, whoever is found present afterwards.
NEW.sans_quorum := CASE TG_OP
  WHEN 'INSERT' THEN (SELECT quorum IS NOT TRUE FROM public.comite_seance WHERE id = NEW.seance_id)
  ELSE OLD.sans_quorum
END;
RETURN NEW;
""",
    ),
    interdit(
        "decision_seance_tenue",
        "Une décision se prend à une séance qui se tient.",
        f"""
NOT EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.id = NEW.seance_id AND {_a_lieu("s")}
)""",
        a=pgtrigger.Insert,
        avant="""
-- The meeting is held: it is not cancelled while a decision is being taken there.
PERFORM 1 FROM public.comite_seance WHERE id = NEW.seance_id FOR SHARE;
""",
    ),
    du_meme(
        "decision_point_de_la_seance",
        "Ce point est à l'ordre du jour d'une autre séance.",
        point__seance="seance",
    ),
    sans_chevauchement(
        "decision_numero_du_plan",
        "Ce numéro est déjà celui d'une autre décision du plan.",
        dans="seance__plan",
        memes=["numero"],
    ),
    interdit(
        "decision_effet_fige",
        "L'effet d'une décision est déjà appliqué : prenez-en une autre.",
        _A_DES_EFFETS,
        quand=Change("seance", "numero"),
    ),
    interdit(
        "decision_nommee",
        "Une action ou un engagement repose sur cette décision : elle garde son numéro et sa séance.",
        _EST_NOMMEE,
        a=pgtrigger.Update | pgtrigger.Delete,
        avant="""
IF TG_OP = 'UPDATE' AND (OLD.seance_id, OLD.numero) IS NOT DISTINCT FROM (NEW.seance_id, NEW.numero) THEN
  RETURN NEW;
END IF;""",
    ),
    interdit(
        "decision_gardee",
        "Une décision qui a changé le plan ne s'efface pas.",
        _A_DES_EFFETS,
        a=pgtrigger.Delete,
    ),
]

EFFET = [
    fige("effet", par="decision__seance"),
    du_meme(
        "comite_objets_du_plan",
        OBJETS_D_UN_AUTRE_PLAN,
        action__plan="decision__seance__plan",
        engagement__plan="decision__seance__plan",
    ),
    du_meme("effet_jalon_de_l_action", "Ce jalon est d'une autre action.", jalon__action="action"),
    interdit(
        "effet_avec_quorum",
        "Une décision ne change le plan qu'avec un quorum consigné : sans lui, la séance recommande.",
        """
(
  SELECT s.quorum FROM public.comite_decision d
  JOIN public.comite_seance s ON s.id = d.seance_id
  WHERE d.id = NEW.decision_id
) IS NOT TRUE""",
        a=pgtrigger.Insert,
        avant="""
-- The meeting is held: its attendance does not fall while the effect is being written
-- (`seance_quorum_garde`).
PERFORM 1 FROM public.comite_seance
WHERE id = (SELECT seance_id FROM public.comite_decision WHERE id = NEW.decision_id)
FOR SHARE;
""",
    ),
    ajout_seulement("effet_inalterable", "L'effet d'une décision est déjà appliqué : prenez-en une autre."),
]

SUITE = [
    fige("suite", libres=("etat", "note", "close_le")),
    du_meme(
        "suite_decision_de_la_seance",
        "Cette décision est d'une autre séance.",
        decision__seance="seance",
    ),
]


def lien_de_decision(objet: str) -> list[pgtrigger.Trigger]:
    """The guards of the link from a decision to an `objet` (`action`, `engagement`) that it concerns."""
    return [
        fige(f"decision_{objet}", par="decision__seance"),
        du_meme(
            f"decision_{objet}_du_plan",
            "Ce que vise une décision est du plan de sa séance.",
            **{f"{objet}__plan": "decision__seance__plan"},
        ),
    ]
