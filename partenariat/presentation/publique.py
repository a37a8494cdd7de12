"""What makes a view public: declared, safe methods only, kept by the page cache, able to read a past date."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import wraps
from typing import TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from partenariat.donnees.sorties import refus_en_json
from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.date_demandee import lire_date
from partenariat.presentation.pages import numeros_servis
from partenariat.presentation.parametres import (
    DERNIERE,
    Lire,
    declarer,
    inconnus,
    numero,
    numero_de_page,
)

T = TypeVar("T")


class RequeteDatee(HttpRequest):
    """What a public view is given."""

    au: date | None
    """The past date that the page reads; None for today."""
    au_laisse_de_cote: str
    """Why the date that was asked for is not read; empty where it is."""
    valeurs_inconnues: bool
    """Whether the page names a value that its filters do not know, or spell otherwise, or a day before all
    that is known."""
    rien_a_citer: bool
    """Whether the page shows nothing of what its address names: it has no address to keep, nor anything to
    say of itself elsewhere."""


def la_seule(lignes: Sequence[T]) -> T:
    """The row that an address names, of those that answer; a 404 where none does."""
    if not lignes:
        raise Http404
    return lignes[0]


def publique(
    vue: Callable[..., HttpResponseBase],
    *,
    parametres: Iterable[str] = (),
    numeros: Iterable[str] = (),
    jeu: bool = False,
) -> Callable[..., HttpResponseBase]:
    """Declares a view public.

    `?au=AAAA-MM-JJ` makes the whole view read the plan as it stood at the end of that day; `request.au` is
    that date, or None. A date that is not one, or is to come, is left aside and said
    (`request.au_laisse_de_cote`).

    Args:
        parametres: those of its address that it reads besides `au`; it is given no other, and its page is
            kept under them (`presentation.parametres`).
        numeros: those, besides, that number the pages of one of its tables.
        jeu: the view gives a dataset to programs: any other parameter is refused (400).
    """

    lus = declarer(("au", *parametres), numeros, stricts=jeu)

    @wraps(vue)
    def enveloppe(request: RequeteDatee, *args, **kwargs) -> HttpResponseBase:
        request.au, request.au_laisse_de_cote = lire_date(request.GET.get("au", ""))
        request.valeurs_inconnues = request.rien_a_citer = False
        if dits := inconnus(request, lus):
            return refus_en_json(dits, 400)
        moment = fin_du_jour(request.au) if request.au else None
        with au(moment), numeros_servis() as servis:
            reponse = vue(request, *args, **kwargs)
        if moment and isinstance(reponse, StreamingHttpResponse) and not isinstance(reponse, FileResponse):
            # Its body is read once the view is over.
            contenu = cast(Iterable[bytes], reponse.streaming_content)
            reponse.streaming_content = _relire(moment, contenu)
        # Read by the cache of pages. What there are many ways to ask for is made for who asks, and kept for
        # nobody: it would take the place of what others read.
        reponse.page_publique = (  # type: ignore[attr-defined]
            not request.valeurs_inconnues
            and _d_un_seul_numero(request, lus, servis)
            and _d_une_adresse(request)
        )
        return reponse

    ouverte = login_not_required(require_safe(enveloppe))
    ouverte.parametres = lus  # type: ignore[attr-defined]  # read by `parametres_de`
    return ouverte


def _d_un_seul_numero(request: HttpRequest, lus: Mapping[str, Lire], servis: Mapping[str, int]) -> bool:
    """Whether one table at most is turned, to a page that it has: there are as many as its tables have pages,
    and not as there are ways to turn them all. What is beyond any list is one number (`DERNIERE`)."""
    tournes = [
        (nom, demande)
        for nom, lire in lus.items()
        if lire is numero and (demande := numero_de_page(request.GET.get(nom, ""))) > 1
    ]
    return len(tournes) < 2 and all(demande in (servis.get(nom), DERNIERE) for nom, demande in tournes)


def _d_une_adresse(request: HttpRequest) -> bool:
    """Whether its numbers are written as the site writes them: `/axes/001/` is axis 1 too."""
    nommes = request.resolver_match.kwargs.values() if request.resolver_match else ()
    morceaux = re.split(r"[/.]", request.path_info)
    return all(str(nomme) in morceaux for nomme in nommes if isinstance(nomme, int))


def _relire(moment: datetime, contenu: Iterable[bytes]) -> Iterator[bytes]:
    with au(moment):
        yield from contenu
