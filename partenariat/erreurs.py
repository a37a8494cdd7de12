"""Error pages in the site's look. They touch neither the database nor the session: both may be the cause.

Whatever refuses a form gives back the texts that it said: nothing else has kept them.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from partenariat.presentation.formats import date_longue
from partenariat.une_fois.saisie import Texte, textes


def _page(
    statut: int,
    titre: str,
    texte: str,
    *,
    textes: Sequence[Texte] = (),
    suite: tuple[str, str] | None = None,
) -> HttpResponse:
    contexte = {"titre": titre, "texte": texte, "statut": statut, "textes": textes, "suite": suite}
    reponse = HttpResponse(render_to_string("erreur.html", contexte), status=statut)
    if textes:
        reponse["Cache-Control"] = "private, no-store"
    return reponse


def pas_inscrit(request: HttpRequest, texte: str, vers: str, libelle: str) -> HttpResponse:
    """What a form asked could be done when it was read, and no longer can.

    Args:
        vers: the address where one goes on.
        libelle: its name.
    """
    return _page(
        409, _("Votre envoi n'a pas été inscrit"), texte, textes=textes(request), suite=(vers, libelle)
    )


def session_finie(request: HttpRequest, vers: str) -> HttpResponse:
    """The session ended between the page and its form.

    Args:
        vers: the address of the login, which leads back here.
    """
    return _page(
        403,
        _("Votre session a pris fin"),
        _("Rien n'a été inscrit. Copiez d'abord votre texte, puis connectez-vous et envoyez de nouveau."),
        textes=textes(request),
        suite=(vers, _("Se connecter")),
    )


def requete_incorrecte(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(400, _("Requête incorrecte"), _("Le site n'a pas compris cette demande."))


def interdit(request: HttpRequest, exception=None) -> HttpResponse:
    texte = _("Votre compte ne donne pas accès à cette page.")
    return _page(403, _("Accès refusé"), texte, textes=textes(request))


def introuvable(request: HttpRequest, exception=None) -> HttpResponse:
    texte = _("Cette adresse ne mène à rien. Elle a peut-être changé.")
    if au := getattr(request, "au", None):
        texte = _("Cette page n'existait pas en public le %(date)s.") % {"date": date_longue(au)}
    return _page(404, _("Page introuvable"), texte, textes=textes(request))


def retire(request: HttpRequest, quand: str, motif: str) -> HttpResponse:
    """What was withdrawn for cause, said where it was.

    Args:
        quand: « Retiré le 27 novembre 2026 ».
        motif: why, in public.
    """
    return _page(410, quand, motif, suite=(reverse("retraits"), _("Tout ce qui a été retiré du site")))


def panne(request: HttpRequest) -> HttpResponse:
    texte = _("Le site n'a pas pu répondre. Réessayez dans un instant.")
    return _page(500, _("Une erreur est survenue"), texte, textes=textes(request))


def occupe(request: HttpRequest) -> HttpResponse:
    """The same form is still being written, or what it writes is held: nothing of this request was."""
    reponse = _page(
        503,
        _("Un envoi est encore en cours"),
        _("Rien de plus n'a été inscrit. Revenez à la page précédente, puis envoyez de nouveau."),
        textes=textes(request),
    )
    reponse["Retry-After"] = "5"
    return reponse


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        403,
        _("Le formulaire a expiré"),
        _("Revenez à la page précédente, rechargez-la et envoyez de nouveau; copiez d'abord votre texte."),
        textes=textes(request),
    )
