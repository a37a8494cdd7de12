"""Documents: a typst template and plain data in, a PDF/UA-1 out (refused where it is not)."""

import json
from pathlib import Path
from typing import Any

from partenariat.presentation.atelier import Refuse
from partenariat.presentation.fabrique import fabriquer
from partenariat.presentation.feuille import polices_du_papier
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
        Indisponible: it could not be made now (`fabrique`).
    """
    try:
        return fabriquer(
            "document",
            texte=COMMUN.read_text(encoding="utf-8") + gabarit.read_text(encoding="utf-8"),
            donnees=json.dumps(composable(donnees), ensure_ascii=False, sort_keys=True),
            polices=[str(polices_du_papier())],
        )
    except Refuse as refus:
        raise DocumentRefuse(f"{gabarit.name} : {refus}") from refus
