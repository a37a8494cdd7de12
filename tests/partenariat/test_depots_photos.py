"""Photos say neither where, when, by whom nor with what they were taken; they look the same."""

import io
import struct
import zlib

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageSequence, PngImagePlugin

from partenariat.donnees import depots
from partenariat.donnees.contenus import enfant, images

pillow_heif.register_heif_opener()
SECRETS = (b"Fabricant", b"Alex Roy", b"Vignette", b"2026:05:04")
PROFIL = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SORTES = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}


def exif(orientation: int = 1) -> Image.Exif:
    """Where, when, by whom and with what."""
    dit = Image.Exif()
    dit[0x0112], dit[0x010F], dit[0x013B], dit[0x0132] = (
        orientation,
        "Fabricant",
        "Alex Roy",
        "2026:05:04 10:00:00",
    )
    dit.get_ifd(0x8825).update({1: "N", 2: (45.0, 30.0, 0.0), 3: "W", 4: (73.0, 33.0, 0.0)})
    return dit


def photo(sorte: str, orientation: int = 1) -> bytes:
    """A photo with all that it may say of itself, and something after its end."""
    image, sortie = Image.effect_noise((32, 24), 60).convert("RGB"), io.BytesIO()
    options = {"exif": exif(orientation), "icc_profile": PROFIL, "xmp": b"<x>Alex Roy</x>"}
    if sorte == "png":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", "Alex Roy")
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", "<x>Alex Roy</x>")
    if sorte == "jpeg":
        options["comment"] = b"Alex Roy"
    if sorte == "heic":
        options["exif"] = exif(orientation).tobytes()
    image.save(sortie, SORTES[sorte], **options)
    return sortie.getvalue() + (b"" if sorte == "heic" else b"MPF Alex Roy" + sortie.getvalue())


def examiner(contenu: bytes, nom: str = "Chantier.jpg") -> depots.Depot:
    return depots.examiner(ContentFile(contenu, nom))


def lue(depot: depots.Depot) -> Image.Image:
    depot.fichier.seek(0)
    image = Image.open(io.BytesIO(depot.fichier.read()))
    image.load()
    return image


@pytest.mark.parametrize("sorte", SORTES)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_photo_keeps_its_look_and_nothing_of_who_took_it(sorte, orientation):
    depot = examiner(photo(sorte, orientation))
    net = depot.fichier.read()
    assert not [secret for secret in SECRETS if secret in net]
    image = lue(depot)
    assert not image.getexif().get_ifd(0x8825)
    assert set(image.getexif()) <= {0x0112}
    assert image.info["icc_profile"] == PROFIL
    if sorte == "heic":
        assert image.size == ((24, 32) if orientation == 6 else (32, 24)), "turned as it is seen"
        assert (depot.nom, depot.type_media, depot.converti) == ("Chantier.jpg", "image/jpeg", True)
    else:
        assert image.getexif().get(0x0112, 1) == orientation
        assert image.tobytes() == Image.open(io.BytesIO(photo_sans_bruit(net))).tobytes()
        assert not depot.converti


def photo_sans_bruit(net: bytes) -> bytes:
    """Cleaned again, it is the same to the byte: a plan file that gives it back loads what it exported."""
    encore = examiner(net)
    assert encore.fichier.read() == net
    return net


@pytest.mark.parametrize("sorte", ["jpeg", "png", "webp"])
def test_pixels_are_not_touched(sorte):
    brute = photo(sorte)
    assert lue(examiner(brute)).tobytes() == Image.open(io.BytesIO(brute)).tobytes()


def test_a_progressive_photo_and_one_in_four_inks_are_kept_whole():
    for options in ({"progressive": True}, {"subsampling": 0}):
        sortie = io.BytesIO()
        Image.effect_noise((64, 64), 90).convert("CMYK").save(sortie, "JPEG", **options)
        assert lue(examiner(sortie.getvalue())).tobytes() == Image.open(sortie).tobytes()


@pytest.mark.parametrize("sorte", ["png", "webp"])
def test_an_animation_keeps_its_frames(sorte):
    suite = [Image.effect_noise((16, 16), 60).convert("RGB") for _rang in range(3)]
    sortie = io.BytesIO()
    suite[0].save(sortie, SORTES[sorte], save_all=True, append_images=suite[1:], exif=exif(), lossless=True)
    depot = examiner(sortie.getvalue())
    assert not [secret for secret in SECRETS if secret in depot.fichier.read()]
    assert [image.convert("RGB").tobytes() for image in ImageSequence.Iterator(lue(depot))] == [
        image.tobytes() for image in suite
    ]


def png_de(largeur: int, hauteur: int) -> bytes:
    def morceau(nom: bytes, charge: bytes) -> bytes:
        return struct.pack(">L", len(charge)) + nom + charge + struct.pack(">L", zlib.crc32(nom + charge))

    entete = struct.pack(">LLBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    return b"".join(
        [
            images.SIGNATURE_PNG,
            morceau(b"IHDR", entete),
            morceau(b"IDAT", zlib.compress(b"\0")),
            morceau(b"IEND", b""),
        ]
    )


def jpeg_de(largeur: int, hauteur: int) -> bytes:
    sortie = io.BytesIO()
    Image.new("RGB", (8, 8)).save(sortie, "JPEG")
    contenu = bytearray(sortie.getvalue())
    cadre = contenu.find(b"\xff\xc0")
    contenu[cadre + 5 : cadre + 9] = struct.pack(">HH", hauteur, largeur)
    return bytes(contenu)


def webp_de(largeur: int, hauteur: int) -> bytes:
    charge = b"\x2f" + ((largeur - 1) | (hauteur - 1) << 14).to_bytes(4, "little") + bytes(8)
    return (
        b"RIFF"
        + struct.pack("<L", 12 + len(charge) + 1)
        + b"WEBPVP8L"
        + struct.pack("<L", 13)
        + charge
        + b"\0"
    )


@pytest.mark.parametrize("faire", [png_de, jpeg_de, webp_de], ids=["png", "jpeg", "webp"])
def test_an_image_that_would_fill_a_memory_is_refused_unseen(faire):
    assert examiner(faire(10_000, 12_000)).taille, "what a telephone takes"
    with pytest.raises(ValidationError, match="trop de travail"):
        examiner(faire(16_000, 16_000))


def test_a_heic_photo_too_large_to_be_decoded_is_refused(monkeypatch):
    """The bound is that of the process that decodes it."""
    monkeypatch.setattr(enfant, "PIXELS_MAX", 10)
    with pytest.raises(SystemExit) as fin:
        enfant.heic(photo("heic"))
    assert fin.value.code not in (0, enfant.ILLISIBLE)


@pytest.mark.parametrize("sorte", SORTES)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9], ids=["un dixième", "la moitié", "presque tout"])
def test_an_image_that_was_cut_is_refused(sorte, part):
    image, sortie = Image.effect_noise((64, 64), 60).convert("RGB"), io.BytesIO()
    image.save(sortie, SORTES[sorte])
    entiere = sortie.getvalue()
    with pytest.raises(ValidationError, match=r"incomplète|trop de travail"):
        examiner(entiere[: max(20, int(len(entiere) * part))])


@pytest.mark.parametrize(
    "contenu",
    [
        b"\xff\xd8\xff" + b"\xff" * 200_000,
        b"\xff\xd8\xff\xe0\x00\x01",
        b"\xff\xd8" + b"\xff\xfe\x00\x02" * 20_000,
        images.SIGNATURE_PNG + b"\0" * 50,
        b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 20,
        b"RIFF\x04\x00\x00\x00WEBP" + b"\0" * 20,
        b"\0\0\0\x1cftypheic" + b"\0" * 40,
    ],
    ids=[
        "remplissage",
        "segment trop court",
        "segments sans fin",
        "png vide",
        "webp menteur",
        "webp vide",
        "heic vide",
    ],
)
def test_what_only_begins_as_an_image_is_refused(contenu):
    with pytest.raises(ValidationError):
        examiner(contenu)
