"""What a worker keeps for its whole life is made before its first page (docs/decisions/0019).

Made by the first page that needs it, it would stand in the midst of what that page takes for a moment, and
the memory around it would never be given back. Nobody waits for it either, and what is never thrown away is
no longer looked through by the collector.
"""

import gc
from contextlib import suppress
from pathlib import Path

from babel import localedata
from django.template import TemplateSyntaxError, engines
from django.urls import get_resolver

from partenariat.presentation.formats import LOCALES


def roder() -> None:
    """Once, as the process begins."""
    moteur = engines["django"]
    for dossier in map(Path, moteur.dirs):
        for modele in sorted(dossier.rglob("*")):
            if not modele.is_file():
                continue
            # Said by the page that needs it: neither a fault in one, nor what an editor or a file manager
            # leaves there, takes every page down with the worker.
            with suppress(TemplateSyntaxError, UnicodeDecodeError):
                moteur.get_template(modele.relative_to(dossier).as_posix())
    for locale in LOCALES:
        localedata.load(locale)
    get_resolver().url_patterns  # noqa: B018  # it is read, and kept, as it is asked for
    gc.collect()
    gc.freeze()
