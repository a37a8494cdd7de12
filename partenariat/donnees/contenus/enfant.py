"""A short-lived process that reads what only large libraries read: PDF, HEIC.

It knows neither the site nor Django. Its memory and its time are bounded by the system, and go with it.
Takes the file at its entry; gives JSON (PDF) or a JPEG (HEIC). Its status says where the file is not what it
pretends, or asks for too much; any other failure is not the file's.
"""

import io
import json
import resource
import sys
from typing import Any

ILLISIBLE = 3
DEMESURE = 4
MEMOIRE_MAX = 1536 * 1024 * 1024
SECONDES_MAX = 20
PIXELS_MAX = 60_000_000
"""Of a HEIC photo, whose every pixel is decoded."""
QUALITE = 90


def pdf(contenu: bytes) -> bytes:
    """Whether it is encrypted, and whom it names."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(contenu)) as ouvert:
            if ouvert.is_encrypted:
                return json.dumps({"chiffre": True, "noms": []}).encode()
            noms = [str(ouvert.docinfo.get("/Author", ""))] if "/Info" in ouvert.trailer else []
            return json.dumps({"chiffre": False, "noms": [*noms, *_noms_xmp(ouvert)]}).encode()
    except pikepdf.PasswordError:
        return json.dumps({"chiffre": True, "noms": []}).encode()
    except (pikepdf.PdfError, ValueError, TypeError, KeyError):
        sys.exit(ILLISIBLE)


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


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE_MAX, MEMOIRE_MAX))
    # The first bound is told by its signal; at the second the system kills, as it does for want of memory.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES_MAX, SECONDES_MAX + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        lu = {"pdf": pdf, "heic": heic}[sys.argv[1]](sys.stdin.buffer.read())
    except MemoryError:
        # Our bound: where the machine has less, the system kills.
        sys.exit(DEMESURE)
    sys.stdout.buffer.write(lu)
