"""Who wrote, proposed and published a commitment, and when: of two people, and never forgotten."""

from engagements.models.cycle import CYCLE
from engagements.models.etats import VISIBLES_DU_PUBLIC, Publication
from partenariat.gardes.comptes import lui_meme
from partenariat.gardes.dates import date_par_le_serveur
from partenariat.gardes.ecriture import parmi
from partenariat.gardes.regles import ECRIRE, fige_quand, interdit

_BROUILLON = Publication.BROUILLON
_DE_QUI = "L'engagement garde qui l'a rédigé, proposé et publié : la publication se fait à deux."
_HORS_BROUILLON = f"OLD.publication <> '{_BROUILLON}' AND NEW.publication <> '{_BROUILLON}'"
_VISIBLE = parmi(VISIBLES_DU_PUBLIC)
_ENTRE = f"(TG_OP = 'INSERT' OR OLD.publication NOT IN {_VISIBLE})"

PUBLICATION = [
    # Those whom `engagement_quatre_yeux` compares are never forgotten.
    fige_quand("engagement_auteur_garde", _DE_QUI, "OLD.auteur_id IS NOT NULL", seulement=["auteur"]),
    fige_quand(
        "engagement_propose_par_garde", _DE_QUI, _HORS_BROUILLON, seulement=["propose_par", "propose_le"]
    ),
    fige_quand(
        "engagement_publie_par_garde",
        _DE_QUI,
        f"OLD.publication IN {_VISIBLE} AND NEW.publication IN {_VISIBLE}",
        seulement=["publie_par"],
    ),
    # A plan file was decided upon elsewhere: commands load it, never the web.
    interdit(
        "engagement_propose_par_quelqu_un",
        "Un engagement est proposé aux parties par une personne de la coordination.",
        f"""
NEW.publication <> '{_BROUILLON}'
AND (TG_OP = 'INSERT' OR OLD.publication = '{_BROUILLON}')
AND NOT public.session_du_proprietaire()
AND NOT {lui_meme("NEW.propose_par_id", *CYCLE["proposer"].roles)}""",
        a=ECRIRE,
    ),
    interdit(
        "engagement_publie_par_quelqu_un",
        "Un engagement est publié par une personne de la coordination, qui ne l'a ni rédigé ni proposé.",
        f"""
NEW.publication IN {_VISIBLE} AND {_ENTRE}
AND NOT public.session_du_proprietaire()
AND NOT {lui_meme("NEW.publie_par_id", *CYCLE["publier"].roles)}""",
        a=ECRIRE,
    ),
    # « New » is said of it, and its age.
    fige_quand(
        "engagement_publie_le_garde",
        "La date de première publication ne change plus.",
        "OLD.publie_le IS NOT NULL",
        seulement=["publie_le"],
    ),
    date_par_le_serveur("propose_le", "publie_le"),
]
