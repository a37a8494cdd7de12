"""Why an action is suspended or abandoned, where its own entry does not say: the committee's decisions do."""

from actions.fichier.noeuds import Noeud
from actions.models.etats import Statut

INCONNU = "Motif non consigné dans le fichier du plan."
VERBES = {Statut.SUSPENDUE: ("Suspendre",), Statut.ABANDONNEE: ("Abandonner", "Retirer")}


def motifs_des_decisions(seances: Noeud | None) -> dict[tuple[str, str], str]:
    """By action code and statut, the last decision of `seances` that suspends or abandons the action."""
    motifs = {}
    for seance in seances.elements() if seances else ():
        decisions = seance.sous("decisions")
        for decision in decisions.elements() if decisions else ():
            numero, libelle, action = (_texte(decision.sous(cle)) for cle in ("numero", "libelle", "action"))
            for statut, verbes in VERBES.items():
                if action and libelle.startswith(verbes):
                    motifs[action, statut.value] = f"Décision {numero} : {libelle}" if numero else libelle
    return motifs


def _texte(noeud: Noeud | None) -> str:
    return noeud.valeur.strip() if noeud and isinstance(noeud.valeur, str) else ""
