"""Images without what they say of where, when, by whom and with what they were taken.

The file's parts are walked and only those that draw the image are kept: pixels are not touched, no quality is
lost, nothing is decoded, and what follows the image (a second photo, a film, an archive) goes. Orientation is
kept, in a block that says nothing else; so are the colour profile and the frames of an animation.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Literal

from partenariat.donnees.contenus.natures import abime, trop_lourd

PIXELS_MAX = 120_000_000
"""Of one image: what a telephone's largest sensor takes; unfolded, a reader's memory holds it."""
MORCEAUX_MAX = 10_000
"""Parts of one file."""
ORIENTATION = 0x0112
ARTISTE, GPS = 0x013B, 0x8825
LIEUX_XMP = (b"exif:GPSLatitude", b"GPSCoordinates")
BLOC_EXIF = re.compile(rb"II\*\0|MM\0\*")
BLOC_MAX = 65_536
SHORT = 3
DROITE = 1

# --- JPEG -------------------------------------------------------------------------------------------------
SOI, SOS, APP0, APP1, APP2, APP14 = 0xD8, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE
CADRES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Markers that begin with the dimensions."""
DESSINENT = {*range(0xC0, 0xD0), 0xDB, 0xDD, SOS}
"""Markers of what draws the image: frames, tables, scans."""
EXIF, ICC, JFIF, ADOBE = b"Exif\0\0", b"ICC_PROFILE\0", b"JFIF\0", b"Adobe"
APRES_BALAYAGE = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""The first marker after a scan: neither a byte FF of its data, nor a restart."""


def jpeg(contenu: bytes) -> bytes:
    """The segments that draw, after those that say how; up to the first end of image."""
    tete, corps, orientation = [], [], DROITE
    cadres = balayages = 0
    for marque, charge, donnees in _segments(contenu):
        if marque in DESSINENT:
            corps += [_segment(marque, charge), donnees]
            balayages += marque == SOS
            if marque in CADRES:
                cadres += 1
                hauteur, largeur = struct.unpack_from(">HH", charge, 1)
                _exiger_raisonnable(largeur, hauteur)
        elif marque == APP1 and charge.startswith(EXIF):
            orientation = orientation_exif(charge[len(EXIF) :])
        elif dit := _comment_voir(marque, charge):
            tete.append(dit)
    if cadres != 1 or not balayages:
        raise abime()
    if orientation != DROITE:
        # After JFIF, which comes first where it is.
        rang = 1 if tete and tete[0][1] == APP0 else 0
        tete.insert(rang, _segment(APP1, EXIF + exif_minimal(orientation)))
    return b"".join([b"\xff\xd8", *tete, *corps, b"\xff\xd9"])


def _segment(marque: int, charge: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marque, len(charge) + 2) + charge


def _comment_voir(marque: int, charge: bytes) -> bytes:
    """What a segment says of density and colours; empty where it says anything else."""
    if marque == APP0 and charge.startswith(JFIF):
        # Its thumbnail would be that of the photo before it was cropped.
        return _segment(APP0, charge[:12].ljust(14, b"\0"))
    if marque == APP14 and charge.startswith(ADOBE):
        return _segment(APP14, charge[:12])
    return _segment(APP2, charge) if marque == APP2 and charge.startswith(ICC) else b""


def _segments(contenu: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """The segments up to the end of the image: marker, load, and what a scan draws."""
    place = 2
    for _rang in range(MORCEAUX_MAX):
        while contenu[place + 1 : place + 2] == b"\xff":  # fill
            place += 1
        entete = contenu[place : place + 4]
        if entete[:2] == b"\xff\xd9":
            return
        if len(entete) < 4 or entete[0] != 0xFF or entete[1] < 0xC0 or entete[1] == SOI:
            raise abime()
        suite = place + 2 + int.from_bytes(entete[2:], "big")
        charge = contenu[place + 4 : suite]
        if suite < place + 4 or len(charge) != suite - place - 4:
            raise abime()
        fin = suite
        if entete[1] == SOS:
            trouve = APRES_BALAYAGE.search(contenu, suite)
            if trouve is None:
                raise abime()
            fin = trouve.start()
        yield entete[1], charge, contenu[suite:fin]
        place = fin
    raise trop_lourd()


# --- PNG --------------------------------------------------------------------------------------------------
SIGNATURE_PNG = b"\x89PNG\r\n\x1a\n"
GARDES_PNG = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"),
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs"),
    *(b"acTL", b"fcTL", b"fdAT"),
}
"""What draws the image, its colours and its frames; neither texts, nor times, nor what an editor adds."""


def png(contenu: bytes) -> bytes:
    """The chunks that draw, up to the end of the image."""
    gardes: list[tuple[bytes, bytes]] = []
    orientation = DROITE
    for nom, charge in _morceaux_png(contenu):
        if not gardes:
            if nom != b"IHDR":
                raise abime()
            _exiger_raisonnable(*struct.unpack_from(">LL", charge))
        if nom == b"iCCP":
            # The profile's name is free, and nobody reads it.
            charge = b"ICC\0" + charge.partition(b"\0")[2]
        elif nom == b"eXIf":
            orientation = orientation_exif(charge)
        if nom in GARDES_PNG:
            gardes.append((nom, charge))
    if not any(nom == b"IDAT" for nom, _charge in gardes):
        raise abime()
    if orientation != DROITE:
        gardes.insert(1, (b"eXIf", exif_minimal(orientation)))
    return SIGNATURE_PNG + b"".join(_morceau_png(nom, charge) for nom, charge in gardes)


def _morceaux_png(contenu: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE_PNG)
    for _rang in range(MORCEAUX_MAX):
        longueur, nom = struct.unpack_from(">L4s", contenu, place)
        charge, somme = (
            contenu[place + 8 : place + 8 + longueur],
            contenu[place + 8 + longueur : place + 12 + longueur],
        )
        if len(somme) < 4 or zlib.crc32(nom + charge) != int.from_bytes(somme, "big"):
            raise abime()
        yield nom, charge
        if nom == b"IEND":
            return
        place += 12 + longueur
    raise trop_lourd()


def _morceau_png(nom: bytes, charge: bytes) -> bytes:
    return struct.pack(">L", len(charge)) + nom + charge + struct.pack(">L", zlib.crc32(nom + charge))


# --- WebP -------------------------------------------------------------------------------------------------
GARDES_WEBP = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
DANS_UNE_IMAGE = {b"VP8 ", b"VP8L", b"ALPH"}
A_EXIF, A_XMP = 0x08, 0x04
CADRE_ANMF = 16
"""Bytes that begin a frame: its place, its size, its duration."""


def webp(contenu: bytes) -> bytes:
    """The chunks that draw, within the length that the file says."""
    taille = int.from_bytes(contenu[4:8], "little")
    if taille < 4 or len(contenu) < 8 + taille:
        raise abime()
    gardes, orientation = [], DROITE
    for nom, charge in _morceaux_webp(contenu[12 : 8 + taille]):
        if nom == b"EXIF":
            orientation = orientation_exif(charge.removeprefix(EXIF))
        elif nom == b"ANMF":
            image = _morceaux_webp(charge[CADRE_ANMF:])
            dedans = (_morceau_webp(n, c) for n, c in image if n in DANS_UNE_IMAGE)
            charge = charge[:CADRE_ANMF] + b"".join(dedans)
        if nom in GARDES_WEBP:
            gardes.append((nom, charge))
    if not gardes or not {b"VP8 ", b"VP8L", b"ANMF"} & {nom for nom, _charge in gardes}:
        raise abime()
    _exiger_raisonnable(*_dimensions_webp(*gardes[0]))
    if gardes[0][0] == b"VP8X":
        drapeaux = gardes[0][1][0] & ~(A_EXIF | A_XMP)
        if orientation != DROITE:
            drapeaux |= A_EXIF
            gardes.append((b"EXIF", exif_minimal(orientation)))
        gardes[0] = (b"VP8X", bytes([drapeaux]) + gardes[0][1][1:])
    corps = b"WEBP" + b"".join(_morceau_webp(nom, charge) for nom, charge in gardes)
    return b"RIFF" + struct.pack("<L", len(corps)) + corps


def _morceaux_webp(corps: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 0
    for _rang in range(MORCEAUX_MAX):
        if place >= len(corps):
            return
        if len(corps) < place + 8:
            raise abime()
        nom, longueur = struct.unpack_from("<4sL", corps, place)
        charge = corps[place + 8 : place + 8 + longueur]
        if len(charge) < longueur:
            raise abime()
        yield nom, charge
        place += 8 + longueur + longueur % 2
    raise trop_lourd()


def _morceau_webp(nom: bytes, charge: bytes) -> bytes:
    return nom + struct.pack("<L", len(charge)) + charge + b"\0" * (len(charge) % 2)


def _dimensions_webp(nom: bytes, charge: bytes) -> tuple[int, int]:
    if len(charge) < 10:
        raise abime()
    if nom == b"VP8X":
        return int.from_bytes(charge[4:7], "little") + 1, int.from_bytes(charge[7:10], "little") + 1
    if nom == b"VP8L":
        bits = int.from_bytes(charge[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    largeur, hauteur = struct.unpack_from("<HH", charge, 6)
    return largeur & 0x3FFF, hauteur & 0x3FFF


# --- What they share --------------------------------------------------------------------------------------
def _exiger_raisonnable(largeur: int, hauteur: int) -> None:
    if not largeur or not hauteur:
        raise abime()
    if largeur * hauteur > PIXELS_MAX:
        raise trop_lourd()


def orientation_exif(bloc: bytes) -> int:
    """How to turn the image, 1 to 8; 1 (as it is) where the block does not say, or not rightly."""
    for tag, type_, combien, valeur in _premieres(bloc):
        tourne = int.from_bytes(valeur[:2], _ordre(bloc))
        if (tag, type_, combien) == (ORIENTATION, SHORT, 1) and 1 <= tourne <= 8:
            return tourne
    return DROITE


def _ordre(bloc: bytes) -> Literal["little", "big"]:
    return "little" if bloc.startswith(b"II") else "big"


def _premieres(bloc: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    """What the first directory of an EXIF block says: tag, type, count, value or place."""
    ordre = {b"II*\0": "<", b"MM\0*": ">"}.get(bloc[:4])
    if ordre is None:
        return
    with suppress(struct.error):
        (place,) = struct.unpack_from(f"{ordre}L", bloc, 4)
        (nombre,) = struct.unpack_from(f"{ordre}H", bloc, place)
        for rang in range(nombre):
            yield struct.unpack_from(f"{ordre}HHL4s", bloc, place + 2 + 12 * rang)


def ce_que_dit(contenu: bytes) -> tuple[bool, list[str]]:
    """Whether a photo, of which this may be the beginning only, says where it was taken; and by whom."""
    situee = any(mot in contenu for mot in LIEUX_XMP)
    auteurs = []
    for debut in BLOC_EXIF.finditer(contenu):
        bloc = contenu[debut.start() : debut.start() + BLOC_MAX]
        for tag, _type, combien, valeur in _premieres(bloc):
            situee = situee or tag == GPS
            if tag == ARTISTE and combien > 4:
                place = int.from_bytes(valeur, _ordre(bloc))
                auteurs.append(bloc[place : place + combien].decode("utf-8", "replace").strip("\0 "))
    return situee, auteurs


def exif_minimal(orientation: int) -> bytes:
    """A block that says the orientation, and nothing else."""
    return b"II*\0" + struct.pack("<LHHHLHHL", 8, 1, ORIENTATION, SHORT, 1, orientation, 0, 0)


NETTOYER: dict[str, Callable[[bytes], bytes]] = {"jpeg": jpeg, "png": png, "webp": webp}


def nettoyer(extension: str, contenu: bytes) -> bytes:
    """The same image, without the rest. Cleaned twice, it is the same.

    Raises:
        ValidationError: it is cut, damaged, or too large.
    """
    try:
        return NETTOYER[extension](contenu)
    except (struct.error, IndexError) as erreur:
        raise abime() from erreur
