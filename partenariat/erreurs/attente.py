"""What could not be done now, and may be asked again later: a site that is too busy, whose database is away,
or that is being restored; a person, or an address, that asks too often."""

import logging
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partenariat.erreurs.page import page_d_erreur, rendus, retenu
from partenariat.presentation.langue import langue_de

Page = TypeVar("Page", bound=Callable[..., HttpResponse])


def _attendre(
    request: HttpRequest, titre: str, texte: str, *, secondes: int, statut: int = 503
) -> HttpResponse:
    """Nothing was done, and the same may be asked again later: 503 where it is the site's doing.

    What was read is asked again by a link; what was sent is given back, to be sent from its own page.
    """
    lue = request.method in ("GET", "HEAD")
    reponse = page_d_erreur(
        request,
        statut,
        titre,
        texte,
        **rendus(request),
        suites=[(request.get_full_path(), _("Réessayer"))] if lue else [],
        cherche=request.GET.get("q", "").strip() if lue else "",
    )
    return _dans(reponse, secondes)


def _dans(reponse: HttpResponse, secondes: int) -> HttpResponse:
    """Says when to come back; nobody keeps that answer."""
    reponse["Retry-After"] = str(secondes)
    reponse.setdefault("Cache-Control", "no-store")
    if reponse.status_code == 503:
        # What there is to say of it is said by whoever answers: Django would add the whole trace.
        reponse._has_been_logged = True  # type: ignore[attr-defined]
    return reponse


def _dans_sa_langue(page: Page) -> Page:
    """Of a page that may be asked for before the middleware that reads the language."""

    @wraps(page)
    def ecrite(request: HttpRequest, *args: int) -> HttpResponse:
        with translation.override(langue_de(request.path_info)):
            return page(request, *args)

    return ecrite  # type: ignore[return-value]


@_dans_sa_langue
def occupe(request: HttpRequest) -> HttpResponse:
    """The same form is still being written, or what it writes is held: nothing of this request was."""
    return _attendre(
        request,
        _("Un envoi est encore en cours"),
        _("Rien de plus n'a été inscrit. Revenez à la page précédente, puis envoyez de nouveau."),
        secondes=5,
    )


@_dans_sa_langue
def trop_d_essais(request: HttpRequest, attente: int) -> HttpResponse:
    """The secret was not read: too many were wrong. There is nothing else to give back of its form."""
    texte, suite = _plus_tard(attente), (request.get_full_path(), _("Réessayer"))
    if request.method == "POST":
        oublie = _("Mot de passe oublié? Qui tient les comptes du site vous en donne un autre.")
        texte = f"{texte} {oublie}"
        suite = (request.get_full_path(), _("Revenir au formulaire"))
    reste = retenu(request) or {"suites": [suite]}
    return _dans(page_d_erreur(request, 429, _("Trop d'essais ratés"), texte, **reste), attente)


@_dans_sa_langue
def trop_de_demandes(request: HttpRequest, attente: int) -> HttpResponse:
    """One address searches, or asks for files, more often than a person does."""
    titre = _("Trop de demandes à la fois")
    d_ou = _("Elles viennent de votre appareil, ou d'un autre qui partage votre connexion.")
    texte = _rien(request, f"{d_ou} {_plus_tard(attente)}")
    return _attendre(request, titre, texte, secondes=attente, statut=429)


def _rien(request: HttpRequest, texte: str) -> str:
    """To who sent something, that it was not written; who only reads wrote nothing."""
    if request.method in ("GET", "HEAD"):
        return texte
    rien = _("Rien n'a été inscrit.")
    return f"{rien} {texte}"


def _plus_tard(secondes: int) -> str:
    if secondes < 60:
        duree = ngettext("%(n)d seconde", "%(n)d secondes", secondes) % {"n": secondes}
    else:
        minutes = -(-secondes // 60)
        duree = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("Attendez %(duree)s, puis essayez de nouveau.") % {"duree": duree}


@_dans_sa_langue
def pas_fabrique(request: HttpRequest) -> HttpResponse:
    """A chart or a document could not be made now (`presentation.fabrique`): the journal says why."""
    return _attendre(
        request,
        _("Ce document n'a pas pu être fait"),
        _("Le site en prépare d'autres, ou celui-ci a pris trop de temps. Réessayez dans un instant."),
        secondes=10,
    )


_journal = logging.getLogger("partenariat.base")
_SILENCE = 5.0
_dite = -_SILENCE
"""When the log was last told that the database is away: once every few seconds says it."""


@_dans_sa_langue
def base_absente(request: HttpRequest) -> HttpResponse:
    """The database does not answer: said as such, without a trace of fifty lines for each request."""
    global _dite
    if monotonic() - _dite >= _SILENCE:
        _dite = monotonic()
        _journal.error("la base de données ne répond pas")
    reponse = _attendre(
        request,
        _("Le site ne peut pas répondre pour l'instant"),
        _("Sa base de données ne répond pas; elle revient d'elle-même. Réessayez dans quelques secondes."),
        secondes=5,
    )
    reponse.base_absente = True  # type: ignore[attr-defined]  # read by `absence`
    return reponse


def absence(reponse: HttpResponseBase) -> bool:
    """Whether this answer says that the database is away."""
    return getattr(reponse, "base_absente", False)


@_dans_sa_langue
def restauration_en_cours(request: HttpRequest) -> HttpResponse:
    """What the site shows is being replaced by what an archive holds (`partenariat.sauvegarde`)."""
    return _attendre(
        request,
        _("Le site ne peut pas répondre pour l'instant"),
        _("Ses données sont en cours de restauration. Réessayez dans quelques minutes."),
        secondes=60,
    )


@_dans_sa_langue
def affluence(request: HttpRequest) -> HttpResponse:
    """Too many pages are asked for at once: this one was not begun, and nothing was written."""
    return _attendre(
        request,
        _("Trop de pages sont demandées en même temps"),
        _rien(
            request,
            _("Trop de monde consulte le site, pas seulement vous. Réessayez dans quelques secondes."),
        ),
        secondes=3,
    )
