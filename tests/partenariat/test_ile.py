"""The island as it is drawn: every shape of the source, turned, whole, its borders still shared."""

import json
from collections import Counter
from itertools import pairwise
from math import atan2, degrees, hypot

import pytest

from partenariat.presentation.dessins import ile
from partenariat.presentation.dessins.temps import largeur_de


def source() -> dict[str, dict]:
    return {e["properties"]["code"]: e for e in json.loads(ile.SOURCE.read_text())["features"]}


def cotes(forme: ile.Forme):
    for anneau in forme.anneaux:
        yield from zip(anneau, (*anneau[1:], anneau[0]), strict=True)


def dedans(point: ile.Point, forme: ile.Forme) -> bool:
    x, y = point
    gauches = sum(
        (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]
        for a, b in cotes(forme)
    )
    return gauches % 2 == 1


def aire(forme: ile.Forme) -> float:
    """Holes go the other way round than outlines."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in cotes(forme))) / 2


def test_it_has_the_nineteen_boroughs_and_the_fifteen_linked_cities():
    formes = ile.formes()
    assert {forme.code for forme in formes} == source().keys()
    assert (len(ile.arrondissements()), len(ile.villes_liees()), len(formes)) == (19, 15, 34)
    assert all(code.startswith("REM") for code in ile.arrondissements())
    assert ile.arrondissements().keys() == ile.PLACES.keys()


def test_the_source_stands_beside_with_its_licence():
    note = ile.SOURCE.with_suffix(".md").read_text()
    dits = json.loads(ile.SOURCE.read_text())["meta"]
    assert "CC BY 4.0" in dits["licence"]
    for mot in ("CC BY 4.0", "Ville de Montréal", "Visvalingam", "EPSG:32188", "2022"):
        assert mot in note


def test_every_shape_is_the_one_of_the_source_turned_and_to_scale():
    for forme in ile.formes():
        geometrie = source()[forme.code]["geometry"]
        polygones = geometrie["coordinates"]
        anneaux = [a for p in ([polygones] if geometrie["type"] == "Polygon" else polygones) for a in p]
        vraie = abs(sum(a[0] * b[1] - b[0] * a[1] for anneau in anneaux for a, b in pairwise(anneau))) / (
            2 * ile.METRES**2
        )
        assert aire(forme) == pytest.approx(vraie, rel=0.1, abs=20), forme.nom


def test_neighbours_still_share_their_borders_exactly():
    """A side is of two shapes at most; what is inside the island is of two, or a joint would gape."""
    combien = Counter(frozenset(cote) for forme in ile.formes() for cote in cotes(forme))
    assert set(combien.values()) <= {1, 2}
    saint_leonard = next(forme for forme in ile.formes() if forme.code == "REM14")
    assert {combien[frozenset(cote)] for cote in cotes(saint_leonard)} == {2}, "it has no shore"


def test_the_river_is_at_the_bottom_and_the_arrow_shows_the_true_north():
    bas = {
        code: max(y for anneau in f.anneaux for _x, y in anneau) for code, f in ile.arrondissements().items()
    }
    assert sorted(bas, key=bas.__getitem__)[-3:] == ["REM20", "REM12", "REM17"], "by the river"
    assert bas["REM23"] < bas["REM24"] < bas["REM19"], (
        "Ahuntsic is above Rosemont, which is above Ville-Marie"
    )
    (x0, y0), (x1, y1) = ile._tourne(0, 0), ile._tourne(0, 1000)
    assert degrees(atan2(x1 - x0, y0 - y1)) == pytest.approx(ile.ROTATION)
    (ax, ay), (bx, by) = ile.NORD
    assert degrees(atan2(bx - ax, ay - by)) == pytest.approx(ile.ROTATION, abs=0.7)


def test_it_all_stands_in_its_frame():
    points = [point for forme in ile.formes() for anneau in forme.anneaux for point in anneau]
    assert all(isinstance(n, int) for point in points for n in point)
    assert min(x for x, _y in points) == ile.MARGE
    assert min(y for _x, y in points) == ile.MARGE
    assert max(x for x, _y in points) < ile.LARGEUR
    assert max(y for _x, y in points) < ile.HAUTEUR


@pytest.mark.parametrize("code", ile.PLACES)
def test_what_is_said_of_a_borough_stands_inside_it_or_points_at_it(code):
    place, forme = ile.PLACES[code], ile.arrondissements()[code]
    assert dedans((place.x, place.y - 6), forme), "its count"
    if place.vers is None:
        assert dedans((place.nom_x, place.nom_y - 5), forme)
        assert not place.trait
    else:
        assert dedans(place.vers, forme)
        assert not any(dedans((place.nom_x, place.nom_y), autre) for autre in ile.formes()), "in the water"
        debut = place.trait.removeprefix("M").split("L")[0]
        x, y = map(int, debut.split())
        assert hypot(x - place.nom_x, y - place.nom_y) < 15, "from beside its name"


def sur(milieu: ile.Point, taille: tuple[int, int], code: str) -> tuple[float, float]:
    """What part of a box stands on that borough, and on others: water is nobody's."""
    (x, y), (large, haut) = milieu, taille
    points = [
        (x + large * (i / 8 - 0.5) + 0.3, y + haut * (j / 4 - 0.5) + 0.3) for i in range(9) for j in range(5)
    ]
    siens = sum(dedans(point, ile.arrondissements()[code]) for point in points)
    tous = sum(any(dedans(point, forme) for forme in ile.formes()) for point in points)
    return siens / len(points), (tous - siens) / len(points)


@pytest.mark.parametrize("code", ile.PLACES)
def test_the_mark_of_what_is_late_stands_on_its_borough_beside_its_count(code):
    place = ile.PLACES[code]
    chez_lui, ailleurs = sur(place.nu, ile.DRAPEAU, code)
    if code == "REM05":  # Outremont is smaller than the mark
        assert dedans(place.nu, ile.arrondissements()[code])
    else:
        assert ailleurs <= 0.15, "over a neighbour"
        assert chez_lui >= 0.7
    x, y = place.nu
    large, haut = ile.DRAPEAU
    assert abs(x - place.x) >= large / 2 + 10 or abs(y - (place.y - 6)) >= haut / 2 + 8, "over the count"
    assert sur(place.drapeau, (59, 20), code)[1] <= 0.15, "where names are printed"


@pytest.mark.parametrize("code", [code for code, place in ile.PLACES.items() if place.vers is None])
def test_a_name_stands_whole_inside_its_borough(code):
    place = ile.PLACES[code]
    for ligne, y in place.ecrire(f"{ile.arrondissements()[code].nom} 1"):
        # `largeur_de` is of the widest letters.
        large = round(largeur_de(ligne, 15) * 0.9)
        assert sur((place.nom_x, y - 5), (large, 10), code)[1] <= 0.12, ligne


def test_the_paths_are_short():
    assert sum(len(forme.trace) for forme in ile.formes()) < 4500


@pytest.mark.parametrize(
    ("nom", "combien", "lignes"),
    [
        ("Rosemont–La Petite-Patrie", 2, ("Rosemont–", "La Petite-Patrie")),
        ("Mercier–Hochelaga-Maisonneuve", 2, ("Mercier–", "Hochelaga-Maisonneuve")),
        ("Le Sud-Ouest", 2, ("Le Sud-", "Ouest")),
        ("Verdun", 2, ("Verdun",)),
        ("Montréal-Nord", 1, ("Montréal-Nord",)),
    ],
)
def test_a_name_is_cut_where_it_reads_best(nom, combien, lignes):
    assert ile.en_lignes(nom, combien) == lignes
    assert "".join(ile.en_lignes(nom, combien)).replace(" ", "") == nom.replace(" ", "")
