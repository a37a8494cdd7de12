"""Drawings in documents: colours are those of the tokens; the numbers of parts are read on both grounds."""

import re
from functools import cache
from itertools import pairwise

import pytest
from django.conf import settings

from comite.mesures.indicateurs import Constat
from comite.sorties.dessins import ORDRE
from engagements.models.etats import AppuiDuTenu, Etat
from partenariat.presentation.dessins.barres import Barres, Ligne, Part
from partenariat.presentation.dessins.papier import LARGEUR, document, jetons, style
from partenariat.presentation.dessins.poses import Figure
from partenariat.presentation.pdf import composer

FEUILLES = settings.RACINE / "static" / "css"
ETATS = [
    *ORDRE,
    *(e.value for e in Etat if e != Etat.TENU),
    *(f"tenu_{a.value}" for a in AppuiDuTenu),
]
SANS_NOMBRE = [c.value for c in (Constat.ATTEINTE, Constat.A_VENIR, Constat.NON_ATTEINTE)]
"""Bars whose figures are written beside them."""


@cache
def paires() -> dict[str, tuple[str, str]]:
    """Each token that is a colour: on a light ground, on a dark one; references followed."""
    texte = (FEUILLES / "jetons.css").read_text()
    dites = {n: v.strip() for n, v in re.findall(r"(--[\w-]+):\s*([^;]+);", texte)}

    def suivre(valeur: str, rang: int) -> str:
        if deux := re.fullmatch(r"light-dark\((.+), (.+)\)", valeur):
            return suivre(deux[rang + 1], rang)
        if autre := re.fullmatch(r"var\((.+)\)", valeur):
            return suivre(dites[autre[1]], rang)
        return valeur

    return {n: (suivre(v, 0), suivre(v, 1)) for n, v in dites.items()}


def clarte(couleur: str) -> float:
    chiffres = couleur.removeprefix("#")
    if len(chiffres) == 3:
        chiffres = "".join(c * 2 for c in chiffres)
    canaux = [int(chiffres[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, v, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in canaux)
    return 0.2126 * r + 0.7152 * v + 0.0722 * b


def contraste(une: str, autre: str) -> float:
    bas, haut = sorted((clarte(une), clarte(autre)))
    return (haut + 0.05) / (bas + 0.05)


@pytest.mark.parametrize("etat", ETATS)
def test_the_number_on_a_part_is_read_on_a_light_ground_and_on_a_dark_one(etat):
    feuille = (FEUILLES / "dessins.css").read_text()
    assert f".part--{etat} {{ fill: var(--part-{etat}); }}" in feuille
    sur = "--sur-clair" if f".sur--{etat} {{ fill: var(--sur-clair); }}" in feuille else "--fond"
    for rang in (0, 1):
        assert contraste(paires()[f"--part-{etat}"][rang], paires()[sur][rang]) >= 4.5


SUR_LE_PAPIER = ["--ile-0", "--ile-1", "--ile-2", "--ile-3"]
"""In the order of the counts; in light, white and the paper are parted by a line."""


@pytest.mark.parametrize("rang", [0, 1], ids=["clair", "sombre"])
def test_the_shades_of_the_island_and_of_the_locator_are_told_apart(rang):
    def ecart(un: str, autre: str) -> float:
        return contraste(paires()[un][rang], paires()[autre][rang])

    assert [ecart(a, b) >= 1.3 for a, b in pairwise(SUR_LE_PAPIER)] == [True] * 3
    assert ecart("--ile-hors", "--papier") >= 1.3
    assert ecart("--ile-hors", "--ile-0") >= 1.3
    assert not rang or ecart("--ile-0", "--papier") >= 1.3
    assert ecart("--lieu-loin", "--fond") >= 1.3
    assert ecart("--lieu-autres", "--lieu-loin") >= 1.3
    for axe in range(1, 6):
        assert ecart(f"--axe-{axe}", "--lieu-autres") >= 3
    # The counts are written on them.
    assert min(ecart("--encre", ile) for ile in SUR_LE_PAPIER[:3]) >= 4.5
    assert ecart("--fond" if rang else "--encre", "--ile-3") >= 4.5


@pytest.mark.parametrize("etat", [*ETATS, *SANS_NOMBRE])
def test_on_paper_each_part_has_the_colour_of_its_token(etat):
    assert jetons()[f"--part-{etat}"] == paires()[f"--part-{etat}"][0]
    assert f".part--{etat} {{ fill: {paires()[f'--part-{etat}'][0]}; }}" in style()


def test_nothing_is_left_on_paper_that_a_document_does_not_read():
    assert "var(" not in style()
    assert "light-dark" not in style()
    assert "@" not in style()
    assert "--" not in re.sub(r"[.\w-]*--[\w-]+ (?=[{.])", "", style())


def figure() -> Figure:
    return Figure(
        Barres([Ligne("L'axe", [Part("realisee", "Réalisée", 3), Part("en_retard", "En retard", 1)])]),
        "Essai",
    )


def test_a_drawing_on_paper_is_a_document_of_its_own_with_its_legend():
    svg = document(figure())
    assert svg.startswith("<svg xmlns=")
    assert f'width="{LARGEUR}"' in svg
    assert "L’axe" in svg
    assert ">Réalisée</text>" in svg
    assert ">En retard</text>" in svg


def test_a_document_prints_it_in_the_site_s_font(tmp_path):
    gabarit = tmp_path / "essai.typ"
    gabarit.write_text("#title()\n#graphique(d.svg, d.mots)\n", encoding="utf-8")
    donnees = {"titre": "Essai", "date": "2026-11-24", "langue": "fr", "mots": "Essai"}
    fait = composer(gabarit, donnees | {"svg": document(figure())})
    assert fait == composer(gabarit, donnees | {"svg": document(figure())})
    assert b"PublicSans" in fait
    assert b"Libertinus" not in fait
