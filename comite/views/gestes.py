"""What the pages of a meeting share: do something, say what came of it, go back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from comite.models import Seance
from partenariat.administration.refus import phrase


def refus_de(faire: Callable[[], object]) -> str:
    """Does it in one transaction; gives the French sentence that says why not, or an empty text."""
    try:
        with transaction.atomic():
            faire()
    except ValidationError as erreur:
        return " ".join(erreur.messages)
    except IntegrityError as erreur:
        texte = phrase(erreur)
        if texte is None:
            raise
        return texte
    return ""


def essayer(request: HttpRequest, faire: Callable[[], object], reussi: str = "") -> bool:
    """Likewise, told as a message."""
    if refus := refus_de(faire):
        messages.error(request, refus)
        return False
    if reussi:
        messages.success(request, reussi)
    return True


def retour(seance: Seance, page: str, ancre: str = "") -> HttpResponse:
    """Back to a page of this meeting, where one was."""
    return redirect(seance.adresse(page) + (f"#{ancre}" if ancre else ""))
