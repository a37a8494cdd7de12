"""What the pages of a meeting share: do something, say what came of it, go back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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


def numero(texte: str) -> int:
    """The primary key that a form sent; 0, which is none, for anything else."""
    return int(texte) if texte.isascii() and texte.isdigit() and len(texte) < 18 else 0
