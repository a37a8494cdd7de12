"""The guards of a meeting in PostgreSQL: its life, its quorum, its minutes."""

import pgtrigger
from django.utils.translation import gettext_noop

from actions.models.connues import plan_connu
from comite.models.cycle import SEANCE as CYCLE
from comite.models.etats import EtatProcesVerbal, EtatSeance
from comite.models.numeros import nommee
from comite.models.presents import SOMMES
from partenariat.donnees.motifs import sans_motif
from partenariat.gardes.comptes import COMPTE_DE_LA_SESSION
from partenariat.gardes.dates import date_par_le_serveur, jours_par_le_serveur
from partenariat.gardes.ecriture import Change, nommer, parmi, refus
from partenariat.gardes.regles import (
    ECRIRE,
    fige_quand,
    interdit,
    passages,
    version,
)
from partenariat.histoire.temps import AUJOURD_HUI


def a_lieu(seance: str) -> str:
    """SQL: the meeting is held or under way (`Seance.a_lieu`)."""
    etats = parmi((EtatSeance.CONVOQUEE, EtatSeance.TENUE))
    return f"({seance}.etat IN {etats} AND {seance}.date <= {AUJOURD_HUI})"


DATES_DES_PASSAGES = pgtrigger.Trigger(
    name="date_des_passages",
    when=pgtrigger.Before,
    operation=ECRIRE,
    func=f"""
-- Called today, for the day that it has: the web says no other (`jours_par_le_serveur`).
IF NEW.convoquee_le IS NOT NULL
AND (TG_OP = 'INSERT' OR OLD.convoquee_le IS NULL)
AND NOT public.session_du_proprietaire() THEN
  NEW.convoquee_pour := NEW.date;
END IF;
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
NUMERO_FIGE = gettext_noop(
    "Le numéro d'une séance ne change plus : il est dans son adresse, que d'autres ont."
)
SEANCE_RESTE = "Une séance convoquée, tenue ou que le public connaît ne s'efface pas : elle s'annule."
CONNUE = f"""
OLD.convoquee_le IS NOT NULL OR OLD.etat = '{EtatSeance.TENUE}' OR {plan_connu("OLD.plan_id")}"""
"""Whether a meeting has an address that others keep: what is planned is in the calendar of a public plan."""
AU_PASSE = gettext_noop("Une séance convoquée ne se déplace pas à un jour passé.")
nommer("deplacement_motif_requis", ["motif_deplacement"])
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
  {COMPTE_DE_LA_SESSION},
  {AUJOURD_HUI}
);
RETURN NULL;
""",
)

SEANCE = [
    SOMMES.garde(),
    version(sauf=SOMMES.champs),
    DATES_DES_PASSAGES,
    jours_par_le_serveur("convoquee_le", "annulee_le"),
    date_par_le_serveur("approuve_le"),
    DEPLACEMENT,
    interdit(
        "seance_deplacee_au_passe",
        AU_PASSE,
        f"""
OLD.convoquee_le IS NOT NULL AND NEW.date < {AUJOURD_HUI}
AND NOT public.session_du_proprietaire()""",
        quand=Change("date"),
    ),
    passages(CYCLE, "seance_passage_permis", "Cet état ne peut pas suivre celui-là."),
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
        "Des présences ou une décision sont inscrites, ou la séance est tenue : le quorum requis ne change "
        "plus.",
        # Whoever decides there holds this row (`decision_seance_tenue`): no lock.
        f"""
OLD.quorum_requis IS NOT NULL
AND OLD.quorum_requis IS DISTINCT FROM NEW.quorum_requis
AND (
  coalesce(OLD.presents_comptes, OLD.presents_consignes) IS NOT NULL
  OR OLD.etat = '{EtatSeance.TENUE}'
  OR EXISTS (SELECT 1 FROM public.comite_decision WHERE seance_id = NEW.id)
)
AND NOT public.session_du_proprietaire()""",
        quand=Change("quorum_requis"),
    ),
    interdit(
        "seance_presents_du_fichier",
        "Le nombre des archives vient du fichier du plan : inscrivez les présences.",
        """
(TG_OP = 'UPDATE' OR NEW.presents_consignes IS NOT NULL)
AND (TG_OP = 'INSERT' OR OLD.presents_consignes IS DISTINCT FROM NEW.presents_consignes)
AND NOT public.session_du_proprietaire()""",
        a=ECRIRE,
        champs=["presents_consignes"],
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
  AND {a_lieu("s")}
)""",
        a=ECRIRE,
        avant="""
-- The later meeting is held: it is not put back before this one meanwhile (`seance_approuve_d_autres`).
PERFORM 1 FROM public.comite_seance WHERE id = NEW.approuve_a_id FOR SHARE;
""",
        champs=["approuve_a", "date"],
    ),
    # What is approved no longer moves, and what is being approved holds this row: no lock.
    interdit(
        "seance_approuve_d_autres",
        "Un procès-verbal a été approuvé à cette séance : elle reste plus tard que lui.",
        f"""
EXISTS (
  SELECT 1 FROM public.comite_seance s
  WHERE s.approuve_a_id = NEW.id
  AND (s.plan_id <> NEW.plan_id OR s.date >= NEW.date OR NOT {a_lieu("NEW")})
)""",
        champs=["date"],
    ),
    # Whoever decides there holds this row (`decision_seance_tenue`): no lock.
    interdit(
        "seance_a_decide",
        "Cette séance a déjà pris une décision : gardez-la telle quelle.",
        f"""
NOT {a_lieu("NEW")}
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
]
