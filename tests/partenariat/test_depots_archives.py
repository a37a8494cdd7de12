"""Office documents and PDF: macros, encryption, DTD and bombs are refused in bounded work."""

import io
import struct
import time
import zipfile
from functools import partial

import pikepdf
import pytest
from django.core.exceptions import ValidationError

from partenariat.donnees.contenus import archives, images
from tests.partenariat.test_depots import DOCX, TYPES_OOXML, docx, examiner, opendocument
from tests.partenariat.test_depots_photos import photo

MANIFESTE = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="{}">{}</m:file-entry></m:manifest>'
)
RDF = '<r:RDF xmlns:r="urn:r"><r:Description r:about="{}"/></r:RDF>'
DTD = '<?xml version="1.0" encoding="{}"?><!DOCTYPE Types [<!ENTITY a "b">]>' + TYPES_OOXML[21:].format(DOCX)
NOMS_DE_MACROS = [
    "Basic/script.xml", "./Basic/x.xml", "../Scripts/x.py", "/Basic/x", "Scripts\\x.py", "BASIC/x",
    "a/../basic/x", "Object 1/Basic/x", "Basi%63/x", "word/VBAPROJECT.BIN", "./xl/vbaProject.bin",
    "word/activeX/x.xml",
    "xl/macrosheets/sheet1.xml", "\uff22asic/x", "Basic./x", "word/vbaData.xml",
]  # fmt: skip


def refus(contenu: bytes) -> str:
    with pytest.raises(ValidationError) as refuse:
        examiner(contenu)
    return refuse.value.messages[0]


@pytest.mark.parametrize("nom", NOMS_DE_MACROS)
@pytest.mark.parametrize(
    "document", [docx, lambda **parties: opendocument("text", **parties)], ids=["docx", "odt"]
)
def test_a_macro_is_seen_however_its_part_is_named(document, nom):
    assert "macros" in refus(document(**{nom: "x"}))


@pytest.mark.parametrize(
    "parties",
    [
        {"META-INF/manifest.xml": MANIFESTE.format("Basic/Standard/x.xml", "")},
        {"META-INF/manifest.xml": MANIFESTE.format("./Scripts/python/x.py", "")},
        {"manifest.rdf": RDF.format("Scripts/python/x.py")},
        {"manifest.rdf": RDF.format("vnd.sun.star.script:x.py$f?language=Python")},
    ],
    ids=["manifeste", "manifeste relatif", "rdf", "rdf par adresse"],
)
def test_a_manifest_that_names_scripts_is_enough(parties):
    assert "macros" in refus(opendocument("text", **parties))


@pytest.mark.parametrize(
    "parties",
    [
        {"META-INF/manifest.xml": MANIFESTE.format("content.xml", "<m:encryption-data/>")},
        {"encrypted-package": "x"},
    ],
    ids=["parties", "tout"],
)
def test_an_encrypted_opendocument_is_refused(parties):
    assert "mot de passe" in refus(opendocument("spreadsheet", **parties))


def archive_brute(parties: dict[str, bytes]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ouverte:
        for nom, contenu in parties.items():
            ouverte.writestr(nom, contenu)
    return sortie.getvalue()


@pytest.mark.parametrize("codage", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("partie", ["[Content_Types].xml", "docProps/core.xml"])
def test_a_dtd_is_refused_in_any_encoding(codage, partie):
    propre = {"[Content_Types].xml": TYPES_OOXML.format(DOCX).encode(), "word/document.xml": b"<w/>"}
    piege = {partie: DTD.format(codage.replace("-le", "").replace("-be", "")).encode(codage)}
    assert "accepté" in refus(archive_brute(propre | piege))
    assert examiner(archive_brute(propre)).extension == "docx"


def enormement_de_parties() -> bytes:
    """180,000 entries, without making them one by one."""
    une = archive_brute({"a" * 6: b""})
    local, table = une[: une.find(b"PK\x01\x02")], une[une.find(b"PK\x01\x02") : une.find(b"PK\x05\x06")]
    fin = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(table) * 180_000, len(local), 0)
    return local + table * 180_000 + fin


def nombre_menteur() -> bytes:
    """As many, under a record that says one."""
    contenu = bytearray(enormement_de_parties())
    contenu[-14:-10] = struct.pack("<2H", 1, 1)
    return bytes(contenu)


def superposees() -> bytes:
    """Two entries over the same bytes, as in a bomb."""
    contenu = bytearray(docx())
    table = contenu.rfind(b"PK\x01\x02")
    contenu[table + 42 : table + 46] = struct.pack("<L", 0)
    return bytes(contenu)


def deux_fois_la_meme() -> bytes:
    return docx(**{"word/./document.xml": "<w/>"})


BOMBES = {
    "180 000 parties": (enormement_de_parties, "trop de travail"),
    "180 000 parties sous un nombre menteur": (nombre_menteur, "trop de travail"),
    "parties superposées": (superposees, "trop de travail"),
    "la même partie deux fois": (deux_fois_la_meme, "accepté"),
    "dépliée mille fois": (
        lambda: archive_brute({"[Content_Types].xml": b"", "word/a": b"\0" * (60 * 1024 * 1024)}),
        "trop de travail",
    ),
    "description énorme": (
        lambda: archive_brute({"[Content_Types].xml": b" " * (2 * 1024 * 1024)}),
        "trop de travail",
    ),
    "précédée d'autre chose": (lambda: b"PK\x03\x04" + b"x" * 40 + docx(), "accepté"),
    "suivie d'autre chose": (lambda: docx() + b"<script>", "accepté"),
    "coupée": (lambda: docx()[:-30], "accepté"),
}


@pytest.mark.parametrize("cas", BOMBES)
def test_a_bomb_is_refused_before_it_is_unfolded(cas):
    faire, mot = BOMBES[cas]
    contenu = faire()
    debut = time.process_time()
    assert mot in refus(contenu)
    assert time.process_time() - debut < 1


def test_the_list_of_180_000_parts_is_never_built(monkeypatch):
    contenu = enormement_de_parties()
    monkeypatch.setattr(archives.zipfile, "ZipFile", lambda *_: pytest.fail("opened"))
    assert "trop de travail" in refus(contenu)


CORE = (
    '<c xmlns:dc="urn:dc" xmlns:cp="urn:cp"><dc:creator>Alex Roy</dc:creator>'
    "<cp:lastModifiedBy>Sam\nCôté</cp:lastModifiedBy></c>"
)
META = (
    '<o xmlns:m="urn:m" xmlns:dc="urn:dc"><m:initial-creator>Alex Roy</m:initial-creator>'
    "<dc:creator>Sam Côté</dc:creator></o>"
)


W = '<w:d xmlns:w="urn:w">{}</w:d>'
PROPRIETE = '<P xmlns:vt="urn:vt"><property name="{}"><vt:lpwstr>Alex Roy</vt:lpwstr></property></P>'
NOTE = (
    '<o xmlns:dc="urn:dc" xmlns:x="urn:x"><x:annotation><dc:creator>Alex Roy</dc:creator>'
    "<x:p>Kim Roy</x:p></x:annotation></o>"
)
TROP_LONG = W.format("<w:p/>" * 1_500_000 + '<w:ins w:author="Alex Roy"/>')


def pdf(**options) -> bytes:
    document, sortie = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    if options.pop("nomme", False):
        document.docinfo["/Author"] = "Alex Roy"
        with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["dc:creator"] = ["Sam Côté"]
    document.save(sortie, **options)
    return sortie.getvalue()


@pytest.mark.parametrize(
    ("contenu", "nommes"),
    [
        (docx(**{"docProps/core.xml": CORE, "docProps/app.xml": "<P><Company>Atelier</Company></P>"}),
         ("Alex Roy", "Sam Côté", "Atelier")),
        (docx(**{"word/people.xml": '<w:p xmlns:w="urn:w"><w:person w:author="Alex Roy"/></w:p>'}),
         ("Alex Roy",)),
        (docx(**{"word/document.xml": W.format('<w:ins w:author="Alex Roy"><w:t>Kim</w:t></w:ins>')}),
         ("Alex Roy",)),
        (docx(**{"word/footer2.xml": W.format('<w:del w:author="Alex Roy"/>')}), ("Alex Roy",)),
        (docx(**{"docProps/custom.xml": PROPRIETE.format("Rédigé par l'auteur")}), ("Alex Roy",)),
        (docx(**{"docProps/custom.xml": PROPRIETE.format("Date de création")}), ()),
        (docx(**{"xl/comments1.xml": "<c><authors><author>Alex Roy</author></authors></c>"}), ("Alex Roy",)),
        (docx(**{"xl/comments/comment1.xml": "<c><author>Alex Roy</author><t>Kim</t></c>"}), ("Alex Roy",)),
        (docx(**{"xl/revisions/h.xml": '<h><header userName="Alex Roy"/></h>'}), ("Alex Roy",)),
        (docx(**{"word/document.xml": TROP_LONG}), ()),
        (opendocument("text", **{"meta.xml": META}), ("Alex Roy", "Sam Côté")),
        (opendocument("text", **{"content.xml": NOTE}), ("Alex Roy",)),
        (opendocument("spreadsheet", **{"Object 1/meta.xml": META}), ("Alex Roy", "Sam Côté")),
        (pdf(nomme=True), ("Alex Roy", "Sam Côté")),
        (docx(), ()),
        (pdf(), ()),
        (b"%PDF-1.7\n%%EOF\n", ()),
    ],
    ids=["docx", "docx annoté", "docx révisé", "docx en pied de page", "propriété ajoutée", "autre propriété",
         "xlsx annoté", "xlsx annoté autrement", "xlsx partagé", "au-delà de ce qui est lu", "odt",
         "odt annoté", "objet d'un ods", "pdf", "docx muet", "pdf muet", "pdf abîmé"],
)  # fmt: skip
def test_whom_a_document_names_is_known(contenu, nommes):
    assert examiner(contenu).nommes == nommes


@pytest.mark.parametrize("sorte", ["jpeg", "png", "webp"])
@pytest.mark.parametrize(
    ("document", "ou"),
    [
        (docx, "word/media/image1.x"),
        (docx, "xl/media/image1.x"),
        (partial(opendocument, "text"), "Pictures/1.x"),
        (partial(opendocument, "text"), "Object 1/Pictures/1.x"),
    ],
)
def test_what_the_photos_of_a_document_say_is_known(document, ou, sorte):
    dite = examiner(document(**{ou: photo(sorte)}))
    assert (dite.situe, dite.nommes) == (True, ("Alex Roy",))
    muette = examiner(document(**{ou: images.nettoyer(sorte, photo(sorte))}))
    assert (muette.situe, muette.nommes) == (False, ())


@pytest.mark.parametrize(
    "contenu",
    [
        pdf(encryption=pikepdf.Encryption(owner="a", user="b")),
        pdf(encryption=pikepdf.Encryption(owner="a", user="")),
        b"%PDF-1.7\ntrailer <</Encrypt 4 0 R>>\n%%EOF\n",
    ],
    ids=["à ouvrir", "à modifier", "abîmé"],
)
def test_an_encrypted_pdf_is_refused(contenu):
    assert "mot de passe" in refus(contenu)
