"""Rows by pages: which are shown, what the links keep, and what is counted."""

import pytest
from django.http import QueryDict

from partenariat.donnees.criteres import VALEUR_MAX
from partenariat.presentation.pages import VALEURS_MAX, Pages, Tables, repris


class Lues(list):
    """Rows that remember how they were asked for."""

    def __init__(self, n: int) -> None:
        super().__init__(range(n))
        self.demandes: list[str] = []

    ordered = True

    def __getitem__(self, tranche):
        self.demandes.append(f"{tranche.start or 0}:{tranche.stop}")
        return super().__getitem__(tranche)

    def count(self) -> int:
        self.demandes.append("compte")
        return len(self)


@pytest.mark.parametrize(
    ("demandee", "numero"),
    [
        (None, 1),
        ("", 1),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 3),
        ("0", 1),
        ("-1", 1),
        ("abc", 1),
        ("1.5", 1),
        ("²", 1),
        ("9" * 40, 3),
    ],
)
def test_a_page_that_is_none_is_the_first_and_beyond_the_last_is_the_last(demandee, numero):
    assert Pages(list(range(25)), 10).demandee(demandee).number == numero


@pytest.mark.parametrize(
    ("n", "total", "demandee", "demandes"),
    [
        (0, None, None, ["0:11"]),
        (10, None, None, ["0:11"]),
        (11, None, None, ["0:11", "compte"]),
        (25, None, "3", ["compte", "20:30"]),
        (25, 25, None, ["0:10"]),
        (25, 25, "2", ["10:20"]),
    ],
    ids=["rien", "une page", "une de plus", "la dernière", "déjà comptées", "la deuxième"],
)
def test_rows_are_sliced_and_counted_only_where_the_first_page_is_full(n, total, demandee, demandes):
    lignes = Lues(n)
    page = Pages(lignes, 10, total=total).demandee(demandee)
    assert (page.total, len(page)) == (n, min(10, n - 10 * (page.number - 1)))
    assert lignes.demandes == demandes


def test_the_links_of_a_table_keep_the_date_the_filters_and_the_other_tables():
    criteres = QueryDict("au=2026-01-01&axe=1&axe=2&page-b=3&page-a=2&zz=1&page-c=x&page-b=9")
    tables = Tables(criteres, ("axe",), ("page-a", "page-b", "page-c"))
    page = tables.page("page-a", list(range(30)), "Une table", par_page=10)
    garde = "?au=2026-01-01&axe=1&axe=2&page-b=9&page-a="
    assert (page.number, page.titre, page.ancre) == (2, "Une table", "page-a")
    assert (page.precedente, page.suivante) == (f"{garde}1#page-a", f"{garde}3#page-a")
    assert [(lien.numero, lien.courante) for lien in page.liens] == [(1, False), (2, True), (3, False)]
    assert page.ici == f"{garde}2"


def test_what_a_link_keeps_is_bounded():
    criteres = QueryDict(mutable=True)
    criteres.setlist("axe", ["7"] * 5_000 + ["x" * 5_000])
    criteres["page-b"] = "1" * 5_000
    page = Tables(criteres, ("axe",), ("page-a", "page-b")).page("page-a", [1, 2], par_page=1)
    assert page.suivante == "?axe=7&page-a=2#page-a"


@pytest.mark.parametrize(
    ("requete", "attendue"),
    [
        ("b=2&a=1&zz=3", "a=1&b=2"),
        ("a=1&a=2&a=1", "a=1&a=2"),
        ("a=&b=1", "b=1"),
        (f"a={'x' * VALEUR_MAX}", f"a={'x' * VALEUR_MAX}"),
        (f"a={'x' * (VALEUR_MAX + 1)}", ""),
        (
            "&".join(f"a={n}" for n in range(VALEURS_MAX + 1)),
            "&".join(f"a={n}" for n in range(VALEURS_MAX)),
        ),
    ],
    ids=["known", "once", "blank", "long", "too long", "too many"],
)
def test_a_link_repeats_what_somebody_may_have_typed(requete, attendue):
    assert repris(QueryDict(requete), ("a", "b", "a")).urlencode() == attendue


def test_many_pages_are_elided():
    numeros = [lien.numero for lien in Pages(list(range(1_000)), 10).demandee("50").liens]
    assert numeros == [1, 2, None, 47, 48, 49, 50, 51, 52, 53, None, 99, 100]
