"""Reading answers of the test client."""

from django.http import HttpResponseBase


def corps(reponse: HttpResponseBase) -> bytes:
    """The whole body. A file that was streamed is closed, as the server does (`close()` would end the test's
    own transaction)."""
    contenu = reponse.getvalue()
    for fermer in reponse._resource_closers:
        fermer()
    return contenu
