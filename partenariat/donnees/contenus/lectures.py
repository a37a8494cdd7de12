"""What a short-lived process (`enfant`) reads for us: large libraries, on files that nobody has looked at.

The process says of a file that it is not what it pretends, or asks for too much. Where the machine failed
instead, whoever hands the file in is told so, and blamed for nothing.
"""

import json
import signal
from pathlib import Path

from partenariat.donnees.contenus import enfant
from partenariat.donnees.contenus.natures import abime, pas_lu, protege, trop_lourd
from partenariat.donnees.processus import Indisponible, Programme


class Illisible(Exception):
    """The file is not what it says."""


class Demesure(Exception):
    """Reading it takes more memory or work than a file may."""


LECTEUR = Programme(
    "lecteur",
    Path(enfant.__file__),
    # The last is how the system ends what has worked too long, which waiting is not.
    {enfant.ILLISIBLE: Illisible, enfant.DEMESURE: Demesure, -signal.SIGXCPU: Demesure},
    cite=False,
)


def pdf(contenu: bytes) -> list[str]:
    """Whom a PDF names.

    A file too damaged for our reader is kept: others may repair it, and it is only ever downloaded.

    Raises:
        ValidationError: it is encrypted, be it only against changes; reading it takes too much; or it could
            not be read now.
    """
    try:
        lu = json.loads(_lire("pdf", contenu))
    except Illisible:
        if b"/Encrypt" in contenu:
            raise protege() from None
        return []
    if lu["chiffre"]:
        raise protege()
    return list(lu["noms"])


def heic(contenu: bytes) -> bytes:
    """A HEIC photo as a JPEG.

    Raises:
        ValidationError: it does not open, or opening it takes too much; or it could not be opened now.
    """
    try:
        return _lire("heic", contenu)
    except Illisible:
        raise abime() from None


def _lire(outil: str, contenu: bytes) -> bytes:
    try:
        return LECTEUR.faire(outil, contenu)
    except Demesure:
        raise trop_lourd() from None
    except Indisponible as panne:
        raise pas_lu() from panne
