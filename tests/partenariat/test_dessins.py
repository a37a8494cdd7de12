"""The drawings: every number is written, no label stands on another, at any width they are made for."""

import re
from datetime import date
from itertools import pairwise

import pytest
from django.conf import settings as reglages
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from partenariat.presentation.dessins import barres, courbes, echelles
from partenariat.presentation.dessins.barres import Barres, Ligne, Part
from partenariat.presentation.dessins.cibles import Chemin, Cibles
from partenariat.presentation.dessins.courbes import Courbe, Etincelle, Point
from partenariat.presentation.dessins.echelles import Etiquette, couper, graduations, largeur, plier, separees
from partenariat.presentation.dessins.poses import ECRAN, Cadre, Figure, Pose, Texte
from partenariat.presentation.feuille import polices_du_papier

ETATS = ["realisee", "dans_les_temps", "a_surveiller", "en_retard", "suspendue", "abandonnee"]
CADRES = [ECRAN, Cadre({"": 620})]
LIGNES = st.lists(
    st.builds(
        lambda nom, nombres: Ligne(
            nom, [Part(e, f"État {e}", n) for e, n in zip(ETATS, nombres, strict=True)]
        ),
        st.text("abcdefgh MWÉ", min_size=1, max_size=60),
        st.lists(st.integers(0, 3000), min_size=len(ETATS), max_size=len(ETATS)),
    ),
    min_size=1,
    max_size=4,
)


def lus(pose: Pose, classe: str) -> list[list[Texte]]:
    """The texts of each line that are read at one width."""
    autres = set(ECRAN.largeurs) - {classe}
    return [[t for t in r.textes if not autres & set(t.classe.split())] for r in pose.contexte["rangees"]]


def bornes(texte: Texte, place: float, gras: bool = True) -> tuple[float, float]:
    x = float(texte.x[:-1]) / 100 * place if texte.x.endswith("%") else float(texte.x)
    x += float(texte.dx)
    long = largeur(texte.texte, barres.CORPS, gras) + largeur(texte.suite, barres.CORPS)
    debut = {"start": x, "middle": x - long / 2, "end": x - long}[texte.ancre]
    return debut, debut + long


@pytest.mark.parametrize("cadre", CADRES, ids=["ecran", "papier"])
@given(lignes=LIGNES)
@settings(max_examples=60, deadline=None)
def test_no_word_of_the_bars_stands_on_another_nor_leaves_the_drawing(cadre, lignes):
    pose = Barres(lignes).poser(cadre)
    for classe, place in cadre.largeurs.items():
        fin = 0
        for rangee, textes in zip(pose.contexte["rangees"], lus(pose, classe), strict=True):
            par_ligne: dict[int, list[tuple[float, float]]] = {}
            for t in textes:
                # A number in its part may not be heavier than the part is wide; above, nothing overlaps.
                par_ligne.setdefault(t.y, []).append(
                    bornes(t, place, "d-nom" in t.classe or "d-fort" in t.classe)
                )
            for y, siens in par_ligne.items():
                assert y > fin
                siens.sort()
                assert siens[0][0] >= -0.5
                assert siens[-1][1] <= place + 0.5
                assert all(a[1] <= b[0] for a, b in pairwise(siens))
            fin = rangee.y + barres.BARRE
        assert fin <= pose.hauteur


@pytest.mark.parametrize("cadre", CADRES, ids=["ecran", "papier"])
@given(lignes=LIGNES)
@settings(max_examples=60, deadline=None)
def test_every_number_is_in_its_part_or_beside_the_bar_and_the_sum_is_written(cadre, lignes):
    pose = Barres(lignes).poser(cadre)
    plus = max(ligne.total for ligne in lignes) or 1
    for classe, place in cadre.largeurs.items():
        for ligne, textes in zip(lignes, lus(pose, classe), strict=True):
            dedans = [t.texte for t in textes if "d-chiffre" in t.classe]
            droite = " · ".join(t.texte + t.suite for t in textes if t.ancre == "end")
            assert droite.split("\xa0·")[0].split(" · ")[0] == barres.nombre(ligne.total)
            assert len(dedans) + droite.count("état ") == sum(1 for p in ligne.parts if p.nombre)
            for part in ligne.parts:
                dit = barres.nombre(part.nombre)
                tient = part.nombre / plus * place >= largeur(dit, barres.CORPS, gras=True)
                assert not part.nombre or dit in dedans or f"état {part.etat} {dit}" in droite
                assert tient or f"état {part.etat} {dit}" in droite or not part.nombre


def test_a_part_too_thin_for_its_number_says_it_beside_the_bar():
    (ligne,) = [Ligne("Ville", [Part("tenu", "Tenu", 400), Part("non_tenu", "Non tenu", 1)])]
    dessin = Figure(Barres([ligne]), "Essai").html
    assert re.search(r'>401<tspan class="d-suite">\xa0· non tenu 1</tspan></text>', dessin)
    assert ">400</text>" in dessin


def test_parts_and_legend_are_in_the_same_order_and_what_is_nowhere_is_in_neither():
    lignes = [
        Ligne("Un", [Part("a", "A", 0), Part("b", "B", 2), Part("c", "C", 1)]),
        Ligne("Deux", [Part("a", "A", 3), Part("b", "B", 0), Part("c", "C", 0)]),
    ]
    pose = Barres([Ligne(x.nom, [*x.parts, Part("d", "D", 0)]) for x in lignes]).poser(ECRAN)
    assert [cle.nom for cle in pose.legende] == ["A", "B", "C"]
    assert [[r.etat for r in rangee.rects] for rangee in pose.contexte["rangees"]] == [["b", "c"], ["a"]]


def test_nothing_to_draw_is_drawn_as_nothing():
    assert Barres([]).poser(ECRAN).hauteur == 0
    (rangee,) = Barres([Ligne("Vide", [Part("a", "A", 0)])]).poser(ECRAN).contexte["rangees"]
    assert not rangee.rects
    assert [t.texte for t in rangee.textes] == ["Vide", "0"]


def mois(debut: date, sommes: list[tuple[int, int]], passes: int) -> list[Point]:
    rang = debut.year * 12 + debut.month - 1
    fins = [
        date((rang + i + 1) // 12, (rang + i + 1) % 12 + 1, 1).toordinal() - 1 for i in range(len(sommes))
    ]
    prevus = atteints = 0
    points = []
    for i, (p, a) in enumerate(sommes):
        prevus, atteints = prevus + p, atteints + a
        points.append(Point(date.fromordinal(fins[i]), prevus, atteints if i < passes else None))
    return points


COURBES = st.builds(
    mois,
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=200),
    st.integers(0, 200),
)


@given(points=COURBES)
@settings(max_examples=80, deadline=None)
def test_no_label_of_a_curve_stands_on_another_nor_leaves_the_drawing(points):
    for cadre in CADRES:
        contexte = Courbe(points, "Prévus", "Atteints").poser(cadre).contexte
        for classe, brute in cadre.largeurs.items():
            place = brute - courbes.GOUTTIERE - courbes.DROITE
            autres = set(cadre.largeurs) - {classe}
            dits = [t for t in contexte["dits"] if not autres & set(t.classe.split())]
            assert len(dits) == (2 if points[0].atteints is not None else 0)
            for t in dits:
                debut, fin = bornes(t, place)
                assert debut >= -0.5
                assert fin <= place + 0.5
                assert courbes.CORPS < t.y <= contexte["annees"][0].y - courbes.CORPS
            if dits:
                assert abs(dits[0].y - dits[1].y) >= courbes.TITRE
            annees = [bornes(t, place, gras=False) for t in contexte["annees"]]
            assert annees
            assert all(a[1] < b[0] for a, b in pairwise(annees))
            assert annees[0][0] >= -courbes.GOUTTIERE
            assert annees[-1][1] <= place + courbes.DROITE


@given(points=COURBES)
@settings(max_examples=60, deadline=None)
def test_the_steps_stay_between_their_graduations(points):
    contexte = Courbe(points, "Prévus", "Atteints").poser(ECRAN).contexte
    hauteurs = [int(t["y"]) for t in contexte["traits"]]
    assert len(hauteurs) >= 2
    assert hauteurs == sorted(set(hauteurs), reverse=True)
    for chemin in (contexte["prevus"], contexte["atteints"], contexte["ecart"]):
        y = [int(n) for n in re.findall(r"V(\d+)", chemin)] + [
            int(n) for n in re.findall(r"M\S+ (\d+)", chemin)
        ]
        assert all(hauteurs[-1] <= n <= hauteurs[0] for n in y)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_graduations_hold_what_they_measure_and_are_evenly_apart(a, b):
    bas, haut = sorted((a, b))
    traits = graduations(bas, haut)
    assert traits[0] <= bas
    assert traits[-1] >= haut
    assert 2 <= len(traits) <= 8
    assert len({y - x for x, y in pairwise(traits)}) == 1


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40, unique=True).map(sorted))
def test_labels_are_thinned_until_they_stand_apart(parts):
    gardees = separees([Etiquette(p, "2026") for p in parts], 300, 14)
    ou = [e.bornes(300, 14) for e in gardees]
    assert gardees[0].part == parts[0]
    assert all(a[1] + 8 <= b[0] for a, b in pairwise(ou))


LETTRES = st.text(st.characters(codec="latin-1", exclude_categories=["Cc", "Cf"]), max_size=40)


@pytest.mark.parametrize(("fichier", "gras"), [("PublicSans-400.ttf", False), ("PublicSans-700.ttf", True)])
def test_no_text_is_wider_than_it_is_said_to_be(fichier, gras):
    with TTFont(polices_du_papier() / fichier) as police:
        avances, codes, em = police["hmtx"].metrics, police.getBestCmap(), police["head"].unitsPerEm

    @given(LETTRES)
    @settings(max_examples=300, deadline=None)
    def tient(texte):
        vrai = sum(avances[codes[ord(c)]][0] for c in texte if ord(c) in codes) / em * 14
        assert vrai <= largeur(texte, 14, gras) + 0.01

    tient()


@given(LETTRES, st.integers(20, 400))
def test_a_text_that_is_cut_fits_and_says_so(texte, place):
    coupe = couper(texte, place)
    assert largeur(coupe) <= place
    assert coupe == texte or coupe.endswith("…")


@given(st.lists(st.text("abcdef", min_size=1, max_size=20), max_size=8), st.integers(80, 400))
def test_folded_pieces_lose_none_and_fit(morceaux, place):
    lignes = plier(morceaux, place)
    assert all(largeur(ligne) <= place for ligne in lignes)
    assert len(" · ".join(lignes).split(" · ")) == len(morceaux) or not morceaux


def test_a_target_is_where_it_is_whichever_way_it_lies_and_a_bar_stays_in_sight():
    loin = [Chemin("A", -7.0, "non_atteinte", "−700 %"), Chemin("B", 0.5, "a_venir", "50 %"),
            Chemin("C", 9.0, "atteinte", "900 %")]  # fmt: skip
    contexte = Cibles(loin, [("a_venir", "À venir"), ("autre", "Autre")]).poser(ECRAN).contexte
    a, b, c = [(float(x["x"][:-1]), float(x["largeur"][:-1])) for x in contexte["lignes"]]
    depart, but = float(contexte["depart"][:-1]), float(contexte["but"][:-1])
    assert a == (0, pytest.approx(depart, abs=0.01))
    assert b == (depart, pytest.approx((but - depart) / 2, abs=0.01))
    assert c[0] + c[1] == pytest.approx(100, abs=0.01)


def test_a_spark_ends_on_its_last_value_and_stays_in_its_box():
    contexte = Etincelle([3, 3, 9], [4, 8, 12]).poser(ECRAN).contexte
    hauteurs = [float(y) for y in re.findall(r" ([\d.]+)", contexte["atteints"] + " " + contexte["prevus"])]
    assert all(0 < y < Etincelle.HAUTEUR for y in hauteurs)
    assert contexte["atteints"].endswith(f" {contexte['bout']}")
    assert Etincelle([5, 5]).poser(ECRAN).contexte["prevus"] == ""


FIGURES = {
    "barres": Barres([Ligne("L'<b>", [Part("realisee", "<i>", 3)])]),
    "courbe": Courbe(mois(date(2026, 1, 1), [(2, 1), (3, 1)], 1), "<i>", 'Un "mot"'),
    "cibles": Cibles([Chemin("<b>", 0.5, "a_venir", "<i>")], [("a_venir", "<i>")]),
}


@pytest.mark.parametrize("trace", FIGURES.values(), ids=FIGURES)
def test_a_drawing_escapes_what_it_is_given_and_says_what_it_shows(trace):
    html = Figure(trace, 'Un « mot » & "deux" <b>').html
    assert "<b>" not in html
    assert "<i>" not in html
    assert 'role="img" aria-label="Un « mot » &amp; &quot;deux&quot; &lt;b&gt;"' in html
    assert "style=" not in html
    assert "<style" not in html


def test_no_drawing_writes_a_colour():
    gabarits = [*(reglages.RACINE / "templates/dessins").iterdir()]
    sources = [*gabarits, *(reglages.RACINE / "partenariat/presentation/dessins").glob("*.py"),
               reglages.RACINE / "comite/sorties/dessins.py"]  # fmt: skip
    assert len(sources) > 10
    for source in sources:
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgb\(|\b(fill|stroke)=", source.read_text()), source.name


def test_a_length_is_written_as_svg_reads_it():
    assert echelles.pour_cent(1 / 3) == "33.333%"
    assert echelles.pour_cent(0) == "0%"
    assert echelles.pour_cent(1) == "100%"
