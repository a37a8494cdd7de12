"""Error pages in the site's look. They read nothing of the session, and of the database only whom to call,
where it answers: both may be the cause.

Whatever refuses a form gives back the texts that it said: nothing else has kept them.
"""

import logging
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partenariat.donnees.absence import est_absente, manque_de_place
from partenariat.donnees.processus import Indisponible
from partenariat.donnees.stockage import ESPACE_INSUFFISANT, espace_manque
from partenariat.presentation.attendu import PAGE, sans_page, type_attendu
from partenariat.presentation.formats import date_longue
from partenariat.presentation.langue import autre_langue, langue_de
from partenariat.presentation.mots_de_l_adresse import mots_de_l_adresse
from partenariat.presentation.typographie import mettre_a_l_ecran
from partenariat.une_fois.reprise import Reprise
from partenariat.une_fois.saisie import Texte, textes

SANS_BASE = frozenset({413, 429, 503, ESPACE_INSUFFISANT})
"""What is answered to spare the database, or where it does not answer: a link leads to whom to call."""
Page = TypeVar("Page", bound=Callable[..., HttpResponse])


def page_d_erreur(
    request: HttpRequest,
    statut: int,
    titre: str,
    texte: str,
    *,
    textes: Sequence[Texte] = (),
    suites: Sequence[tuple[str, str]] = (),
    cherche: str = "",
    faits: Sequence[tuple[str, str, bool]] = (),
    **reste: Any,
) -> HttpResponse:
    if (type_ := type_attendu(request)) != PAGE:
        # A file and a program are told in their own terms, without what leads a person on.
        dits = [
            _("%(filtre)s : %(raison)s") % {"filtre": nom, "raison": dit} for nom, dit, _francais in faits
        ]
        return sans_page(type_, statut, [f"{titre}. {texte}", *dits])
    # What was sent would not be sent again by a link.
    autre, adresse_autre = autre_langue(request) if request.method in ("GET", "HEAD") else ("", "")
    contexte = {
        "autre_langue": autre,
        "autre_langue_adresse": adresse_autre,
        "titre": titre,
        "texte": texte,
        "statut": statut,
        "textes": textes,
        "suites": suites,
        "faits": faits,
        "requete": f"?{urlencode({'q': cherche})}" if cherche else "",
        "equipe": None if statut in SANS_BASE else _a_joindre(request),
        **reste,
    }
    reponse = HttpResponse(render_to_string("erreur.html", contexte), status=statut)
    # Some are made outside of the middleware that does so for pages.
    mettre_a_l_ecran(reponse)
    if textes:
        reponse["Cache-Control"] = "private, no-store"
    return reponse


def _a_joindre(request: HttpRequest) -> Any:
    """Whom to call, that the page has already, or that one query brings."""
    if hasattr(request, "equipe"):
        return request.equipe
    # Loaded with the models: this stands before them.
    from partenariat.textes.equipe import equipe_si_possible

    return equipe_si_possible()


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


def renoncer(reponse: HttpResponseBase) -> None:
    """Closes what an answer holds open, another being given in its place: its own `close()` would end the
    request as well."""
    for fermer in reponse._resource_closers:  # type: ignore[attr-defined]
        fermer()


def _dans_sa_langue(page: Page) -> Page:
    """Of a page that may be asked for before the middleware that reads the language."""

    @wraps(page)
    def ecrite(request: HttpRequest, *args: int) -> HttpResponse:
        with translation.override(langue_de(request.path_info)):
            return page(request, *args)

    return ecrite  # type: ignore[return-value]


def pas_inscrit(request: HttpRequest, texte: str, vers: str, libelle: str) -> HttpResponse:
    """What a form asked could be done when it was read, and no longer can.

    Args:
        vers: the address where one goes on.
        libelle: its name.
    """
    titre, suites = _("Votre envoi n'a pas été inscrit"), [(vers, libelle)]
    return page_d_erreur(request, 409, titre, texte, **rendus(request), suites=suites)


def tenu(request: HttpRequest, tenue: Reprise, vers: str, libelle: str) -> dict[str, Any]:
    """What holds a form on an error page, and goes on with it at that address."""
    return {
        "textes": tenue.textes,
        "tenue": tenue,
        "vers": vers,
        "libelle": libelle,
        "csrf_token": get_token(request),
    }


def rendus(request: HttpRequest) -> dict[str, Any]:
    """What this request said; or the form that it holds, which stays held."""
    return _retenu(request) or {"textes": textes(request)}


def _retenu(request: HttpRequest) -> dict[str, Any] | None:
    if (tenue := Reprise.retenue(request)) is None:
        return None
    return tenu(request, tenue, request.get_full_path(), _("Reprendre le formulaire"))


def session_finie(request: HttpRequest, vers: str) -> HttpResponse:
    """The session ended between the page and its form, which is held until one signs in again.

    Args:
        vers: the address of the login, which leads back here.
    """
    titre = _("Votre session a pris fin")
    if tenue := Reprise.de(request):
        return page_d_erreur(
            request,
            403,
            titre,
            _(
                "Rien n'a encore été inscrit. Connectez-vous de nouveau : votre formulaire vous sera rendu "
                "rempli, à relire puis à envoyer."
            ),
            **tenu(request, tenue, vers, _("Se connecter et reprendre le formulaire")),
        )
    return page_d_erreur(
        request,
        403,
        titre,
        _(
            "Rien n'a été inscrit. Copiez d'abord ce que vous aviez écrit, puis connectez-vous et remplissez "
            "de nouveau le formulaire."
        ),
        textes=textes(request),
        suites=[(vers, _("Se connecter"))],
    )


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
    reste = _retenu(request) or {"suites": [suite]}
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
