"""Files handed in: judged by their content, whatever their name says."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from openpyxl import Workbook
from PIL import Image

from partenariat.donnees import depots

TYPES_OOXML = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"


def archive(**parties: str) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        for nom, contenu in parties.items():
            zip_.writestr(nom.replace("__", "/"), contenu)
    return sortie.getvalue()


def docx(type_: str = DOCX, **autres: str) -> bytes:
    siennes = {"[Content_Types].xml": TYPES_OOXML.format(type_), "word/document.xml": "<w/>"}
    return archive(**siennes | autres)


def opendocument(suffixe: str, **autres: str) -> bytes:
    return archive(mimetype=f"application/vnd.oasis.opendocument.{suffixe}", **autres)


def xlsx() -> bytes:
    sortie = io.BytesIO()
    Workbook().save(sortie)
    return sortie.getvalue()


def image(sorte: str) -> bytes:
    sortie = io.BytesIO()
    Image.new("RGB", (4, 3), "white").save(sortie, sorte)
    return sortie.getvalue()


BONS = {
    "pdf": b"%PDF-1.7\n%%EOF\n",
    "png": image("PNG"),
    "jpeg": image("JPEG"),
    "webp": image("WEBP"),
    "docx": docx(),
    "xlsx": xlsx(),
    "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"),
}


def examiner(contenu: bytes, nom: str = "fichier.pdf") -> depots.Depot:
    return depots.examiner(ContentFile(contenu, nom))


@pytest.mark.parametrize("extension", BONS)
def test_a_good_file_bears_the_name_of_what_it_is(extension):
    depot = examiner(BONS[extension], "Bilan 2026.exe")
    assert (depot.extension, depot.nom) == (extension, f"Bilan 2026.{extension}")
    assert depot.type_media == depots.TYPES[extension]
    assert len(depot.empreinte) == 64


def chiffre() -> bytes:
    """An archive whose entry says that it is encrypted."""
    contenu = bytearray(docx())
    for signature, decalage in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        rang = contenu.find(signature)
        while rang >= 0:
            contenu[rang + decalage] |= 1
            rang = contenu.find(signature, rang + 4)
    return bytes(contenu)


MAUVAIS = {
    "a page": (b"<!doctype html><script>alert(1)</script>", "accepté"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "accepté"),
    "a page after a blank": (b" %PDF-1.7", "accepté"),
    "a plain archive": (archive(**{"a.txt": "a"}), "accepté"),
    "a cut archive": (docx()[:60], "accepté"),
    "a presentation": (docx("application/vnd.openxmlformats-officedocument.presentationml"), "accepté"),
    "an OpenDocument drawing": (opendocument("graphics"), "accepté"),
    "macros by type": (docx(DOCM), "macros"),
    "macros by content": (docx(**{"word/vbaProject.bin": "x"}), "macros"),
    "OpenDocument macros": (opendocument("text", **{"Basic/script.xml": "x"}), "macros"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 20, "ancien format"),
    "an encrypted document": (chiffre(), "mot de passe"),
    "entities": (archive(**{"[Content_Types].xml": "<!DOCTYPE a><a/>"}), "accepté"),
    "nothing": (b"", "vide"),
}


@pytest.mark.parametrize("cas", MAUVAIS)
def test_anything_else_is_refused_in_one_sentence(cas):
    contenu, mot = MAUVAIS[cas]
    with pytest.raises(ValidationError) as refus:
        examiner(contenu)
    assert mot in refus.value.messages[0]


def test_more_than_twenty_megabytes_is_too_much():
    fichier = ContentFile(BONS["pdf"], "gros.pdf")
    fichier.size = depots.TAILLE_MAX + 1
    with pytest.raises(ValidationError, match="20 Mo"):
        depots.examiner(fichier)


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\dossiers\\bilan.pdf", "bilan.pdf"),
        ('a"b\r\nX: y.pdf', "a b X y.pdf"),
        (".pdf", "pdf.pdf"),
        ("…", "document.pdf"),
        ("é" * 300 + ".pdf", "é" * 80 + ".pdf"),
    ],
)
def test_a_name_is_cleaned(nom, attendu):
    fichier = ContentFile(BONS["pdf"])
    fichier.name = nom
    assert depots.examiner(fichier).nom == attendu


def test_a_file_is_kept_under_a_name_that_nobody_guesses():
    un, autre = (depots.chemin_au_hasard(None, "Bilan annuel.pdf") for _ in range(2))
    assert un != autre
    assert "ilan" not in un
    assert un.endswith(".pdf")
    assert depots.chemin_au_hasard(None, "x.php").endswith(".bin")
