"""A form is filled in its page as it is written, or the page is refused: nothing is dropped unseen."""

import pytest

from partenariat.une_fois.remplir import remplir

PAGE = """<html><a href="?a=1">x</a><a href="#bas">y</a>
<form method="get"><input name="q"></form>
<details id="d"><summary>é</summary>
<form method="post" action="/vers/#ici">
<input type="hidden" name="une_fois" value="neuve"><input type="hidden" name="vu" value="neuf">
{champ}<button name="_save" value="Oui">Oui</button></form></details>
<form method="post" action="/autre/"><input name="nom"></form></html>"""

CHAMPS = {
    "texte": ('<input name="nom" value="a">', [("nom", 'b"<')], 'value="b&quot;&lt;"'),
    "long": ('<textarea name="nom">\nx</textarea>', [("nom", "a\r\n<b>")], "\na\n&lt;b&gt;</textarea>"),
    "case cochée": ('<input type="checkbox" name="nom">', [("nom", "on")], 'name="nom" checked>'),
    "case décochée": ('<input type="checkbox" name="nom" checked>', [], 'type="checkbox" name="nom">'),
    "choix": (
        '<select name="nom"><option value="a" selected>A</option><option value="b">B</option></select>',
        [("nom", "b")],
        '<option value="a">A</option><option value="b" selected>B</option>',
    ),
    "plusieurs": (
        '<select name="nom" multiple><option value="a">A</option><option value="b">B</option></select>',
        [("nom", "a"), ("nom", "b")],
        '<option value="a" selected>A</option><option value="b" selected>B</option>',
    ),
    "choix d'ailleurs": ('<select name="nom"></select>', [("nom", "7")], '<option value="7" selected>'),
    "deux du même nom": (
        '<input name="nom"><input name="nom">',
        [("nom", "a"), ("nom", "b")],
        '<input name="nom" value="a"><input name="nom" value="b">',
    ),
}  # fmt: skip


def rempli(champ: str, dits, fichiers=()) -> str | None:
    page = PAGE.format(champ=champ)
    return remplir(page, "/ici/", "/vers/", dits, {"une_fois": "tenue"}, fichiers, "<p>AVIS</p>")


@pytest.mark.parametrize(("champ", "dits", "attendu"), CHAMPS.values(), ids=CHAMPS)
def test_a_field_says_what_was_typed_in_it(champ, dits, attendu):
    page = rempli(champ, [("vu", "ancien"), *dits])
    assert page
    assert attendu in page
    assert 'name="une_fois" value="tenue"' in page
    assert 'name="vu" value="ancien"' in page
    assert '<form method="post" action="/vers/#ici"><p>AVIS</p>' in page
    assert '<a href="/ici/?a=1">' in page
    assert '<a href="#bas">' in page
    assert '<form method="get" action="/ici/">' in page


def test_what_is_folded_is_opened_where_something_is_filled():
    assert '<details id="d" open>' in rempli('<input name="nom">', [("nom", "a")])


def test_a_file_is_named_where_it_is_to_be_given_again():
    assert "bail.pdf" in rempli('<input type="file" name="piece">', [], [("piece", "bail.pdf")])


MANQUENT = {
    "un champ": ([("ajoute-3-nom", "a")], []),
    "une valeur de plus": ([("nom", "a"), ("nom", "b")], []),
    "un fichier": ([], [("piece", "bail.pdf")]),
}


@pytest.mark.parametrize(("dits", "fichiers"), MANQUENT.values(), ids=MANQUENT)
def test_a_page_that_cannot_take_all_is_not_shown(dits, fichiers):
    assert rempli('<input name="nom">', dits, fichiers) is None
