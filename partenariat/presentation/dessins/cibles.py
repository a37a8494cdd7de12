"""The share of the way from a baseline to a target: a bar each, the target a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from partenariat.presentation.dessins.echelles import pour_cent
from partenariat.presentation.dessins.poses import Cadre, Cle, Pose

BORNES = (-0.25, 1.25)
"""How far a bar goes before the baseline and beyond the target; its number says the rest."""


@dataclass(frozen=True)
class Chemin:
    """How far one thing is.

    Attributes:
        part: 0 at the baseline, 1 at the target.
        etat: the class of its bar.
        dit: its figures.
    """

    nom: str
    part: float
    etat: str
    dit: str


@dataclass(frozen=True)
class Cibles:
    """Names and figures are text of the page, which folds by itself; only the bars are drawn."""

    chemins: Sequence[Chemin]
    noms: Sequence[tuple[str, str]]
    """Each state and its name, in order."""

    def poser(self, cadre: Cadre) -> Pose:
        bas = min(0.0, *(self._borne(c) for c in self.chemins), 0.0)
        haut = max(1.0, *(self._borne(c) for c in self.chemins), 1.0)

        def x(part: float) -> float:
            return (part - bas) / (haut - bas)

        lignes = [
            {
                "nom": c.nom,
                "dit": c.dit,
                "etat": c.etat,
                "x": pour_cent(x(min(0.0, self._borne(c)))),
                "largeur": pour_cent(abs(self._borne(c)) / (haut - bas)),
            }
            for c in self.chemins
        ]
        presents = {c.etat for c in self.chemins}
        contexte = {"lignes": lignes, "depart": pour_cent(x(0)), "but": pour_cent(x(1))}
        legende = [Cle(f"part--{etat}", nom) for etat, nom in self.noms if etat in presents]
        return Pose("dessins/cibles.html", 0, contexte, legende, sur="dessins/cibles.html")

    @staticmethod
    def _borne(chemin: Chemin) -> float:
        return max(BORNES[0], min(BORNES[1], chemin.part))
