"""Office documents as Word, Excel and LibreOffice write them, for the tests of what is active."""

import io
import zipfile

from tests.partenariat.test_depots import DOCX, xlsx

OOXML = "application/vnd.openxmlformats-officedocument."
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
AILLEURS = "http://evil.example/x"


def archive(parties: dict[str, bytes | str]) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ouverte:
        for nom, contenu in parties.items():
            ouverte.writestr(nom, contenu)
    return sortie.getvalue()


def types(principal: str) -> str:
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/principal.xml" ContentType="{principal}"/></Types>'
    )


def relations(*liens: tuple[str, str]) -> str:
    """(kind, target); one that leads out of the document says so, as Word does."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{rang}" Type="{RELATION}{sorte}" Target="{vers}"'
            + (' TargetMode="External"' if sorte == "hyperlink" or ":" in vers or "\\" in vers else "")
            + "/>"
            for rang, (sorte, vers) in enumerate(liens)
        )
        + "</Relationships>"
    )


def corps(texte: str) -> str:
    espaces = " ".join(f'xmlns:{nom}="urn:{nom}"' for nom in "wrvo")
    return f"<w:document {espaces}><w:body>{texte}</w:body></w:document>"


def champ(*dits: str, sale: str = "", entre: str = "") -> str:
    """A field whose order is cut in runs, as Word cuts it."""
    ordre = "".join(f"<w:r><w:instrText>{dit}</w:instrText></w:r>{entre}" for dit in dits)
    suite = ("separate", "<w:r><w:t>vu</w:t></w:r>"), ("end", "")
    bornes = "".join(f'<w:r><w:fldChar w:fldCharType="{borne}"/></w:r>{apres}' for borne, apres in suite)
    return f'<w:r><w:fldChar w:fldCharType="begin"{sale}/></w:r>{ordre}{bornes}'


def word(dedans: str = "", **autres: bytes | str) -> bytes:
    parties = {"[Content_Types].xml": types(DOCX), "word/document.xml": corps(dedans)}
    return archive(parties | {nom.replace("__", "/"): contenu for nom, contenu in autres.items()})


def word_lie(*liens: tuple[str, str], de: str = "document", **autres: bytes | str) -> bytes:
    return word(**{f"word/_rels/{de}.xml.rels": relations(*liens), **autres})


def dedans(document: bytes) -> bytes:
    """A document that holds another."""
    return word(**{"word/embeddings/Document.docx": document})


def excel(feuille: str = "", **autres: bytes | str) -> bytes:
    """openpyxl's own, with a sheet of ours besides."""
    parties: dict[str, bytes | str] = {}
    with zipfile.ZipFile(io.BytesIO(xlsx())) as ouverte:
        parties |= {nom: ouverte.read(nom) for nom in ouverte.namelist()}
    parties["xl/worksheets/sheet9.xml"] = f"<worksheet><sheetData>{feuille}</sheetData></worksheet>"
    return archive(parties | autres)


def powerpoint(**autres: bytes | str) -> bytes:
    return archive({"[Content_Types].xml": types(f"{OOXML}presentationml.presentation.main+xml")} | autres)


RACINE_ODF = (
    '<office:document-content xmlns:office="urn:o" xmlns:text="urn:t" xmlns:table="urn:b" xmlns:draw="urn:d" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="urn:s" xmlns:presentation="urn:p" '
    'xmlns:form="urn:f"><office:scripts/><office:body>{}</office:body></office:document-content>'
)
META_ODF = (
    '<office:document-meta xmlns:office="urn:o" xmlns:meta="urn:m" xmlns:xlink="urn:x"><office:meta>{}'
    "</office:meta></office:document-meta>"
)
MENU = (
    '<!DOCTYPE toolbar:toolbar PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "toolbar.dtd">'
    '<toolbar:toolbar xmlns:toolbar="urn:t" xmlns:xlink="urn:x"><toolbar:toolbaritem xlink:href="{}"/>'
    "</toolbar:toolbar>"
)


def libreoffice(dedans: str = "", sorte: str = "text", meta: str = "", **autres: bytes | str) -> bytes:
    parties: dict[str, bytes | str] = {
        "mimetype": f"application/vnd.oasis.opendocument.{sorte}",
        "Configurations2/accelerator/current.xml": "",
        "Configurations2/toolbar/mine.xml": MENU.format(".uno:Save"),
        "content.xml": RACINE_ODF.format(dedans),
        "styles.xml": RACINE_ODF.format(""),
        "meta.xml": META_ODF.format(meta),
        "manifest.rdf": '<r:RDF xmlns:r="urn:r"/>',
        "Thumbnails/thumbnail.png": PNG,
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="/"/></m:manifest>',
    }
    return archive(parties | autres)


def svg(dedans: str = "", **dits: str) -> str:
    autres = "".join(f' {nom}="{dit}"' for nom, dit in dits.items())
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1" '
        f'height="1"{autres}>{dedans}<path d="M0 0" style="fill:url(#a)"/></svg>'
    )
