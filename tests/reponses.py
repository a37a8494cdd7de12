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
    """A missing page, without what its own address makes ready to be searched, nor where it is in the other
    language: the rest is that of all."""
    sienne = r'name="q" value="[^"]*"|<a href="[^"]*" lang="[^"]*" hreflang="[^"]*"'
    return re.sub(sienne, "", corps(reponse).decode())


DITS_D_ELLE_MEME = {
    "how it is cited": 'class="citer"',
    "how it is cited on paper": 'class="papier">[^<]*Partenariat',
    "its card": 'property="og:',
    "what it is": "application/ld[+]json",
    "its address": 'rel="canonical"',
    "its other languages": '<link rel="alternate"',
}


def dits_d_elle_meme(page: str) -> list[str]:
    """What a page says of itself to who cites it, or has not opened it."""
    return [quoi for quoi, motif in DITS_D_ELLE_MEME.items() if re.search(motif, page)]
