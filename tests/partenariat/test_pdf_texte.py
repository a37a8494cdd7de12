"""Staff's rich text in documents: the same subset as the page, as a tree, never as markup."""

import pytest

from partenariat.presentation.arbre import arbre, texte_nu


def dire(noeud) -> str:
    if noeud["t"] == "texte":
        return noeud["texte"]
    return f"{noeud['t']}({''.join(map(dire, noeud['e']))})"


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ("Un **mot** et *un autre*.", "p(Un strong(mot) et em(un autre).)"),
        ("Un.\n\nDeux.", "p(Un.)p(Deux.)"),
        ("- un\n- deux", "ul(li(un)li(deux))"),
        ("1. un\n2. deux", "ol(li(un)li(deux))"),
        ("> dit", "blockquote(p(dit))"),
        ("# Titre *fort*\n\nSuite", "p(Titre em(fort))p(Suite)"),
        ("Ici #let x = 1 <script>alert(1)</script>", "p(Ici #let x = 1 alert(1))"),
        ("coupé\nlà", "p(coupé là)"),
        ("a < b & c", "p(a < b & c)"),
        ("", ""),
    ],
)
def test_the_tree_says_what_the_page_says(source, attendu):
    assert "".join(map(dire, arbre(source))) == attendu


def test_a_link_keeps_its_address_and_a_dangerous_one_loses_it():
    (bloc,) = arbre("[ici](https://exemple.test/a'b) [là](javascript:alert)")
    liens = [n for n in bloc["e"] if n["t"] == "a"]
    assert [lien["href"] for lien in liens] == ["https://exemple.test/a'b", ""]


def test_where_there_is_no_room_only_the_words_are_kept():
    assert texte_nu("Le **bail**\nest signé.\n\n- un\n- deux") == "Le bail est signé. un deux"
