"""Why an action is suspended or abandoned, where its own entry does not say: the committee's decisions do."""

from actions.fichier.noeuds import Noeud
from actions.models.etats import Statut

INCONNU = "Motif non consigné dans le fichier du plan."
SANS_DECISION = "Repris du fichier du plan, qui ne nomme pas de décision."
EFFETS = {"suspendre": Statut.SUSPENDUE, "abandonner": Statut.ABANDONNEE}
"""The effects of a decision that change the status of its action."""


def motifs_des_decisions(seances: Noeud | None) -> dict[tuple[str, str], tuple[str, str]]:
    """By action code and statut: number and reason of the last decision that suspends or abandons the action.

    The words of a decision are public once the minutes are approved; until then its number alone is given.
    """
    motifs = {}
    for seance in seances.elements() if seances else ():
        proces_verbal = seance.sous("proces_verbal")
        approuve = _texte(proces_verbal.sous("etat") if proces_verbal else None) == "approuve"
        decisions = seance.sous("decisions")
        for decision in decisions.elements() if decisions else ():
            numero, libelle, action, effet = (
                _texte(decision.sous(cle)) for cle in ("numero", "libelle", "action", "effet")
            )
            if numero and action and effet in EFFETS:
                dit = f"Décision {numero} : {libelle}" if approuve else f"Décision {numero} du comité."
                motifs[action, EFFETS[effet].value] = (numero, dit)
    return motifs


def _texte(noeud: Noeud | None) -> str:
    return noeud.valeur.strip() if noeud and isinstance(noeud.valeur, str) else ""
