"""The parts of an office document: how they are named, and how they are read within bounds."""

import posixpath
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from urllib.parse import unquote
from xml.parsers import expat

from partenariat.donnees.contenus.natures import inconnu, trop_lourd

PARTIE_MAX = 1024 * 1024
"""Bytes of a part that is read whole; a longer description is no office's work."""


FIN, SIGNE_FIN = struct.Struct("<4s4H2LH"), b"PK\x05\x06"
"""The record that ends an archive: signature, two disks, two counts, size and place of the list, comment."""
COMMENTAIRE_MAX = 65_535


@dataclass(frozen=True)
class Element:
    """One element of a part: its name and attributes without their namespace."""

    nom: str
    attributs: dict[str, str]


def nettement(nom: str) -> str:
    """A name as any reader would understand it, before its folders are followed."""
    nom = unicodedata.normalize("NFKC", unquote(nom)).replace("\\", "/").split("\0")[0]
    segments = (segment.strip(" .") if segment.strip(".") else segment for segment in nom.split("/"))
    return "/".join(segments)


def plain(nom: str) -> str:
    """A part's name as any reader would understand it: `.\\Basic/../BASIC//x` is `basic/x`."""
    return posixpath.normpath("/" + nettement(nom)).lstrip("/").casefold()


def lire(archive: zipfile.ZipFile, partie: str | zipfile.ZipInfo) -> bytes:
    contenu, entier = debut(archive, partie, PARTIE_MAX)
    if not entier:
        raise trop_lourd()
    return contenu


def debut(archive: zipfile.ZipFile, partie: str | zipfile.ZipInfo, combien: int) -> tuple[bytes, bool]:
    """The beginning of a part, and whether it is all of it."""
    with archive.open(partie) as ouverte:
        contenu = ouverte.read(combien + 1)
    return contenu[:combien], len(contenu) <= combien


def elements(contenu: bytes) -> list[Element]:
    """The elements of a part. One that declares a DTD, in whatever encoding, is refused as it declares it."""
    lus: list[Element] = []

    def ouvrir(nom: str, attributs: dict[str, str]) -> None:
        sans = {cle.rpartition(" ")[2]: valeur for cle, valeur in attributs.items()}
        lus.append(Element(nom.rpartition(" ")[2], sans))

    lecteur = lecteur_sans_dtd()
    lecteur.StartElementHandler = ouvrir
    lecteur.Parse(contenu, True)
    return lus


def lecteur_sans_dtd() -> expat.XMLParserType:
    lecteur = expat.ParserCreate(namespace_separator=" ")
    lecteur.StartDoctypeDeclHandler = _declarer
    lecteur.EntityDeclHandler = _declarer
    return lecteur


def lecteur_sans_entites() -> expat.XMLParserType:
    """Names keep the prefix that the part gives them: where prefixes lead is not asked."""
    lecteur = expat.ParserCreate()
    lecteur.EntityDeclHandler = _declarer
    return lecteur


def _declarer(*_dit: object) -> None:
    raise inconnu()
