"""Reading answers of the test client."""

from django.http import HttpResponseBase

from partenariat.erreurs import renoncer


def corps(reponse: HttpResponseBase) -> bytes:
    """The whole body. A file that was streamed is closed, as the server does."""
    contenu = reponse.getvalue()
    renoncer(reponse)
    return contenu
