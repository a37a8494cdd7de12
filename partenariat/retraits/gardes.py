"""What PostgreSQL refuses of a withdrawal: who asks, who settles, and what changes no more."""

import pgtrigger

from partenariat.gardes.comptes import lui_meme
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.regles import fige_quand, interdit
from partenariat.retraits.registre import CONFIRME

_DE_LA_COORDINATION = "Un retrait se demande et se confirme par la coordination."

GARDES = [
    date_par_le_serveur("demande_le", "decide_le"),
    interdit(
        "retrait_commence_demande",
        "Un retrait commence par une demande.",
        "NEW.etat <> 'demande' AND NOT public.session_du_proprietaire()",
        a=pgtrigger.Insert,
    ),
    interdit(
        "retrait_demande_par_quelqu_un",
        _DE_LA_COORDINATION,
        f"""
NOT public.session_du_proprietaire()
AND NOT {lui_meme("NEW.demande_par_id", "coordination")}
-- What goes with a record was asked for with it.
AND NOT EXISTS (
  SELECT 1 FROM public.partenariat_retrait p
  WHERE p.id = NEW.avec_id AND p.demande_par_id = NEW.demande_par_id AND p.etat = 'demande'
)""",
        a=pgtrigger.Insert,
    ),
    interdit(
        "retrait_decide_par_quelqu_un",
        _DE_LA_COORDINATION,
        f"""
NEW.etat <> 'demande' AND NOT public.session_du_proprietaire()
AND (
  TG_OP = 'INSERT' OR (OLD.etat, OLD.decide_par_id) IS DISTINCT FROM (NEW.etat, NEW.decide_par_id)
)
AND NOT {lui_meme("NEW.decide_par_id", "coordination")}""",
    ),
    fige_quand(
        "retrait_demande_fige",
        "Ce qui est demandé se confirme ou se refuse tel quel.",
        "NOT public.session_du_proprietaire()",
        seulement=[
            "relation",
            "cle",
            "champ",
            "formulation",
            "quoi",
            "page",
            "page_cle",
            "avec",
            "cause",
            "demande_par",
            "demande_le",
            "caviarde_le",
            "compacte_le",
        ],
    ),
    fige_quand(
        "retrait_decide_fige",
        "Un retrait confirmé ou refusé ne se reprend pas.",
        "OLD.etat <> 'demande'",
        libres=["caviarde_le", "compacte_le", "empreintes", "motif", "motif_par"],
    ),
    # Not in two: what it says is read by all until it goes.
    fige_quand(
        "retrait_motif_remplace",
        "Le motif d'un retrait confirmé se remplace, par la coordination.",
        "NOT public.session_du_proprietaire()",
        seulement=["motif", "motif_par"],
        sauf=f"OLD.etat = '{CONFIRME}' AND {lui_meme('NEW.motif_par_id', 'coordination')}",
    ),
    # `caviarder` adds those of what quoted it.
    fige_quand(
        "retrait_empreintes_figees",
        "Les empreintes de ce qui est retiré ne changent plus.",
        "OLD.etat <> 'demande' AND NOT public.session_du_proprietaire()",
        seulement=["empreintes"],
    ),
    interdit(
        "retrait_ineffacable",
        "Un retrait reste au registre.",
        "true",
        a=pgtrigger.Delete,
    ),
]
