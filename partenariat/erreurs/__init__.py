"""Error pages in the site's look. They read nothing of the session, and of the database only whom to call,
where it answers: both may be the cause.

Whatever refuses a form gives back the texts that it said: nothing else has kept them (`page`). What may be
asked again later is in `attente`; here, what is not.
"""

import sys
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from partenariat.donnees.absence import est_absente, manque_de_place
from partenariat.donnees.processus import Indisponible
from partenariat.donnees.stockage import ESPACE_INSUFFISANT, espace_manque
from partenariat.erreurs.attente import (
    absence,
    affluence,
    base_absente,
    occupe,
    pas_fabrique,
    restauration_en_cours,
    trop_d_essais,
    trop_de_demandes,
)
from partenariat.erreurs.page import page_d_erreur, pas_inscrit, rendus, renoncer, session_finie, tenu
from partenariat.presentation.formats import date_longue
from partenariat.presentation.mots_de_l_adresse import mots_de_l_adresse

__all__ = [
    "a_refaire",
    "absence",
    "affluence",
    "base_absente",
    "interdit",
    "introuvable",
    "methode_refusee",
    "occupe",
    "page_d_erreur",
    "panne",
    "pas_fabrique",
    "pas_inscrit",
    "rendus",
    "renoncer",
    "requete_incorrecte",
    "restauration_en_cours",
    "retire",
    "session_finie",
    "tenu",
    "trop_d_essais",
    "trop_de_demandes",
]


def requete_incorrecte(request: HttpRequest, exception=None) -> HttpResponse:
    return page_d_erreur(
        request,
        400,
        _("Requête incorrecte"),
        _("Le site n'a pas compris cette demande. Revenez à la page précédente, ou partez de l'accueil."),
    )


def interdit(request: HttpRequest, exception=None) -> HttpResponse:
    texte = _(
        "Votre compte ne donne pas accès à cette page. Si vous en avez besoin, écrivez à la coordination."
    )
    return page_d_erreur(request, 403, _("Accès refusé"), texte, **rendus(request))


def methode_refusee(request: HttpRequest) -> HttpResponse:
    """An address that is only read was sent a form, or the reverse."""
    texte = _("Revenez à la page précédente, ou partez d'un des liens ci-dessous.")
    return page_d_erreur(request, 405, _("Cette adresse ne se demande pas ainsi"), texte, **rendus(request))


def introuvable(
    request: HttpRequest, exception: Exception | None = None, *, ailleurs: Sequence[tuple[str, str]] = ()
) -> HttpResponse:
    """Args:
    ailleurs: where the same page is found: address, and words that lead to it.
    """
    texte = _("Cette adresse ne mène à rien. Elle a peut-être changé : cherchez la page par un mot.")
    if au := getattr(request, "au", None):
        texte = _("Cette page n'existait pas en public le %(date)s : choisissez un autre jour.") % {
            "date": date_longue(au)
        }
    suite = {**rendus(request), **({"suites": ailleurs} if ailleurs else {})}
    mots = mots_de_l_adresse(request.path_info)
    return page_d_erreur(request, 404, _("Page introuvable"), texte, mots=mots, **suite)


def retire(
    request: HttpRequest,
    quand: str,
    quoi: str,
    *,
    faits: Sequence[tuple[str, str, bool]],
    suites: Sequence[tuple[str, str]],
) -> HttpResponse:
    """What was withdrawn for cause, said where it was: no error of anybody's.

    Args:
        quand: « Retiré du site le 27 novembre 2026 ».
        quoi: what it was, in French.
        faits: name, words, whether these are French whatever the page.
        suites: where one goes on: address, name.
    """
    de_qui: dict[str, Any] = {"surtitre": _("Retrait pour cause"), "texte_francais": True}
    return page_d_erreur(request, 410, quand, quoi, suites=suites, faits=faits, **de_qui)


def a_refaire(request: HttpRequest) -> HttpResponse:
    """A packet that quotes what was withdrawn is not handed out before it is made again."""
    return page_d_erreur(
        request,
        410,
        _("Ce document attend d'être refait"),
        _("Il cite ce qui a été retiré pour cause; ses données se lisent déjà sans cela."),
        suites=[(reverse("retraits"), _("Tout ce qui a été retiré du site"))],
        surtitre=_("Retrait pour cause"),
    )


def panne(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or what fails without one (a disk, a database, a document): Django asks for the page
    while it holds the exception, in a view as in any middleware."""
    cause = sys.exc_info()[1]
    if manque_de_place(cause):
        return affluence(request)
    if est_absente(cause):
        return base_absente(request)
    if isinstance(cause, Indisponible):
        return pas_fabrique(request)
    if espace_manque(cause):
        return page_d_erreur(
            request,
            ESPACE_INSUFFISANT,
            _("L'espace manque sur le serveur"),
            _("Rien n'a été inscrit. Copiez d'abord votre texte, puis envoyez de nouveau plus tard."),
            **rendus(request),
        )
    texte = _("Le site n'a pas pu répondre. Réessayez dans un instant.")
    return page_d_erreur(request, 500, _("Une erreur est survenue"), texte, **rendus(request))
