"""What makes a view public: declared, safe methods only, kept by the page cache, able to read a past date."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partenariat.histoire.temps import au, fin_du_jour
from partenariat.presentation.formats import date_longue

ORIGINE = date(2009, 1, 1)
"""The year of the agreement: no plan is older."""


def publique(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declares a view public.

    `?au=AAAA-MM-JJ` makes the whole view read the plan as it stood at the end of that day; `request.au` is
    that date, or None. A date that is not one, or is to come, is left aside and said
    (`request.au_laisse_de_cote`).
    """

    @wraps(vue)
    def enveloppe(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.au, request.au_laisse_de_cote = lire_date(request.GET.get("au", ""))
        moment = fin_du_jour(request.au) if request.au else None
        with au(moment):
            reponse = vue(request, *args, **kwargs)
        if moment and reponse.streaming and not isinstance(reponse, FileResponse):
            # Its body is read once the view is over.
            reponse.streaming_content = _relire(moment, reponse.streaming_content)
        reponse.page_publique = True
        return reponse

    return login_not_required(require_safe(enveloppe))


def _relire(moment: datetime, contenu: Iterable[bytes]) -> Iterator[bytes]:
    with au(moment):
        yield from contenu


def lire_date(texte: str) -> tuple[date | None, str]:
    """The past date that was asked for and, where it cannot be used, the French sentence that says why."""
    if not texte.strip():
        return None, ""
    try:
        jour = date.fromisoformat(texte.strip())
    except ValueError:
        return None, _(
            "« %(texte)s » n'est pas une date : écrivez-la AAAA-MM-JJ, par exemple 2026-03-31."
        ) % {"texte": texte[:20]}
    if jour < ORIGINE:
        return None, _("Le partenariat date de 2009 : rien ne se lit avant.")
    if jour > timezone.localdate():
        return None, _("Le %(date)s est à venir : le plan ne se lit qu'au passé et au présent.") % {
            "date": date_longue(jour)
        }
    if jour == timezone.localdate():
        return None, ""
    return jour, ""
