"""Makes one document or one picture, then ends: a program, run in a process of its own.

The compiler of documents keeps for ever the memory that it took; here it goes with the process. Neither
Django nor a database: a piece of work comes on standard input, its result leaves on standard output, and the
status says whether it is one.
"""

import json
import os
import resource
import sys
from typing import Any

REFUS = 3
"""Status where the work itself is refused: standard output then says why."""
CPU = 120
"""Seconds of computing at most: whoever asked may be dead, and nobody else would end this."""


class Refuse(Exception):
    """The document cannot be made of these data; the text says why."""


def document(travail: dict[str, Any]) -> bytes:
    """A PDF/UA-1.

    Raises:
        Refuse: typst refused, or panicked over it.
    """
    import typst

    try:
        return typst.compile(
            travail["texte"].encode(),
            format="pdf",
            pdf_standards=["ua-1"],
            # The fonts of the machine would change the bytes from one to another.
            ignore_system_fonts=True,
            font_paths=travail.get("polices", []),
            sys_inputs={"donnees": travail["donnees"]},
        )
    except typst.TypstError as erreur:
        raise Refuse(str(erreur)) from erreur
    except BaseException as erreur:
        # A panic of the compiler is no `Exception`.
        if type(erreur).__name__ != "PanicException":
            raise
        raise Refuse(str(erreur)) from erreur


COULEURS = 64
"""Of a picture: words, a bar and a few tones; it weighs four times less than with all of them."""


def image(travail: dict[str, Any]) -> bytes:
    """A PNG, a point of the page being a pixel.

    Raises:
        Refuse: typst refused.
    """
    import io

    import typst
    from PIL import Image

    try:
        faite = typst.compile(
            travail["texte"].encode(),
            format="png",
            ppi=72,
            ignore_system_fonts=True,
            sys_inputs={"donnees": travail["donnees"]},
        )
    except typst.TypstError as erreur:
        raise Refuse(str(erreur)) from erreur
    sortie = io.BytesIO()
    peu = Image.open(io.BytesIO(faite)).convert("RGB").quantize(COULEURS, dither=Image.Dither.NONE)
    peu.save(sortie, "PNG", optimize=True)
    return sortie.getvalue()


OUTILS = {"document": document, "image": image}


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    travail = json.load(sys.stdin.buffer)
    try:
        fait, statut = OUTILS[sys.argv[1]](travail), 0
    except Refuse as refus:
        fait, statut = str(refus).encode(), REFUS
    sys.stdout.buffer.write(fait)
    sys.stdout.buffer.flush()
    return statut


if __name__ == "__main__":
    # Not through the end of the interpreter: the engines' threads have nothing left to say, and take 50 ms.
    os._exit(main())
