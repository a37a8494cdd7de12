"""Documents whose file is deposited, as the form of an action makes them."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import connection

from actions.models import Action, Document
from partenariat.donnees.depots import examiner

PDF = b"%PDF-1.7\nle bilan\n%%EOF\n"


def joindre(action: Action, nom: str = "bilan.pdf", contenu: bytes = PDF, **reste: Any) -> Document:
    document = Document(action=action, **{"titre": "Bilan", **reste})
    document.recevoir(examiner(ContentFile(contenu, nom)))
    document.save()
    if "pk" in reste:
        # The next ones come after it.
        with connection.cursor() as curseur:
            curseur.execute(
                "SELECT setval(pg_get_serial_sequence('actions_document', 'id'),"
                " (SELECT max(id) FROM actions_document))"
            )
    return document
