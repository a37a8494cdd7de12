"""What who asks can read of a refusal: a page, a line of text, or JSON."""

import re
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from partenariat.donnees.sorties import refus_en_json

FICHIER = re.compile(r"\.(?:csv|json|xlsx|pdf|ics|txt|png)$")
"""The address of a file."""
PAGE, TEXTE, JSON = "text/html", "text/plain", "application/json"


def type_attendu(request: HttpRequest) -> str:
    """Of a browser, whatever it follows, a page, which leads on; of what takes anything at the address of a
    file, what goes with it. A form is given back what it said, which only a page does."""
    if request.method not in ("GET", "HEAD"):
        return PAGE
    offerts = [PAGE, JSON, TEXTE]
    if FICHIER.search(request.path_info):
        offerts = [JSON, TEXTE, PAGE] if request.path_info.endswith(".json") else [TEXTE, PAGE, JSON]
    return request.get_preferred_type(offerts) or offerts[0]


def sans_page(type_: str, statut: int, dits: Sequence[str]) -> HttpResponse:
    """The same, in short."""
    if type_ == JSON:
        return refus_en_json(dits, statut)
    return HttpResponse("\n".join(dits) + "\n", status=statut, content_type=f"{TEXTE}; charset=utf-8")
