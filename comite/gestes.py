"""What the pages of a meeting share: do something, say what came of it, go back."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from comite.acces import seance_du_comite
from comite.models import Seance
from partenariat.administration.phrases import phrase_de
from partenariat.une_fois.envois import rien_d_ecrit


def essayer(request: HttpRequest, faire: Callable[[], object], reussi: str = "") -> bool:
    """Does it in one transaction, or says why not: both told as a message."""
    if raison := phrase_de(faire):
        messages.error(request, raison)
        rien_d_ecrit(request)
        return False
    if reussi:
        messages.success(request, reussi)
    return True


def retour(seance: Seance, page: str, ancre: str = "") -> HttpResponse:
    """Back to a page of this meeting, where one was."""
    return redirect(seance.adresse(page) + (f"#{ancre}" if ancre else ""))


def geste_de(
    page: str, ancre: str = ""
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """What a form of this page of a meeting asks: whoever only reads its address is led to the form.

    A session that ended leads here, and so does whoever does not send a form that was given back.
    """

    def du_comite(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(vue)
        def enveloppe(request: HttpRequest, seance: Seance, **kwargs) -> HttpResponse:
            return vue(request, seance, **kwargs) if request.method == "POST" else retour(seance, page, ancre)

        return seance_du_comite(enveloppe)

    return du_comite


def numero(texte: str) -> int:
    """The primary key that a form sent; 0, which is none, for anything else."""
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 18 else 0
