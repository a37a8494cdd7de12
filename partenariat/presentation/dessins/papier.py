"""A drawing in a document: typst knows no custom property, no light and dark, and its pages do not stretch.

The very rules of the stylesheet are written into the drawing, each colour as jetons.css says it for a light
ground.
"""

import re
from functools import cache

from django.conf import settings

from partenariat.presentation.dessins.echelles import largeur
from partenariat.presentation.dessins.poses import Cadre, Cle, Figure, Pose, rendre

LARGEUR = 620
"""Pixels of a drawing, of which a page of a document is as wide."""
ECHANTILLON, ENTRE, LIGNE, AU_DESSUS = 14, 28, 22, 14
"""Pixels of a legend: a sample of a bar, what parts two of them, a line, the blank over it."""
TRAIT = 32
_COMMENTAIRE = re.compile(r"/\*.*?\*/", re.S)
_JETON = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.M)
_CLAIR = re.compile(r"light-dark\(\s*((?:[^(),]|\([^()]*\))+),(?:[^()]|\([^()]*\))+\)")


@cache
def _feuille(nom: str) -> str:
    chemin = settings.RACINE / "static" / "css" / f"{nom}.css"
    return _COMMENTAIRE.sub("", chemin.read_text(encoding="utf-8"))


@cache
def jetons() -> dict[str, str]:
    """Each token as it is on a light ground, written out."""
    dits: dict[str, str] = {}
    for nom, valeur in _JETON.findall(_feuille("jetons")):
        # What comes later in the sheet is for a narrow page, or a reader's choice.
        dits.setdefault(nom, _CLAIR.sub(lambda t: t[1].strip(), valeur))
    return {nom: _ecrit(valeur, dits) for nom, valeur in dits.items()}


def _ecrit(valeur: str, dits: dict[str, str]) -> str:
    while "var(" in valeur:
        valeur = re.sub(r"var\((--[\w-]+)\)", lambda t: dits[t[1]], valeur)
    return valeur.strip()


@cache
def style() -> str:
    """The rules of `dessins.css` that hold on paper, their colours written out."""
    dedans = _feuille("dessins").split("@media")[0].split("{", 1)[1]
    return _ecrit(re.sub(r"\s+", " ", dedans), jetons())


def document(figure: Figure) -> str:
    """The drawing as a document of its own, as wide as a page, its legend below."""
    pose = figure.trace.poser(Cadre({"": LARGEUR}))
    echantillons, bas = _legende(pose)
    svg = rendre(
        pose,
        "dessins/papier.svg",
        style=style(),
        largeur=str(LARGEUR),
        dedans=str(LARGEUR - sum(pose.marges)),
        hauteur=str(bas),
        echantillons=echantillons,
    )
    # What reads documents takes a template's blank lines for nothing; the apostrophe is the same everywhere.
    return str(svg).strip().replace("&#x27;", "\N{RIGHT SINGLE QUOTATION MARK}")


def _legende(pose: Pose) -> tuple[list[dict[str, object]], int]:
    """The samples in their places, one line after another, and how far down they go."""
    x, y, places = 0.0, pose.hauteur + AU_DESSUS, []
    for cle in pose.legende:
        prise = _prise(cle)
        if x and x + prise > LARGEUR:
            x, y = 0.0, y + LIGNE
        echantillon = TRAIT if cle.trait else ECHANTILLON
        places.append(
            {
                "classe": cle.classe,
                "nom": cle.nom,
                "trait": cle.trait,
                "x": f"{x:.0f}",
                "x2": f"{x + echantillon:.0f}",
                "mot": f"{x + echantillon + 6:.0f}",
                "haut": str(y),
                "milieu": str(y + ECHANTILLON // 2),
                "bas": str(y + ECHANTILLON - 2),
            }
        )
        x += prise + ENTRE
    return places, y + LIGNE if places else pose.hauteur


def _prise(cle: Cle) -> float:
    return (TRAIT if cle.trait else ECHANTILLON) + 6 + largeur(cle.nom)
