"""Office documents, which are archives: bounded before they are opened, without macros nor encryption."""

import re
import struct
import zipfile
import zlib
from xml.parsers import expat

from django.core.files.base import ContentFile, File

from partenariat.donnees.contenus import actifs, images, lectures
from partenariat.donnees.contenus.natures import OOXML, TYPES, avec_macros, inconnu, protege, trop_lourd
from partenariat.donnees.contenus.parties import (
    COMMENTAIRE_MAX,
    FIN,
    SIGNE_FIN,
    debut,
    elements,
    lecteur_sans_dtd,
    lire,
    plain,
)

ENTREES_MAX = 5000
"""Parts of one document: a text with a thousand images has two thousand."""
TABLE_MAX = 1024 * 1024
"""Bytes of the archive's own list of its parts."""
DEPLOYE_MAX = 50 * 1024 * 1024
RAPPORT_MAX = 100
"""Unfolded, a document holds at most so many bytes, or so many times its own size."""
EN_TETE_LOCAL = 30
PRINCIPAUX = {f"{TYPES['docx']}.main+xml": "docx", f"{TYPES['xlsx']}.main+xml": "xlsx"}
INCORPORES = PRINCIPAUX | {
    f"{OOXML}presentationml.{sorte}.main+xml": "pptx" for sorte in ("presentation", "slide", "slideshow")
}
"""Likewise, of what a document may hold."""
DES_MACROS = {"basic", "scripts", "activex", "macrosheets", "dialogsheets"}
"""Folders that hold nothing else, at any depth: a document may hold another."""
SCRIPT = re.compile(r"(^|[/:])(basic|scripts)/|vnd\.sun\.star\.script:", re.IGNORECASE)
CORPS_MAX = 8 * 1024 * 1024
"""Bytes of a document that are read, all parts together, to know whom it names: three hundred pages."""
PERSONNE = re.compile(
    r"aut(eu|ho)r|cr[eé]at(eu|o)r|r[eé]dact|respons|manager|propri[eé]t|owner|client|contact"
    r"|\bnom\b|\bname\b|courriel|e-?mail",
    re.IGNORECASE,
)
"""What a property that was added by hand is called, where it says who."""
QUI = [
    (re.compile(partie), lieux)
    for partie, lieux in (
        (r"docprops/core\.xml", {"creator", "lastModifiedBy"}),
        (r"docprops/app\.xml", {"Company", "Manager"}),
        (r"docprops/custom\.xml", {"property"}),
        (r"(.+/)?meta\.xml", {"initial-creator", "creator", "printed-by", "user-defined"}),
        (r"(.+/)?(content|styles)\.xml", {"creator", "initial-creator", "author-name", "author-initials"}),
        # Changes that are followed, notes, who is mentioned.
        (r"word/.+\.xml", {"@author"}),
        (r"xl/(.+/)?comments?\d*\.xml", {"author"}),
        (r"xl/persons/.+\.xml", {"@displayName"}),
        (r"xl/revisions/.+\.xml", {"@userName"}),
    )
]
"""Parts → where they name a person or a body: what an element holds, or an attribute of any."""
PHOTOS = re.compile(r"(.+/)?(media|pictures|thumbnails?)/[^/]+|docprops/thumbnail\.[^/]+")
PHOTO_DEBUT = 256 * 1024
"""Bytes of a photo that are read: what it says of itself comes first."""


def document(fichier: "File[bytes]") -> tuple[str, list[str], bool]:
    """What an archive holds: an office document that runs nothing, whom it names, and whether one of
    its photos says where it was taken. It is kept as it is: its parts answer for each other.

    Raises:
        ValidationError: it is nothing that we take.
    """
    return _document(fichier, PRINCIPAUX, actifs.Travail())


def _document(
    fichier: "File[bytes]", principaux: dict[str, str], travail: actifs.Travail
) -> tuple[str, list[str], bool]:
    try:
        annoncees = _annoncees(fichier)
        with zipfile.ZipFile(fichier) as archive:
            parties = _parties(archive, fichier.size, annoncees)
            if "[Content_Types].xml" in archive.NameToInfo:
                extension = _office(archive, principaux)
            else:
                extension = _opendocument(archive, parties)
            dedans, noms_dedans = _incorpores(actifs.juger(archive, parties, travail), travail)
            situee, auteurs = _photos(archive, parties)
            return extension, [*_noms(archive, parties), *auteurs, *noms_dedans], situee or dedans
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        expat.ExpatError,
        # A method of compression that is none of ours, data that does not unfold, a name in no alphabet.
        NotImplementedError,
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as erreur:
        raise inconnu() from erreur


def _incorpores(documents: list[bytes], travail: actifs.Travail) -> tuple[bool, list[str]]:
    """What the documents that a document holds say of places and people; they are refused as it would be."""
    situee, noms = False, list[str]()
    travail.profondeur -= 1
    for contenu in documents:
        if contenu.startswith(b"%PDF-"):
            noms += lectures.pdf(contenu)
        else:
            _extension, siens, ici = _document(ContentFile(contenu), INCORPORES, travail)
            situee, noms = situee or ici, [*noms, *siens]
    travail.profondeur += 1
    return situee, noms


def _annoncees(fichier: "File[bytes]") -> int:
    """How many parts the end record says, once it is seen to be within bounds: the list is not read yet.

    The list must end where this record begins: nothing is hidden before the archive, between or after.
    """
    fichier.seek(max(0, fichier.size - FIN.size - COMMENTAIRE_MAX))
    queue = fichier.read()
    # As `zipfile` looks for it: the end of the file first, then the last signature.
    place = len(queue) - FIN.size
    if place < 0 or not (queue[place:].startswith(SIGNE_FIN) and queue.endswith(b"\0\0")):
        place = queue.rfind(SIGNE_FIN)
    if place < 0 or len(queue) - place < FIN.size:
        raise inconnu()
    _sig, disque, premier, ici, nombre, taille, debut, commentaire = FIN.unpack_from(queue, place)
    if nombre > ENTREES_MAX or taille > TABLE_MAX:
        raise trop_lourd()
    fin = fichier.size - len(queue) + place
    if (
        disque
        or premier
        or ici != nombre
        or debut + taille != fin
        or place + FIN.size + commentaire != len(queue)
    ):
        raise inconnu()
    return int(nombre)


def _parties(archive: zipfile.ZipFile, taille: int, annoncees: int) -> dict[str, zipfile.ZipInfo]:
    """The parts by their plain name, none of which is encrypted, a macro, twice there or over another."""
    infos = archive.infolist()
    if any(info.flag_bits & 0x41 for info in infos):
        raise protege()
    parties = {plain(info.orig_filename): info for info in infos}
    if any(_macro(nom) for nom in parties):
        raise avec_macros()
    if len(infos) != annoncees or len(parties) != len(infos):
        raise inconnu()
    deploye = sum(info.file_size for info in infos)
    if deploye > DEPLOYE_MAX and deploye > RAPPORT_MAX * taille:
        raise trop_lourd()
    libre = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < libre:
            raise trop_lourd()
        nom = info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437")
        libre = info.header_offset + EN_TETE_LOCAL + len(nom) + info.compress_size
    if libre > archive.start_dir:
        raise trop_lourd()
    return parties


def _macro(nom: str) -> bool:
    segments = nom.split("/")
    return segments[-1] in ("vbaproject.bin", "vbadata.xml") or not DES_MACROS.isdisjoint(segments)


def _office(archive: zipfile.ZipFile, principaux: dict[str, str]) -> str:
    types = {e.attributs.get("ContentType", "") for e in elements(lire(archive, "[Content_Types].xml"))}
    if any("macro" in type_.lower() or "vbaproject" in type_.lower() for type_ in types):
        raise avec_macros()
    extension = next((principaux[type_] for type_ in types if type_ in principaux), None)
    if extension is None:
        raise inconnu()
    return extension


def _opendocument(archive: zipfile.ZipFile, parties: dict[str, zipfile.ZipInfo]) -> str:
    if archive.namelist()[:1] != ["mimetype"]:
        raise inconnu()
    declare = lire(archive, "mimetype").decode("ascii", "replace").strip()
    extension = next((e for e in ("odt", "ods") if TYPES[e] == declare), None)
    if extension is None:
        raise inconnu()
    if "encrypted-package" in parties:
        raise protege()
    for nom in ("meta-inf/manifest.xml", "manifest.rdf"):
        for element in elements(lire(archive, parties[nom])) if nom in parties else ():
            if element.nom == "encryption-data":
                raise protege()
            if any(SCRIPT.search(valeur) or _macro(plain(valeur)) for valeur in element.attributs.values()):
                raise avec_macros()
    return extension


def _noms(archive: zipfile.ZipFile, parties: dict[str, zipfile.ZipInfo]) -> list[str]:
    """Whom it names: what says who wrote it, who changed it, who noted something."""
    noms: list[str] = []
    reste = CORPS_MAX
    for partie, lieux in QUI:
        for nom, info in parties.items():
            if reste > 0 and partie.fullmatch(nom):
                contenu, entier = debut(archive, info, reste)
                reste -= len(contenu)
                noms += _dits(contenu, lieux, entier=entier)
    return noms


def _dits(contenu: bytes, lieux: set[str], *, entier: bool) -> list[str]:
    """What these elements and attributes say; read as it goes, without keeping the rest."""
    dits: list[str] = []
    ouverts: list[list[str] | None] = []

    def ouvrir(nom: str, attributs: dict[str, str]) -> None:
        sans = {cle.rpartition(" ")[2]: valeur for cle, valeur in attributs.items()}
        dits.extend(valeur for cle, valeur in sans.items() if f"@{cle}" in lieux)
        # A property is named by its attribute, and says by what it holds.
        dit = nom.rpartition(" ")[2] in lieux and PERSONNE.search(sans.get("name", "author"))
        ouverts.append([] if dit else ouverts[-1] if ouverts else None)

    def fermer(_nom: str) -> None:
        texte = ouverts.pop()
        if texte is not None and (not ouverts or ouverts[-1] is not texte):
            dits.append("".join(texte))

    def lire_texte(texte: str) -> None:
        if ouverts and (dit := ouverts[-1]) is not None:
            dit.append(texte)

    lecteur = lecteur_sans_dtd()
    lecteur.StartElementHandler = ouvrir
    lecteur.EndElementHandler = fermer
    lecteur.CharacterDataHandler = lire_texte
    lecteur.Parse(contenu, entier)
    return dits


def _photos(archive: zipfile.ZipFile, parties: dict[str, zipfile.ZipInfo]) -> tuple[bool, list[str]]:
    """Whether one of its photos says where it was taken, and who they say took them."""
    situee, auteurs = False, list[str]()
    for nom, info in parties.items():
        if PHOTOS.fullmatch(nom):
            ici, qui = images.ce_que_dit(debut(archive, info, PHOTO_DEBUT)[0])
            situee, auteurs = situee or ici, [*auteurs, *qui]
    return situee, auteurs
