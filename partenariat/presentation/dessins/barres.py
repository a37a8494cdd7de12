"""Stacked bars that say their numbers: in each part, or beside the bar; the sum at the end of its line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partenariat.presentation.dessins.echelles import couper, largeur, plier, pour_cent
from partenariat.presentation.dessins.poses import Cadre, Cle, Pose, Texte
from partenariat.presentation.formats import nombre

CORPS = 14
LIGNE, BARRE, ENTRE = 20, 28, 16
"""Pixels: a line of text, a bar, the blank before the next."""
JOUR = 8
"""Pixels that a number keeps clear in its part, and between a name and a sum."""


@dataclass(frozen=True)
class Part:
    etat: str
    """Its class: `part--<etat>`."""
    nom: str
    nombre: int


@dataclass(frozen=True)
class Ligne:
    nom: str
    parts: Sequence[Part]

    @property
    def total(self) -> int:
        return sum(part.nombre for part in self.parts)


@dataclass(frozen=True)
class _Rect:
    x: str
    largeur: str
    etat: str
    titre: str


@dataclass(frozen=True)
class _Rangee:
    """A bar in its place."""

    y: int
    rects: list[_Rect]
    textes: list[Texte]

    @property
    def haut(self) -> str:
        return str(self.y)


@dataclass(frozen=True)
class Barres:
    """The parts of every line come in the same order, that of the legend.

    Attributes:
        lignes: those without a part are said, with no bar.
    """

    lignes: Sequence[Ligne]

    def poser(self, cadre: Cadre) -> Pose:
        plus = max((ligne.total for ligne in self.lignes), default=0) or 1
        rangees, y = [], 0
        for ligne in self.lignes:
            rangee, y = _poser(ligne, plus, cadre, y)
            rangees.append(rangee)
        return Pose(
            "dessins/barres.svg",
            max(0, y - ENTRE),
            {"rangees": rangees, "epaisseur": str(BARRE)},
            [Cle(f"part--{etat}", nom) for etat, nom in self._noms().items()],
        )

    def _noms(self) -> Mapping[str, str]:
        """The states that are there, in their order."""
        ordre = {part.etat: part.nom for ligne in self.lignes for part in ligne.parts}
        presents = {part.etat for ligne in self.lignes for part in ligne.parts if part.nombre}
        return {etat: nom for etat, nom in ordre.items() if etat in presents}


def _poser(ligne: Ligne, plus: int, cadre: Cadre, y: int) -> tuple[_Rangee, int]:
    """The line from `y` down, and where the next one begins."""
    tetes = {classe: _tete(ligne, plus, place) for classe, place in cadre.largeurs.items()}
    plus_haute = max(len(lignes) for lignes in tetes.values())
    dessous = y + LIGNE * plus_haute
    textes = list(_chiffres(ligne, plus, cadre, dessous))
    for classe, lignes in _reunies(tetes):
        for rang, (gauche, droite, suite) in enumerate(lignes):
            # Each stands on its bar, whatever room it takes at another width.
            base = y + LIGNE * (plus_haute - len(lignes) + rang) + CORPS
            if gauche:
                textes.append(Texte("0", base, gauche, "start", f"d-nom {classe}".strip()))
            dit = f"d-fort {classe}".strip()
            textes.append(Texte("100%", base, droite, "end", dit, suite=suite))
    rects, x = [], 0
    for part in ligne.parts:
        if part.nombre:
            titre = _("%(ligne)s : %(nom)s, %(n)s") % {
                "ligne": ligne.nom,
                "nom": part.nom.lower(),
                "n": nombre(part.nombre),
            }
            rects.append(_Rect(pour_cent(x / plus), pour_cent(part.nombre / plus), part.etat, titre))
            x += part.nombre
    return _Rangee(dessous, rects, textes), dessous + BARRE + ENTRE


def _tient(part: Part, plus: int, place: int) -> bool:
    """Whether its number fits in it."""
    return part.nombre / plus * place >= largeur(nombre(part.nombre), CORPS, gras=True) + JOUR


def _tete(ligne: Ligne, plus: int, place: int) -> list[tuple[str, str, str]]:
    """What is written over a bar, line by line: its name; to the right its sum, then the thin parts."""
    minces = [
        _("%(nom)s %(n)s") % {"nom": part.nom.lower(), "n": nombre(part.nombre)}
        for part in ligne.parts
        if part.nombre and not _tient(part, plus, place)
    ]
    total = nombre(ligne.total)
    reste = place - JOUR - largeur(total, CORPS, gras=True)
    nom = couper(ligne.nom, reste, CORPS, gras=True)
    suite = "".join(f"\N{NO-BREAK SPACE}· {mince}" for mince in minces)
    if largeur(nom + total, CORPS, gras=True) + JOUR + largeur(suite, CORPS) <= place:
        return [(nom, total, suite)]
    return [(nom, total, ""), *(("", "", dite) for dite in plier(minces, place, CORPS))]


def _reunies(tetes: Mapping[str, list]) -> list[tuple[str, list]]:
    """What is the same at every width is drawn once, for all of them."""
    differentes = list(tetes.values())
    if all(une == differentes[0] for une in differentes):
        return [("", differentes[0])]
    return list(tetes.items())


def _chiffres(ligne: Ligne, plus: int, cadre: Cadre, y: int) -> Iterator[Texte]:
    """The number of each part that has room for it."""
    x = 0
    for part in ligne.parts:
        milieu = (x + part.nombre / 2) / plus
        x += part.nombre
        ou = [c for c, place in cadre.largeurs.items() if part.nombre and _tient(part, plus, place)]
        if ou:
            # What fits where it is narrowest fits everywhere.
            classe = "" if len(ou) == len(cadre.largeurs) else ou[0]
            ton = f"d-chiffre sur--{part.etat} {classe}".strip()
            yield Texte(pour_cent(milieu), y + BARRE // 2 + 5, nombre(part.nombre), "middle", ton)
