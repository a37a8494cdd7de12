"""The drawing of time: days in %, marks by state, labels that never touch."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partenariat.presentation.dessins.temps import (
    ETAGE,
    FORMES,
    Echelle,
    Etiquette,
    largeur_de,
    marque,
    marque_seule,
    pct,
    poser,
    se_touchent,
)

LARGEUR = 640
jours = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def test_the_years_of_a_scale():
    echelle = Echelle.des_annees(date(2025, 3, 1), date(2026, 2, 1))
    assert (echelle.debut, echelle.fin) == (date(2025, 1, 1), date(2026, 12, 31))
    assert [(une.le.year, une.pct) for une in echelle.annees] == [(2025, "0%"), (2026, "50%")]
    assert [une.le.month for une in echelle.mois(3)][:5] == [1, 4, 7, 10, 1]


def test_an_end_before_the_start_is_not_drawn():
    with pytest.raises(ValueError, match="ne finit pas"):
        Echelle(date(2026, 1, 2), date(2026, 1, 1))
    assert Echelle.des_annees(date(2026, 5, 1), date(2024, 1, 1)).annees[0].le == date(2026, 1, 1)


def test_a_scale_of_a_single_day():
    echelle = Echelle(date(2026, 1, 1), date(2026, 1, 1))
    assert echelle.x(date(2026, 1, 1)) == 0
    assert echelle.x(date(2026, 1, 2)) == 100


@given(jours, jours, jours, jours)
def test_time_goes_from_left_to_right(debut, fin, un, autre):
    echelle = Echelle.des_annees(min(debut, fin), max(debut, fin))
    xs = [echelle.x(le) for le in sorted((un, autre))]
    assert 0 <= xs[0] <= xs[1] <= 100
    if echelle.contient(un) and echelle.contient(autre) and un != autre:
        assert xs[0] < xs[1]


@given(st.floats(0, 100))
def test_a_percentage_has_no_comma_and_no_exponent(x):
    ecrit = pct(x)
    assert ecrit.endswith("%")
    assert float(ecrit[:-1]) == pytest.approx(x, abs=0.006)
    assert set(ecrit) <= set("0123456789.%")


@given(
    st.lists(
        st.tuples(
            st.floats(0, 100), st.sampled_from((20, 31, 42, 53)), st.text("1.7 ×", min_size=1, max_size=12)
        ),
        max_size=25,
    )
)
def test_labels_never_touch(voulus):
    etiquettes = [Etiquette(x, y, texte) for x, y, texte in voulus]
    posees = [une for une in poser(etiquettes, LARGEUR) if une]
    for rang, une in enumerate(posees):
        assert une.y >= 13 or une.y in (20, 31, 42, 53)
        gauche, droite = une.etendue(LARGEUR)
        assert gauche >= -1e-9
        assert droite <= LARGEUR + 1e-9
        assert not any(se_touchent(une, autre, LARGEUR) for autre in posees[:rang])
    # The first one is always there, and at its own height.
    if etiquettes:
        assert posees[0].y == etiquettes[0].y


def test_a_label_that_touches_another_rises_then_is_left_out():
    meme = [Etiquette(50, 40, "2.10")] * 4
    hauteurs = [une.y if une else None for une in poser(meme, LARGEUR, pas=13, plafond=14)]
    assert hauteurs == [40, 27, 14, None]
    descendent = [une.y if une else None for une in poser(meme, LARGEUR, pas=-13, plafond=60)]
    assert descendent == [40, 53, None, None]


def test_a_label_of_two_lines_takes_two_lines():
    haute = Etiquette(50, 20, "abc", lignes=2)
    assert se_touchent(haute, Etiquette(50, 33, "abc"), LARGEUR)
    assert not se_touchent(haute, Etiquette(50, 46, "abc"), LARGEUR)


def test_a_label_does_not_leave_the_drawing():
    assert Etiquette(0, 20, "1.7").dans(LARGEUR).ancre == "start"
    assert Etiquette(100, 20, "1.7").dans(LARGEUR).ancre == "end"
    assert Etiquette(50, 20, "1.7").dans(LARGEUR).ancre == "middle"
    assert largeur_de("1.10") > largeur_de("1.7")


def test_each_state_has_its_shape_and_no_colour():
    pleines = {etat: marque(etat, "12.5%", "64") for etat in FORMES}
    assert 'r="5"' in pleines["atteint"]
    assert 'r="4.2"' in pleines["prevu"]
    assert "m--triangle" in pleines["en_retard"]
    assert "m--losange" in pleines["reporte"]
    assert {FORMES[etat][0] for etat in ("suspendue", "abandonnee", "annule")} == {"croix"}
    for dessin in pleines.values():
        assert "12.5%" in dessin
        assert not {"style=", "fill=", "#"} & {mot for mot in ("style=", "fill=", "#") if mot in dessin}
    assert "m--fin" in marque_seule("fin")
    assert ETAGE == 11


def test_an_unknown_state_has_no_shape():
    with pytest.raises(KeyError):
        marque("<script>", "0%", "0")


def test_scales_of_every_age():
    echelle = Echelle.des_annees(date(1900, 1, 1), date(2199, 12, 31))
    assert echelle.x(date(2199, 12, 31)) < 100
    assert echelle.jours == (date(2199, 12, 31) - date(1900, 1, 1) + timedelta(days=1)).days
