"""What makes a view public: declared, safe methods only, kept by the page cache, able to read a past date."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import wraps
from typing import TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.date_demandee import lire_date
from partenariat.presentation.parametres import declarer

T = TypeVar("T")


class RequeteDatee(HttpRequest):
    """What a public view is given."""

    au: date | None
    """The past date that the page reads; None for today."""
    au_laisse_de_cote: str
    """Why the date that was asked for is not read; empty where it is."""
    valeurs_inconnues: bool
    """Whether the page names a value that its filters do not know."""


def la_seule(lignes: Sequence[T]) -> T:
    """The row that an address names, of those that answer; a 404 where none does."""
    if not lignes:
        raise Http404
    return lignes[0]


def publique(
    vue: Callable[..., HttpResponseBase], *, parametres: Iterable[str] = (), numeros: Iterable[str] = ()
) -> Callable[..., HttpResponseBase]:
    """Declares a view public.

    `?au=AAAA-MM-JJ` makes the whole view read the plan as it stood at the end of that day; `request.au` is
    that date, or None. A date that is not one, or is to come, is left aside and said
    (`request.au_laisse_de_cote`).

    Args:
        parametres: those of its address that it reads besides `au`; it is given no other, and its page is
            kept under them (`presentation.parametres`).
        numeros: those, besides, that number the pages of one of its tables.
    """

    @wraps(vue)
    def enveloppe(request: RequeteDatee, *args, **kwargs) -> HttpResponseBase:
        request.au, request.au_laisse_de_cote = lire_date(request.GET.get("au", ""))
        moment = fin_du_jour(request.au) if request.au else None
        with au(moment):
            reponse = vue(request, *args, **kwargs)
        if moment and isinstance(reponse, StreamingHttpResponse) and not isinstance(reponse, FileResponse):
            # Its body is read once the view is over.
            contenu = cast(Iterable[bytes], reponse.streaming_content)
            reponse.streaming_content = _relire(moment, contenu)
        # Read by the cache of pages. What names a value that nothing has is kept for nobody else.
        reponse.page_publique = not getattr(request, "valeurs_inconnues", False)  # type: ignore[attr-defined]
        return reponse

    ouverte = login_not_required(require_safe(enveloppe))
    ouverte.parametres = declarer(("au", *parametres), numeros)  # type: ignore[attr-defined]  # read by `parametres_de`
    return ouverte


def _relire(moment: datetime, contenu: Iterable[bytes]) -> Iterator[bytes]:
    with au(moment):
        yield from contenu
