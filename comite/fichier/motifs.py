"""Why an action is set aside, where its own entry does not say: the decisions of the committee may."""

from actions.fichier.constat import Constat
from actions.fichier.noeuds import ILLISIBLE, Noeud
from actions.models.etats import AVEC_MOTIF
from comite.fichier import schema
from comite.models.effet import STATUTS, motif_public


def motifs_des_decisions(noeud: Noeud) -> dict[tuple[str, str], tuple[str, str]]:
    """By action code and statut: number and reason of the last decision that suspends or abandons the action.

    A decision says what it did to the plan by its keys alone (`effet`, or `effets`), never by its words. What
    is wrong in the file is said where meetings are checked.
    """
    seances, motifs = schema.SEANCES.lire(noeud, Constat()), {}
    for seance in () if seances is ILLISIBLE else seances:
        for decision in seance.get("decisions", ()):
            numero = decision.get("numero")
            for dit in schema.effets(decision):
                action, statut = dit.get("action"), STATUTS.get(dit.get("effet", ""))
                if numero and action and statut in AVEC_MOTIF:
                    motif = dit.get("motif")
                    motifs[action, statut.value] = (numero, motif_public(numero, motif) if motif else "")
    return motifs
