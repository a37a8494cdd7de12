"""The nearest known word: what one letter too many, too few, changed or displaced makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partenariat.recherche.voisins import Lexique, distance, tolerance


@pytest.mark.parametrize(
    ("a", "b", "n"),
    [("chat", "chat", 0), ("chat", "chats", 1), ("chat", "caht", 1), ("chat", "chien", 3), ("", "ab", 2)],
)
def test_a_distance(a, b, n):
    assert distance(a, b, 5) == n


def _simple(a: str, b: str) -> int:
    """The same by the whole table, without any band."""
    d = [[max(i, j) if not (i and j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
    return d[-1][-1]


mots = st.text(alphabet="abc", max_size=9)


@given(mots, mots, st.integers(0, 4))
def test_the_band_gives_the_distance_of_the_whole_table_up_to_its_maximum(a, b, maximum):
    assert distance(a, b, maximum) == min(_simple(a, b), maximum + 1)


LEXIQUE = Lexique([("coopérative", 9), ("cooperative", 1), ("coopération", 4), ("verdun", 3), ("prêt", 2)])


@pytest.mark.parametrize(
    ("mot", "voisin"),
    [
        ("cooperatvie", "coopérative"),
        ("coopperative", "coopérative"),
        ("COOPERATIF", "coopérative"),
        ("verdum", "verdun"),
        ("pret", None),
        ("prte", "prêt"),
        ("zzzzzzz", None),
        ("ve", None),
    ],
)
def test_the_nearest_word_is_given_as_it_is_written(mot, voisin):
    assert LEXIQUE.voisin(mot) == voisin


def test_a_word_that_is_known_is_known_without_its_accents():
    assert "PRET" in LEXIQUE
    assert "prat" not in LEXIQUE
    assert len(LEXIQUE) == 4


@given(
    st.lists(st.text(alphabet="abcdé", min_size=3, max_size=10), min_size=1, max_size=30),
    st.text("abcde", min_size=3, max_size=10),
)
def test_no_word_is_nearer_than_the_one_that_is_given(connus, mot):
    from partenariat.donnees.recherche import sans_accents

    lexique = Lexique([(un, 1) for un in connus])
    ecarts = [_simple(mot, sans_accents(un)) for un in connus if sans_accents(un) != mot]
    possibles = [ecart for ecart in ecarts if ecart <= tolerance(len(mot))]
    voisin = lexique.voisin(mot)
    if not possibles:
        assert voisin is None
    else:
        assert _simple(mot, sans_accents(voisin)) == min(possibles)
