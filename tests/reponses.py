"""Reading answers of the test client."""

import re

from django.http import HttpResponseBase

from partenariat.erreurs import renoncer


def corps(reponse: HttpResponseBase) -> bytes:
    """The whole body. A file that was streamed is closed, as the server does."""
    contenu = reponse.getvalue()
    renoncer(reponse)
    return contenu


def sans_la_demande(reponse: HttpResponseBase) -> str:
    """A missing page, without what its own address makes ready to be searched: the rest is that of all."""
    return re.sub(r'name="q" value="[^"]*"', "", corps(reponse).decode())
