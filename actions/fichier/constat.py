"""What is wrong with a file: every error at once, each with its place."""

from actions.fichier.noeuds import Noeud

LIMITE = 50
"""Errors shown; the others are counted."""


class FichierRefuse(Exception):
    """The file cannot be loaded; the text says why, in French, for the person who keeps the file."""


class Constat:
    """Collects the errors, which refuse the file, and the warnings, which do not."""

    def __init__(self) -> None:
        self._erreurs: list[tuple[int, str]] = []
        self._avertissements: list[tuple[int, str]] = []

    def erreur(self, noeud: Noeud, texte: str) -> None:
        self._erreurs.append(_remarque(noeud, texte))

    def avertir(self, noeud: Noeud, texte: str) -> None:
        self._avertissements.append(_remarque(noeud, texte))

    @property
    def erreurs(self) -> list[str]:
        """In the order of the file."""
        return [texte for _rang, texte in sorted(self._erreurs, key=lambda remarque: remarque[0])]

    @property
    def avertissements(self) -> list[str]:
        return [texte for _rang, texte in sorted(self._avertissements, key=lambda remarque: remarque[0])]

    def exiger(self) -> None:
        """Goes on only where nothing is wrong.

        Raises:
            FichierRefuse: with every error, up to `LIMITE`.
        """
        if not self._erreurs:
            return
        nombre = len(self._erreurs)
        lignes = [f"{nombre} erreur{'s' if nombre > 1 else ''} ; rien n'a été écrit."]
        lignes += [f"  {texte}" for texte in self.erreurs[:LIMITE]]
        if nombre > LIMITE:
            lignes.append(f"  … et {nombre - LIMITE} autre{'s' if nombre - LIMITE > 1 else ''}")
        # What was left aside may be why something is missing.
        lignes += [f"  Attention, {texte}" for texte in self.avertissements[:LIMITE]]
        raise FichierRefuse("\n".join(lignes))


def _remarque(noeud: Noeud, texte: str) -> tuple[int, str]:
    rang = noeud.lieu if isinstance(noeud.lieu, int) else 0
    chemin = f" · {noeud.chemin}" if noeud.chemin else ""
    return rang, f"{noeud.ou}{chemin} : {texte}"
