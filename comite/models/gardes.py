"""The guards of the committee in PostgreSQL: what a page refuses, an import or the shell cannot do either.

Those of the meeting itself: `gardes_seance`.
"""

import pgtrigger
from django.utils.translation import gettext_noop

from comite.models.etats import EtatProcesVerbal, EtatSeance
from comite.models.gardes_seance import a_lieu
from comite.models.numeros import nommee
from comite.models.presents import DES_PRESENCES
from partenariat.gardes.dates import date_par_le_serveur, jours_par_le_serveur
from partenariat.gardes.ecriture import Change
from partenariat.gardes.regles import (
    ECRIRE,
    Regle,
    ajout_seulement,
    du_meme,
    fige_avec,
    fige_quand,
    interdit,
    interdits,
    sans_chevauchement,
)

RECOMMANDATION = gettext_noop(
    "Écrite sans quorum consigné, une recommandation le reste : elle ne change rien au plan."
)
"""Also said at its line by a plan file that gives it an effect."""
_A_DES_EFFETS = "EXISTS (SELECT 1 FROM public.comite_effet WHERE decision_id = OLD.id)"
_EST_NOMMEE = nommee("(SELECT plan_id FROM public.comite_seance WHERE id = OLD.seance_id)", "OLD.numero")
"""Whoever names it holds it, and its meeting (`numeros`): no lock."""


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


PRESENCE = [
    # It sums: its whole is written after it.
    fige("presence", verrou="FOR NO KEY UPDATE"),
    du_meme(
        "presence_membre_du_plan",
        "Cette personne siège au comité d'un autre plan.",
        membre__plan="seance__plan",
    ),
    fige_quand(
        "presence_seance_fixe",
        "Une présence reste celle de sa séance, et de la même personne.",
        seulement=["seance", "membre"],
    ),
    # Without any, attendance was not taken, and the quorum asked may be said again.
    interdit(
        "presence_gardee",
        "Une présence inscrite ne s'efface pas : inscrivez plutôt une absence.",
        "NOT public.session_du_proprietaire()",
        a=pgtrigger.Delete,
    ),
    *DES_PRESENCES,
]

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
    fige_quand("point_seance_fixe", "Un point reste à l'ordre du jour de sa séance.", seulement=["seance"]),
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
  -- A plan file says so of one that attendance, as it tells it, would make a decision.
  WHEN 'INSERT' THEN NEW.sans_quorum
    OR (SELECT quorum IS NOT TRUE FROM public.comite_seance WHERE id = NEW.seance_id)
  ELSE OLD.sans_quorum
END;
RETURN NEW;
""",
    ),
    date_par_le_serveur(),
    # Elsewhere, it would be of another plan, of a day to come, or of one with quorum.
    fige_quand(
        "decision_fixe",
        "Une décision garde sa séance, sa date et la personne qui l'a inscrite.",
        seulement=["seance", "le", "par"],
    ),
    interdit(
        "decision_seance_tenue",
        "Une décision se prend à une séance qui se tient.",
        f"""
NOT EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.id = NEW.seance_id AND {a_lieu("s")}
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
        quand=Change("numero"),
    ),
    interdit(
        "decision_nommee",
        "Une action ou un engagement repose sur cette décision : elle garde son numéro.",
        _EST_NOMMEE,
        a=pgtrigger.Update | pgtrigger.Delete,
        avant="""
IF TG_OP = 'UPDATE' AND OLD.numero = NEW.numero THEN
  RETURN NEW;
END IF;""",
    ),
    interdit(
        "decision_gardee",
        "Une décision qui a changé le plan ne s'efface pas : prenez-en une nouvelle.",
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
    interdits(
        "effet_avec_quorum",
        Regle(
            "effet_avec_quorum",
            "Une décision ne change le plan qu'avec un quorum consigné : sans lui, la séance recommande.",
            "quorum IS NOT TRUE",
        ),
        # Whoever is found present afterwards: `Decision.sans_quorum` is what was known when it was written.
        Regle("effet_d_une_recommandation", RECOMMANDATION, "sans"),
        a=pgtrigger.Insert,
        declare={"quorum": "boolean", "sans": "boolean"},
        avant="""
-- The meeting is held: its attendance does not fall while the effect is being written
-- (`seance_quorum_garde`).
PERFORM 1 FROM public.comite_seance
WHERE id = (SELECT seance_id FROM public.comite_decision WHERE id = NEW.decision_id)
FOR SHARE;
SELECT s.quorum, d.sans_quorum INTO quorum, sans
FROM public.comite_decision d JOIN public.comite_seance s ON s.id = d.seance_id
WHERE d.id = NEW.decision_id;
""",
    ),
    ajout_seulement("effet_inalterable", "L'effet d'une décision est déjà appliqué : prenez-en une autre."),
]

SUITE = [
    fige("suite", libres=("etat", "note", "close_le")),
    fige_quand("suite_seance_fixe", "Une suite reste celle de sa séance.", seulement=["seance"]),
    jours_par_le_serveur("close_le"),
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
