"""What a short-lived process reads for us (`enfant`): two at a time, bounded in time and memory."""

import json
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from partenariat.donnees.contenus import enfant
from partenariat.donnees.contenus.natures import abime, protege, trop_lourd

ATTENTE_MAX = 30.0
"""Seconds: its own bound counts only the time that it works."""
_A_LA_FOIS = BoundedSemaphore(2)


class Illisible(Exception):
    """The file is not what it says."""


def pdf(contenu: bytes) -> list[str]:
    """Whom a PDF names.

    A file too damaged for our reader is kept: others may repair it, and it is only ever downloaded.

    Raises:
        ValidationError: it is encrypted, be it only against changes; or reading it takes too much.
    """
    try:
        lu = json.loads(_demander("pdf", contenu))
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
        ValidationError: it does not open, or opening it takes too much.
    """
    try:
        return _demander("heic", contenu)
    except Illisible:
        raise abime() from None


def _demander(quoi: str, contenu: bytes) -> bytes:
    # Nothing of our environment, where the secrets are; `-P`: nothing of the folder hides a module.
    commande = [sys.executable, "-P", str(Path(enfant.__file__)), quoi]
    with _A_LA_FOIS:
        try:
            fait = subprocess.run(  # noqa: S603  # ours, without a word of the file
                commande,
                input=contenu,
                capture_output=True,
                timeout=ATTENTE_MAX,
                env={"LC_ALL": "C.UTF-8"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise trop_lourd() from None
    if fait.returncode == enfant.ILLISIBLE:
        raise Illisible
    if fait.returncode:
        raise trop_lourd()
    return fait.stdout
