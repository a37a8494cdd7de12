"""Every character that a document may print is drawn by the embedded fonts; every other is shown as « □ »."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partenariat.presentation.atelier import Refuse, document
from partenariat.presentation.imprimable import ACCENTS, APOSTROPHE, COUVERTURE, composable, imprimable
from partenariat.presentation.pdf import composer

LETTRES = "AEIOUaeiouxzÉèçœŁſž"


@pytest.fixture
def gabarit(tmp_path):
    """Prints each text of `d.textes` in the four styles of the documents."""
    chemin = tmp_path / "essai.typ"
    chemin.write_text(
        "#title()\n#for t in d.textes { text(t) + strong(t) + emph(t) + strong(emph(t)) + [ ] }\n",
        encoding="utf-8",
    )
    return chemin


def essayer(gabarit, textes) -> bytes:
    return composer(gabarit, {"titre": "Essai", "date": "2026-11-24", "langue": "fr", "textes": textes})


def permis(classe: str) -> list[str]:
    """The characters of a class of the regular expression, one by one."""
    return [c for c in map(chr, range(0x20, 0x30000)) if re.match(f"[{classe}]", c)]


def test_every_allowed_character_is_drawn_in_every_style(gabarit):
    caracteres = permis(COUVERTURE)
    assert len(caracteres) > 700
    # Nothing stands between the expression and the compiler.
    assert all(imprimable(c) in (c, unicodedata.normalize("NFC", c)) for c in caracteres)
    assert essayer(gabarit, caracteres)


def test_every_accent_is_drawn_after_a_letter_and_goes_elsewhere(gabarit):
    accents = permis(ACCENTS)
    assert essayer(gabarit, [lettre + accent for lettre, accent in itertools.product(LETTRES, accents)])
    assert imprimable("m\u0308") == "m\u0308"
    assert imprimable("漢\u0301") == "□"
    assert imprimable("e\u0301") == "é"


@pytest.mark.parametrize(
    ("saisi", "imprime"),
    [
        ("Fête 🎉", "Fête □"),
        ("漢字", "□□"),
        ("a\u0007b", "ab"),
        ("a\ufffeb", "a□b"),
        ("a\ue000b", "a□b"),
        ("\ufeffdébut", "début"),
        ("❤\ufe0f", "□"),
        ("droite\u202e", "droite"),
        ("a\tb\r\nc\u2028d", "a b\nc\nd"),
        ("← « 12 ½ » ✓ ☐ œuvre Łódź Ελλάς Київ", "← « 12 ½ » ✓ ☐ œuvre Łódź Ελλάς Київ"),
    ],
)
def test_what_no_font_draws_is_shown_as_a_box(saisi, imprime, gabarit):
    assert imprimable(saisi) == imprime
    assert essayer(gabarit, [saisi])


@settings(max_examples=40, deadline=None)
@given(textes=st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_whatever_people_type_a_document_is_made(textes, tmp_path_factory):
    chemin = tmp_path_factory.mktemp("gabarit") / "essai.typ"
    chemin.write_text(
        "#title()\n#for t in d.textes { list.item(text(t) + strong(t) + emph(t)) }\n", encoding="utf-8"
    )
    assert essayer(chemin, textes)


def test_texts_get_the_blanks_of_french_and_one_apostrophe():
    saisi = {"motif": "L'appel d'offres ; 60 000 $ : « oui » !", "lignes": ["d'un", 3, None, True]}
    assert composable(saisi) == {
        "motif": f"L{APOSTROPHE}appel d{APOSTROPHE}offres; 60\u00a0000\u00a0$\u00a0: «\u00a0oui\u00a0»!",
        "lignes": [f"d{APOSTROPHE}un", 3, None, True],
    }


def test_an_address_and_the_markup_of_a_drawing_stay_as_they_are():
    assert composable({"href": "https://exemple.test/l'été ;"})["href"] == "https://exemple.test/l'été ;"
    dessin = "<svg font-family='Arial'><text>Nombre d'actions 🎉</text></svg>"
    assert composable({"svg": dessin})["svg"] == (
        f"<svg font-family='Arial'><text>Nombre d{APOSTROPHE}actions □</text></svg>"
    )


def test_a_panic_of_the_compiler_is_a_refusal(monkeypatch):
    import typst

    class PanicException(BaseException):
        """As pyo3 names it; it is no `Exception`."""

    def paniquer(*_args, **_options):
        raise PanicException("index out of bounds")

    monkeypatch.setattr(typst, "compile", paniquer)
    with pytest.raises(Refuse, match="out of bounds"):
        document({"texte": "", "donnees": "{}"})


def test_an_interruption_is_not_a_refusal(monkeypatch):
    import typst

    def interrompre(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(typst, "compile", interrompre)
    with pytest.raises(KeyboardInterrupt):
        document({"texte": "", "donnees": "{}"})
