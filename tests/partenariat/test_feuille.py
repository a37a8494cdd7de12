"""One sheet, one font: made of their sources, complete, light, in nobody's way."""

import re
from pathlib import Path

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from fontTools.ttLib import TTFont

from partenariat.presentation import feuille
from partenariat.presentation.feuille import COUCHES, DERIVES, Derive, alleger

CSS = settings.RACINE / "static" / "css"
A_PART = {"administration", "en_liste", "minute", "outils", "relire"}
"""What the back office, and its two screens in the look of the site, read over the tokens."""


def octets(nom: str) -> bytes:
    return Path(finders.find(nom)).read_bytes()


def test_every_layer_is_in_the_sheet_and_in_its_order():
    assert {chemin.stem for chemin in CSS.glob("*.css")} - A_PART == set(COUCHES)
    jointe = octets("css/site.css").decode()
    places = [jointe.index(alleger((CSS / f"{couche}.css").read_text())) for couche in COUCHES]
    assert places == sorted(places)


def test_what_only_authors_read_is_left_out_of_the_sheet_and_nothing_else():
    lue = """a :hover,  b::before {
      content: "; /* {  } */"; /* why */
      margin: calc(1px + 2px)
        auto;
    }"""
    assert alleger(lue) == 'a :hover, b::before{content: "; /* {  } */";margin: calc(1px + 2px) auto;}'


def test_the_program_is_its_two_parts_without_their_notes():
    lignes = octets("js/site.js").decode().splitlines()
    sources = [(settings.RACINE / "static" / "js" / f"{nom}.js").read_text() for nom in ("pages", "envoi")]
    ecrites = [ligne.strip() for source in sources for ligne in source.splitlines()]
    assert lignes == [ligne for ligne in ecrites if ligne and not ligne.startswith("//")]
    # A line is trimmed: no text may run over two.
    assert not any("`" in source for source in sources)


def test_the_sheet_is_small():
    assert len(brotli.compress(octets("css/site.css"))) < 20_000


def test_a_colour_is_said_by_the_tokens_alone():
    for chemin in CSS.glob("*.css"):
        lignes = re.sub(r"/\*.*?\*/", "", chemin.read_text(), flags=re.S).splitlines()
        crues = [ligne for ligne in lignes if re.search(r"#[0-9a-fA-F]{3,8}\b", ligne)]
        permises = [ligne for ligne in crues if "marque__logo" in ligne]
        assert crues == (crues if chemin.stem == "jetons" else permises), chemin


def test_every_token_that_is_used_is_said():
    sources = {chemin.stem: chemin.read_text() for chemin in CSS.glob("*.css")}
    dits = set(re.findall(r"(--[\w-]+)\s*:", "".join(sources.values())))
    # What the stock back office says of itself is its own.
    lus = set(re.findall(r"var\((--[\w-]+)", "".join(sources.values())))
    assert lus <= dits


def test_the_font_has_the_letters_of_french_and_english_in_little_room():
    police = octets("polices/public-sans.woff2")
    assert len(police) <= 40_000
    with TTFont(finders.find("polices/public-sans.woff2")) as fonte:
        lettres = fonte.getBestCmap()
    assert not [une for une in "éÉàÀçÇœŒæ’«»—–…\u00a0€0123456789" if ord(une) not in lettres]
    assert b"SIL Open Font License" in octets("polices/public-sans-licence.txt")


def test_a_visitor_is_given_the_font_before_the_words_that_need_it(db):
    page = Client().get("/methode/").content.decode()
    assert re.search(r'<link rel="preload" href="[^"]*public-sans[^"]*" as="font"[^>]* crossorigin>', page)
    assert len(re.findall(r'<link rel="stylesheet"', page)) == 1


def test_what_is_made_is_made_again_when_its_source_changes(tmp_path):
    source = tmp_path / "a.css"
    source.write_text("a{}")
    derive = Derive("b/c.css", lambda: [source], feuille._joindre)
    assert derive.ecrire(tmp_path).read_text() == "a{}"
    source.write_text("a{color:red}")
    assert derive.ecrire(tmp_path).read_text() == "a{color:red}"


def test_every_made_file_can_be_found():
    assert all(finders.find(derive.nom) for derive in DERIVES)
