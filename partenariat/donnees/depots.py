"""Files that people hand in: what they are is decided by their content, never by their name.

Accepted: PDF, Word, Excel, OpenDocument texts and sheets, PNG, JPEG, WebP, and HEIC, which becomes a JPEG.
Refused with one French sentence: anything else (SVG and HTML run scripts in a browser), documents that run,
fetch or send something when they are opened, encrypted documents, what takes too much work to read, files
over 20 MB. Images lose what they say of
where, when and by whom they were taken, before their fingerprint is. On disk they bear a random name, outside
the addresses that the web server gives.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.utils.translation import gettext as _

from partenariat.donnees.colonnes import sans_controles
from partenariat.donnees.contenus import archives, images, lectures
from partenariat.donnees.contenus.natures import TYPES, inconnu
from partenariat.donnees.empreintes import empreinte_fichier

TAILLE_MAX = 20 * 1024 * 1024
"""Bytes."""
MARQUES_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
NOM = re.compile(r"[^\w .()\[\]'’-]+")
NOMMES_MAX, NOMME_MAX = 10, 100
"""People that a file names, as many and as long as are told."""


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
    nommes: tuple[str, ...] = ()
    """People and bodies that it names as its authors."""
    situe: bool = False
    """A photo in it says where it was taken."""
    converti: bool = False
    """It came as HEIC, and is kept as JPEG."""

    @property
    def type_media(self) -> str:
        return TYPES[self.extension]


def examiner(fichier: "File[bytes]") -> Depot:
    """Decides what a file is, and what of it is kept. What was kept, examined again, is kept as it is.

    Raises:
        ValidationError: with the sentence that says why it is not taken.
    """
    if fichier.size > TAILLE_MAX:
        raise trop_gros()
    if not fichier.size:
        raise ValidationError(_("Ce fichier est vide."))
    nature, nommes, converti = _nature(fichier), list[str](), False
    garde, situe = fichier, False
    if nature == "archive":
        nature, nommes, situe = archives.document(fichier)
    elif nature == "pdf":
        nommes = lectures.pdf(_tout(fichier))
    elif nature == "heic":
        nature, converti = "jpg", True
        garde = ContentFile(images.nettoyer("jpeg", lectures.heic(_tout(fichier))))
    else:
        garde = ContentFile(images.nettoyer(nature, _tout(fichier)))
    if garde.size > TAILLE_MAX:
        raise trop_gros()
    garde.seek(0)
    return Depot(
        garde,
        nommer(fichier.name, nature),
        nature,
        garde.size,
        empreinte_fichier(garde),
        _nommes(nommes),
        situe,
        converti,
    )


def trop_gros() -> ValidationError:
    return ValidationError(_("Ce fichier dépasse 20 Mo, la limite : réduisez-le."), code="trop_gros")


def ou_une_adresse(refus: ValidationError) -> ValidationError:
    """A refusal of `examiner`, said in a form where the address of the file would do as well."""
    autrement = {
        "trop_gros": _("Ce fichier dépasse 20 Mo, la limite : réduisez-le, ou donnez plutôt son adresse."),
        "trop_lourd": _(
            "Ce fichier demande trop de travail pour être lu : simplifiez-le, ou donnez plutôt son adresse."
        ),
    }.get(getattr(refus, "code", ""))
    return ValidationError(autrement, code=refus.code) if autrement else refus


def _tout(fichier: "File[bytes]") -> bytes:
    fichier.seek(0)
    return bytes(fichier.read(TAILLE_MAX + 1))


def _nature(fichier: "File[bytes]") -> str:
    """By its first bytes: an extension of `TYPES`, « heic », or « archive », which is to be opened."""
    fichier.seek(0)
    debut = fichier.read(16)
    if debut.startswith(b"%PDF-"):
        return "pdf"
    if debut.startswith(images.SIGNATURE_PNG):
        return "png"
    if debut.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if debut[:4] == b"RIFF" and debut[8:12] == b"WEBP":
        return "webp"
    if debut[4:8] == b"ftyp" and debut[8:12] in MARQUES_HEIC:
        return "heic"
    if debut.startswith(b"PK\x03\x04"):
        return "archive"
    if debut.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _("Ce document est d'un ancien format, ou protégé par un mot de passe : enregistrez-le sans mot "
              "de passe en PDF, DOCX, XLSX, ODT ou ODS.")
        )  # fmt: skip
    raise inconnu()


def _nommes(dits: Iterable[str]) -> tuple[str, ...]:
    """Each once, on one line."""
    nets = dict.fromkeys(" ".join(sans_controles(dit).split())[:NOMME_MAX] for dit in dits)
    return tuple(nom for nom in nets if nom)[:NOMMES_MAX]


def nommer(original: str | None, extension: str) -> str:
    """A file's name as people see it: cleaned, with that extension."""
    souche = PurePath((original or "").replace("\\", "/")).stem
    # What begins with a bracket would read as what stands for a withdrawal (`registre.DEBUT`).
    base = " ".join(NOM.sub(" ", souche).split()).strip(" .[")[:80].strip()
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
