"""Files that people hand in: what they are is decided by their content, never by their name.

Accepted: PDF, Word, Excel, OpenDocument texts and sheets, PNG, JPEG, WebP. Refused with one French sentence:
anything else (SVG and HTML run scripts in a browser), documents with macros, encrypted documents, files over
20 MB. On disk they bear a random name, outside the addresses that the web server gives.
"""

import re
import secrets
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from xml.etree import ElementTree

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from partenariat.donnees.empreintes import empreinte_fichier

TAILLE_MAX = 20 * 1024 * 1024
"""Bytes."""
OOXML = "application/vnd.openxmlformats-officedocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OOXML}wordprocessingml.document",
    "xlsx": f"{OOXML}spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
"""Extension → media type."""
_PRINCIPAUX = {f"{TYPES['docx']}.main+xml": "docx", f"{TYPES['xlsx']}.main+xml": "xlsx"}
_DESCRIPTION_MAX = 1024 * 1024
"""Bytes of `[Content_Types].xml`; a longer one is no office's work."""
NOM = re.compile(r"[^\w .()\[\]'’-]+")


@dataclass(frozen=True)
class Depot:
    """A file that was examined and may be kept."""

    fichier: "File[bytes]"
    nom: str
    """Its name as people see it: cleaned, with the extension of what it really is."""
    extension: str
    taille: int
    """Bytes."""
    empreinte: str

    @property
    def type_media(self) -> str:
        return TYPES[self.extension]


def examiner(fichier: "File[bytes]") -> Depot:
    """Decides what a file is.

    Raises:
        ValidationError: with the sentence that says why it is not taken.
    """
    if fichier.size > TAILLE_MAX:
        raise ValidationError(_("Ce fichier dépasse 20 Mo : réduisez-le, ou donnez plutôt son adresse."))
    if not fichier.size:
        raise ValidationError(_("Ce fichier est vide."))
    extension = _nature(fichier)
    fichier.seek(0)
    return Depot(fichier, _nom(fichier.name, extension), extension, fichier.size, empreinte_fichier(fichier))


def _nature(fichier: "File[bytes]") -> str:
    fichier.seek(0)
    debut = fichier.read(16)
    if debut.startswith(b"%PDF-"):
        return "pdf"
    if debut.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if debut.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if debut[:4] == b"RIFF" and debut[8:12] == b"WEBP":
        return "webp"
    if debut.startswith(b"PK\x03\x04"):
        return _document(fichier)
    if debut.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _("Ce document est d'un ancien format, ou protégé par un mot de passe : enregistrez-le sans mot "
              "de passe en PDF, DOCX, XLSX, ODT ou ODS.")
        )  # fmt: skip
    raise _inconnu()


def _document(fichier: "File[bytes]") -> str:
    """What an archive holds: an office document without macros, or nothing that we take."""
    try:
        with zipfile.ZipFile(fichier) as archive:
            noms = archive.namelist()
            if any(info.flag_bits & 0x1 for info in archive.infolist()):
                raise ValidationError(_("Ce document est protégé par un mot de passe : enregistrez-le sans."))
            if any(_macro(nom) for nom in noms):
                raise ValidationError(_("Ce document contient des macros : enregistrez-le sans macros."))
            if "[Content_Types].xml" in noms:
                return _office(_lire(archive, "[Content_Types].xml"))
            if noms[:1] == ["mimetype"]:
                return _opendocument(_lire(archive, "mimetype"))
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, OSError, ValueError) as erreur:
        raise _inconnu() from erreur
    raise _inconnu()


def _macro(nom: str) -> bool:
    bas = nom.lower()
    return bas.endswith("vbaproject.bin") or bas.startswith(("basic/", "scripts/")) or "/activex/" in bas


def _lire(archive: zipfile.ZipFile, nom: str) -> bytes:
    with archive.open(nom) as partie:
        contenu = partie.read(_DESCRIPTION_MAX + 1)
    if len(contenu) > _DESCRIPTION_MAX or b"<!DOCTYPE" in contenu or b"<!ENTITY" in contenu:
        raise _inconnu()
    return contenu


def _office(description: bytes) -> str:
    types = {e.get("ContentType", "") for e in ElementTree.fromstring(description)}  # noqa: S314  # no DTD
    if any("macroenabled" in t.lower() for t in types):
        raise ValidationError(_("Ce document contient des macros : enregistrez-le sans macros."))
    extension = next((_PRINCIPAUX[t] for t in types if t in _PRINCIPAUX), None)
    if extension is None:
        raise _inconnu()
    return extension


def _opendocument(declare: bytes) -> str:
    texte = declare.decode("ascii", "replace").strip()
    extension = next((e for e in ("odt", "ods") if TYPES[e] == texte), None)
    if extension is None:
        raise _inconnu()
    return extension


def _inconnu() -> ValidationError:
    return ValidationError(
        _("Ce fichier n'est pas d'un type accepté : PDF, DOCX, XLSX, ODT, ODS, PNG, JPEG ou WebP.")
    )


def _nom(original: str | None, extension: str) -> str:
    souche = PurePath((original or "").replace("\\", "/")).stem
    base = " ".join(NOM.sub(" ", souche).split()).strip(" .")[:80].strip()
    return f"{base or _('document')}.{extension}"


def chemin_au_hasard(_objet: object, nom: str) -> str:
    """Where a file is kept: nothing of it can be guessed, nor typed by a person."""
    hasard = secrets.token_hex(20)
    extension = PurePath(nom).suffix.lower().lstrip(".")
    return f"{hasard[:2]}/{hasard}.{extension if extension in TYPES else 'bin'}"


def remettre(fichier: FieldFile, nom: str, type_media: str) -> FileResponse:
    """A kept file as a response: always a download, never a page of this site."""
    reponse = FileResponse(fichier.open("rb"), as_attachment=True, filename=nom, content_type=type_media)
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return reponse
