"""A picture that a page shows is light, bounded, turned as it is seen, and says nothing of who took it."""

import io
import os

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from partenariat.donnees import vignettes
from partenariat.donnees.contenus import enfant
from partenariat.donnees.empreintes import empreinte_octets
from tests.partenariat.test_depots_photos import SECRETS, SORTES, photo


def reduire(contenu: bytes, nom: str = "Chantier.jpg", **options) -> vignettes.Vignette:
    return vignettes.reduire(ContentFile(contenu, nom), **options)


def lue(vignette: vignettes.Vignette) -> Image.Image:
    vignette.fichier.seek(0)
    return Image.open(io.BytesIO(vignette.fichier.read()))


def bruit(largeur: int, hauteur: int, sorte: str = "JPEG") -> bytes:
    """What compresses worst."""
    sortie = io.BytesIO()
    Image.frombytes("RGB", (largeur, hauteur), os.urandom(3 * largeur * hauteur)).save(sortie, sorte)
    return sortie.getvalue()


@pytest.mark.parametrize("sorte", SORTES)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_picture_is_seen_upright_and_says_nothing_else(sorte, orientation):
    vignette = reduire(photo(sorte, orientation))
    octets = vignette.fichier.read()
    assert not [secret for secret in SECRETS if secret in octets]
    image = lue(vignette)
    assert image.format == "WEBP"
    assert not image.getexif()
    assert not {"icc_profile", "xmp", "exif"} & image.info.keys()
    assert image.size == (vignette.largeur, vignette.hauteur)
    assert image.size == ((24, 32) if orientation == 6 else (32, 24))
    assert vignette.empreinte == empreinte_octets(octets)
    assert vignette.nom == "Chantier.webp"


@pytest.mark.parametrize(("logo", "boite"), [(False, enfant.IMAGE), (True, enfant.LOGO)])
def test_the_heaviest_picture_is_light_and_keeps_its_shape(logo, boite):
    vignette = reduire(bruit(1600, 1200), logo=logo)
    assert vignette.fichier.size <= enfant.POIDS_MAX
    assert vignette.largeur <= boite[0]
    assert vignette.hauteur <= boite[1]
    assert vignette.largeur / vignette.hauteur == pytest.approx(4 / 3, abs=0.02)


def test_what_is_see_through_stands_on_white():
    sortie = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(sortie, "PNG")
    assert (
        lue(reduire(sortie.getvalue(), "logo.png", logo=True)).convert("RGB").getpixel((20, 20)) == (255,) * 3
    )


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\n%%EOF\n", "n'est pas une image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n'est pas une image"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "n'est pas une image"),
        (bruit(64, 64)[:900], "n'est pas une image"),
        (bruit(64, 8), "trop petite"),
        (bruit(20, 20), "au moins 24 pixels"),
    ],
    ids=["empty", "PDF", "SVG", "GIF", "cut", "a line", "an icon"],
)
def test_what_is_no_picture_is_refused_in_words(contenu, phrase):
    with pytest.raises(ValidationError, match=phrase):
        reduire(contenu)


def test_too_many_pixels_are_refused_before_they_are_decoded():
    sortie = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(sortie, "PNG")
    assert len(sortie.getvalue()) < 100_000, "a bomb: small, and large once unfolded"
    with pytest.raises(ValidationError, match="trop de travail"):
        reduire(sortie.getvalue())


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(vignettes, "TAILLE_MAX", 100)
    with pytest.raises(ValidationError, match="20 Mo"):
        reduire(bruit(64, 64))
