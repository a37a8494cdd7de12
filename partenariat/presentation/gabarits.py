"""How our templates are read: without the indents that only their authors see."""

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader

RETRAIT = re.compile(r"^[ \t]+", re.MULTILINE)
A_LA_LETTRE = re.compile(r"<(?:pre|textarea)\b")
"""Where a page shows each blank that is written."""


class SansRetraits(Loader):
    """The templates of `TEMPLATES["DIRS"]`; a line keeps its number, and its end parts words as before.

    A tenth of a page of ours was indents, sent and cut in pieces at each request.
    """

    def get_contents(self, origin: Origin) -> str:
        """
        Raises:
            TemplateDoesNotExist: no such file.
        """
        source: str = super().get_contents(origin)
        if not str(origin.name).endswith(".html") or A_LA_LETTRE.search(source):
            return source
        return RETRAIT.sub("", source)
