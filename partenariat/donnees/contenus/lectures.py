"""What a short-lived process (`enfant`) reads for us: large libraries, on files that nobody has looked at.

The process says of a file that it is not what it pretends, or asks for too much. Where the machine failed
instead, whoever hands the file in is told so, and blamed for nothing.
"""

import json
import re
import signal
from pathlib import Path

from partenariat.donnees.contenus import enfant
from partenariat.donnees.contenus.natures import (
    abime,
    actif,
    pas_lu,
    pas_une_image,
    protege,
    trop_lourd,
    trop_petite,
)
from partenariat.donnees.contenus.parties import COMMENTAIRE_MAX, FIN, SIGNE_FIN
from partenariat.donnees.processus import Indisponible, Programme


class Illisible(Exception):
    """The file is not what it says."""


class Petite(Exception):
    """The picture is too small to show anything."""


class Demesure(Exception):
    """Reading it takes more memory or work than a file may."""


LECTEUR = Programme(
    "lecteur",
    Path(enfant.__file__),
    # The last is how the system ends what has worked too long, which waiting is not.
    {
        enfant.ILLISIBLE: Illisible,
        enfant.PETITE: Petite,
        enfant.DEMESURE: Demesure,
        -signal.SIGXCPU: Demesure,
    },
    cite=False,
)


NOM_CACHE = re.compile(rb"#([0-9a-fA-F]{2})")
ACTIF_BRUT = re.compile(
    rb"/(OpenAction|AA|JS|JavaScript|Launch|SubmitForm|ImportData|RichMedia|XFA|EmbeddedFiles?|EF|ObjStm)(?!\w)"
)
"""What a PDF that does not open must not say; nor may it hold compressed objects, where it may be said."""
AUTRE_FORMAT = re.compile(rb"Rar!\x1a\x07|7z\xbc\xaf\x27\x1c")
"""Archives that are found wherever they begin."""
SUITE = re.compile(rb"[\s\0]*(PK|MZ|\x7fELF|MSCF|#!|\xd0\xcf\x11\xe0|<[!?a-zA-Z])")
"""What follows the end of a PDF, when it is the beginning of something else."""


def pdf(contenu: bytes) -> list[str]:
    """Whom a PDF names.

    A file too damaged for our reader is kept, since others may repair it, unless it may hold what runs.

    Raises:
        ValidationError: it is encrypted, be it only against changes; it runs, fetches or sends something; it
            is also of another format; reading it takes too much; or it could not be read now.
    """
    if _double(contenu):
        raise actif("double")
    try:
        lu = json.loads(_lire("pdf", contenu))
    except Illisible:
        if b"/Encrypt" in contenu:
            raise protege() from None
        if ACTIF_BRUT.search(NOM_CACHE.sub(_en_clair, contenu)):
            raise actif("abime") from None
        return []
    if lu["chiffre"]:
        raise protege()
    if lu["actif"]:
        raise actif(*lu["actif"])
    return list(lu["noms"])


def _en_clair(echappe: "re.Match[bytes]") -> bytes:
    return bytes([int(echappe[1], 16)])


def _double(contenu: bytes) -> bool:
    """Whether other programs would open the same bytes as an archive, a program or a page."""
    fin = contenu.rfind(b"%%EOF")
    if AUTRE_FORMAT.search(contenu) or (fin >= 0 and SUITE.match(contenu, fin + len(b"%%EOF"))):
        return True
    # An archive is read from its end, whatever stands before: its last record leads to the list of its parts.
    place = contenu.rfind(SIGNE_FIN, max(0, len(contenu) - FIN.size - COMMENTAIRE_MAX))
    if place < 0 or len(contenu) - place < FIN.size:
        return False
    taille = FIN.unpack_from(contenu, place)[5]
    return not taille or contenu[max(0, place - taille) :].startswith(b"PK\x01\x02")


def heic(contenu: bytes) -> bytes:
    """A HEIC photo as a JPEG.

    Raises:
        ValidationError: it does not open, or opening it takes too much; or it could not be opened now.
    """
    try:
        return _lire("heic", contenu)
    except Illisible:
        raise abime() from None


def petite(outil: str, contenu: bytes) -> tuple[bytes, int, int]:
    """A picture as a page shows it: a light WebP, its width and its height in pixels.

    Args:
        outil: « image », or « logo » for a smaller one.

    Raises:
        ValidationError: it is no picture, opening it takes too much; or it could not be opened now.
    """
    try:
        taille, _fin, webp = _lire(outil, contenu).partition(b"\n")
    except Illisible:
        raise pas_une_image() from None
    except Petite:
        raise trop_petite(enfant.COTE_MIN) from None
    largeur, hauteur = map(int, taille.split())
    return webp, largeur, hauteur


def _lire(outil: str, contenu: bytes) -> bytes:
    try:
        return LECTEUR.faire(outil, contenu)
    except Demesure:
        raise trop_lourd() from None
    except Indisponible as panne:
        raise pas_lu() from panne
