"""Why an action is suspended or abandoned, where its own entry does not say: the committee's decisions may.

A decision says what it did to the plan by its keys alone (`effet`, or `effets`), never by its words.
"""

from collections.abc import Iterator
from typing import NamedTuple

from actions.fichier.noeuds import Noeud
from actions.models.etats import Statut

STATUTS = {"suspendre": Statut.SUSPENDUE, "abandonner": Statut.ABANDONNEE}
"""What an effect leaves an action to be, where a reason is then asked for."""


class Effet(NamedTuple):
    """One effect that a decision says it had."""

    effet: str
    action: str
    """Code of the action."""
    motif: str


def effets_de(decision: Noeud) -> Iterator[Effet]:
    """The effects of a decision: its own keys, then each entry of `effets`, which may rest on its keys."""
    du_tout = {cle: _texte(decision.sous(cle)) for cle in ("action", "motif")}
    plusieurs = decision.sous("effets")
    for noeud in (decision, *(plusieurs.elements() if plusieurs else ())):
        if effet := _texte(noeud.sous("effet")):
            siens = {cle: _texte(noeud.sous(cle)) or commun for cle, commun in du_tout.items()}
            yield Effet(effet, **siens)


def motifs_des_decisions(seances: Noeud | None) -> dict[tuple[str, str], tuple[str, str]]:
    """By action code and statut: number and reason of the last decision that suspends or abandons the action.

    The reason of an effect is public at once, as on the site; the words of the decision are not.
    """
    motifs = {}
    for seance in seances.elements() if seances else ():
        decisions = seance.sous("decisions")
        for decision in decisions.elements() if decisions else ():
            numero = _texte(decision.sous("numero"))
            for effet, action, motif in effets_de(decision):
                if numero and action and (statut := STATUTS.get(effet)):
                    dit = f"Décision {numero} : {motif}" if motif else ""
                    motifs[action, statut.value] = (numero, dit)
    return motifs


def _texte(noeud: Noeud | None) -> str:
    return noeud.valeur.strip() if noeud and isinstance(noeud.valeur, str) else ""
