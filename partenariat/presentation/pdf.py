"""Documents: a typst template and plain data in, a PDF/UA-1 out (refused where it is not)."""

import json
from pathlib import Path
from typing import Any

from partenariat.presentation.imprimable import composable

COMMUN = Path(__file__).parent / "mise_en_page.typ"


class DocumentRefuse(RuntimeError):
    """The template and these data do not make an accessible PDF; carries what typst says."""


def composer(gabarit: Path, donnees: dict[str, Any]) -> bytes:
    """The PDF of `gabarit`, which reads `donnees` as `d`; the same data give the same bytes.

    Texts are printed in the characters that the embedded fonts draw, with the typography of French
    (`imprimable`).

    Args:
        gabarit: a typst file, read after the common page layout (`mise_en_page.typ`).
        donnees: JSON values; `titre`, `date` (ISO, the document's own) and `langue` are required.

    Raises:
        DocumentRefuse: typst refused (an untitled document, an image without its words…).
    """
    # A hundred megabytes of compiler: loaded by who makes a document, not by every worker at start.
    import typst

    texte = COMMUN.read_text(encoding="utf-8") + gabarit.read_text(encoding="utf-8")
    try:
        return typst.compile(
            texte.encode(),
            format="pdf",
            pdf_standards=["ua-1"],
            # The fonts of the machine would change the bytes from one to another.
            ignore_system_fonts=True,
            sys_inputs={"donnees": json.dumps(composable(donnees), ensure_ascii=False, sort_keys=True)},
        )
    except typst.TypstError as erreur:
        raise DocumentRefuse(f"{gabarit.name} : {erreur}") from erreur
    except BaseException as erreur:
        # A panic of the compiler is no `Exception`: without this it would take the worker's thread with it.
        if type(erreur).__name__ != "PanicException":
            raise
        raise DocumentRefuse(f"{gabarit.name} : {erreur}") from erreur
