"""A short-lived process that reads what only large libraries read: PDF, HEIC, pictures to be made small.

It knows neither the site nor Django. Its memory and its time are bounded by the system, and go with it.
Takes the file at its entry; gives JSON (PDF), a JPEG (HEIC), or a WebP behind its size. Its status says where
the file is not what it pretends, or asks for too much; any other failure is not the file's.
"""

import io
import json
import re
import resource
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

ILLISIBLE = 3
DEMESURE = 4
PETITE = 5
MEMOIRE_MAX = 1536 * 1024 * 1024
SECONDES_MAX = 20
PIXELS_MAX = 60_000_000
"""Of a photo whose every pixel is decoded."""
QUALITE = 90
IMAGE, LOGO = (960, 960), (480, 192)
"""Pixels in which a picture and a logo hold: twice what a page shows, for dense screens."""
COTE_MIN = 24
"""Pixels of a side, once it holds in there: less is an icon, which shows nothing."""
POIDS_MAX = 60_000
"""Bytes of what is shown."""
QUALITES = (82, 74, 66, 58, 50, 42)
"""Tried in turn until it is light enough; a smaller picture then is."""
A_VOIR = re.compile(
    rb"/(?:OpenAction|AA|JS|JavaScript|OnInstantiate|Launch|ImportData|RichMedia\w*|XFA|EF|FS|URI|Ref)(?!\w)"
    rb"|/(?:S|Subtype) \d"
)
"""What may be active, in an object as qpdf writes it: names without escapes; a kind that stands elsewhere."""
SANS_EFFET = {"/GoTo", "/Named", "/Hide", "/SetOCGState", "/Trans", "/ResetForm", "/GoTo3DView"}
"""Actions that only change what is shown: they may be done on opening."""
LANCENT = {
    "/JavaScript": "javascript",
    "/Launch": "lance",
    "/ImportData": "lance",
    "/RichMediaExecute": "media",
}
"""Actions that are refused even where one must click."""
ADRESSE_ACTIVE = re.compile(
    r"\s*(javascript|vbscript|data|file:/*[^/]+\.(exe|bat|cmd|hta|js|vbs)$)", re.IGNORECASE
)
DE_DONNEES = (".xml", ".csv", ".txt", ".json")
CODE_JOINT = re.compile(rb"<script|<\?xml-stylesheet|[\x00-\x08\x0e-\x1f]", re.IGNORECASE)
SUITES_MAX = 1000


def pdf(contenu: bytes) -> bytes:
    """Whether it is encrypted, what it would do by itself, and whom it names."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(contenu)) as ouvert:
            if ouvert.is_encrypted:
                return json.dumps({"chiffre": True}).encode()
            if actif := next(_actifs(ouvert), None):
                return json.dumps({"chiffre": False, "actif": actif}).encode()
            noms = [str(ouvert.docinfo.get("/Author", ""))] if "/Info" in ouvert.trailer else []
            return json.dumps({"chiffre": False, "actif": None, "noms": [*noms, *_noms_xmp(ouvert)]}).encode()
    except pikepdf.PasswordError:
        return json.dumps({"chiffre": True}).encode()
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        sys.exit(ILLISIBLE)


def _actifs(ouvert: Any) -> Iterator[tuple[str, str]]:
    """What its objects hold that runs, fetches or sends: which sentence says it, and of what."""
    import pikepdf

    for objet in ouvert.objects:
        flux = isinstance(objet, pikepdf.Stream)
        # qpdf writes what a stream says of itself, not what it holds; most objects are seen to be still so.
        dit = objet.stream_dict if flux else objet
        if flux and "/F" in dit:
            yield "ailleurs", str(dit.get("/F"))
        if not A_VOIR.search(dit.unparse(resolved=True)):
            continue
        restent = [dit]
        while restent:
            ici = restent.pop()
            if isinstance(ici, pikepdf.Dictionary):
                yield from _actif(ici)
                enfants = [valeur for _cle, valeur in ici.items()]
            else:
                enfants = list(ici) if isinstance(ici, pikepdf.Array) else []
            # What stands by itself comes in its turn.
            restent += [e for e in enfants if isinstance(e, pikepdf.Object) and not e.is_indirect]


def _actif(ici: Any) -> Iterator[tuple[str, str]]:
    import pikepdf

    sorte = str(ici.get("/S", ""))
    if sorte in LANCENT:
        yield LANCENT[sorte], sorte[1:]
    if ("/JS" in ici and sorte) or "/OnInstantiate" in ici:
        yield "javascript", sorte[1:]
    if sorte == "/URI" and ADRESSE_ACTIVE.match(str(ici.get("/URI", ""))):
        yield "lance", str(ici["/URI"])
    if str(ici.get("/Subtype", "")) == "/RichMedia":
        yield "media", "RichMedia"
    if "/XFA" in ici:
        yield "xfa", "XFA"
    renvoi = ici.get("/Ref")
    if str(ici.get("/FS", "")) == "/URL" or (isinstance(renvoi, pikepdf.Dictionary) and "/F" in renvoi):
        yield "ailleurs", str(ici.get("/F", ""))
    if "/EF" in ici and not _de_donnees(ici):
        yield "joint", str(ici.get("/UF", ici.get("/F", "")))
    moments = ici.get("/AA")
    seules = [ici.get("/OpenAction")]
    if isinstance(moments, pikepdf.Dictionary):
        seules += [valeur for _cle, valeur in moments.items()]
    yield from _sans_geste(seules)


def _sans_geste(actions: list[Any]) -> Iterator[tuple[str, str]]:
    """What is done without anyone's asking, one action after another, when it is more than to show."""
    import pikepdf

    for _rang in range(SUITES_MAX):
        if not actions:
            return
        action = actions.pop()
        if isinstance(action, pikepdf.Dictionary) and (sorte := str(action.get("/S", ""))):
            if sorte not in SANS_EFFET:
                yield "javascript" if sorte == "/JavaScript" else "seul", sorte[1:]
            suite = action.get("/Next")
            actions += list(suite) if isinstance(suite, pikepdf.Array) else [suite]
    sys.exit(DEMESURE)


def _de_donnees(piece: Any) -> bool:
    """Whether a file attached to a PDF is mere data, as the accounts of an invoice are."""
    import pikepdf

    nom = str(piece.get("/UF", piece.get("/F", ""))).strip(" .\0").lower()
    fichiers = piece["/EF"]
    if not nom.endswith(DE_DONNEES) or not isinstance(fichiers, pikepdf.Dictionary):
        return False
    joints = [joint for _cle, joint in fichiers.items()]
    return all(
        isinstance(joint, pikepdf.Stream) and not CODE_JOINT.search(joint.read_bytes()) for joint in joints
    )


def _noms_xmp(ouvert: Any) -> list[str]:
    import pikepdf

    if "/Metadata" not in ouvert.Root:
        return []
    try:
        with ouvert.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            dits = [
                meta.get(nom) for nom in ("dc:creator", "pdf:Author", "xmpRights:Owner", "dc:contributor")
            ]
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        return []
    return [str(nom) for dit in dits if dit for nom in ([dit] if isinstance(dit, str) else dit)]


def heic(contenu: bytes) -> bytes:
    """Its first image as a JPEG, turned as it is to be seen, with its colour profile."""
    import pillow_heif

    try:
        photo = pillow_heif.open_heif(io.BytesIO(contenu), convert_hdr_to_8bit=True)
        largeur, hauteur = photo.size
        if largeur * hauteur > PIXELS_MAX:
            sys.exit(DEMESURE)
        image = photo.to_pillow()
    except (ValueError, EOFError, OSError, RuntimeError, SyntaxError):
        sys.exit(ILLISIBLE)
    profil = photo.info.get("icc_profile")
    if image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    sortie = io.BytesIO()
    image.save(sortie, "JPEG", quality=QUALITE, **({"icc_profile": profil} if profil else {}))
    return sortie.getvalue()


def petite(contenu: bytes, boite: tuple[int, int]) -> bytes:
    """A picture as a page shows it: turned as it is seen, in plain colours (sRGB) on white, and nothing else
    of what it said. « 960 640 », a line's end, then the WebP."""
    import pillow_heif
    from PIL import Image, ImageCms, ImageOps

    pillow_heif.register_heif_opener()
    # Asked below, of every format.
    Image.MAX_IMAGE_PIXELS = None
    try:
        image: Any = Image.open(io.BytesIO(contenu), formats=("JPEG", "PNG", "WEBP", "HEIF"))
        if image.width * image.height > PIXELS_MAX:
            sys.exit(DEMESURE)
        profil = image.info.get("icc_profile")
        # A JPEG is read at the scale that is needed.
        image.draft("RGB", (max(boite), max(boite)))
        image = ImageOps.exif_transpose(image)
        if image.has_transparency_data:
            fond = Image.new("RGBA", image.size, "white")
            image = Image.alpha_composite(fond, image.convert("RGBA"))
        image = image.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, RuntimeError, TypeError, LookupError, struct.error):
        sys.exit(ILLISIBLE)
    if profil:
        # One that is not of these colours is left aside.
        with suppress(ImageCms.PyCMSError, OSError):
            vers, de = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profil))
            image = ImageCms.profileToProfile(image, de, vers)
    image.info = {}
    image.thumbnail(boite, Image.Resampling.LANCZOS)
    if min(image.size) < COTE_MIN:
        sys.exit(PETITE)
    while len(webp := _leger(image)) > POIDS_MAX:
        image = image.resize((image.width * 4 // 5, image.height * 4 // 5), Image.Resampling.LANCZOS)
    return f"{image.width} {image.height}\n".encode() + webp


def _leger(image: Any) -> bytes:
    """The best that is light enough, or else the lightest."""
    sortie = io.BytesIO()
    for qualite in QUALITES:
        sortie = io.BytesIO()
        image.save(sortie, "WEBP", quality=qualite, method=6)
        if sortie.tell() <= POIDS_MAX:
            break
    return sortie.getvalue()


OUTILS: dict[str, Callable[[bytes], bytes]] = {
    "pdf": pdf,
    "heic": heic,
    "image": partial(petite, boite=IMAGE),
    "logo": partial(petite, boite=LOGO),
}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
    # The first bound is told by its signal; at the second the system kills, as it does for want of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES_MAX, SECONDES_MAX + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        lu = OUTILS[sys.argv[1]](sys.stdin.buffer.read())
    except MemoryError:
        # Our bound: where the machine has less, the system kills.
        sys.exit(DEMESURE)
    sys.stdout.buffer.write(lu)
