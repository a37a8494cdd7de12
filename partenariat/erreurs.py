"""Error pages in the site's look. They touch neither the database nor the session: both may be the cause."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from partenariat.presentation.formats import date_longue


def _page(statut: int, titre: str, texte: str) -> HttpResponse:
    return HttpResponse(
        render_to_string("erreur.html", {"titre": titre, "texte": texte, "statut": statut}), status=statut
    )


def requete_incorrecte(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(400, _("Requête incorrecte"), _("Le site n'a pas compris cette demande."))


def interdit(request: HttpRequest, exception=None) -> HttpResponse:
    return _page(403, _("Accès refusé"), _("Votre compte ne donne pas accès à cette page."))


def introuvable(request: HttpRequest, exception=None) -> HttpResponse:
    texte = _("Cette adresse ne mène à rien. Elle a peut-être changé.")
    if au := getattr(request, "au", None):
        texte = _("Cette page n'existait pas en public le %(date)s.") % {"date": date_longue(au)}
    return _page(404, _("Page introuvable"), texte)


def panne(request: HttpRequest) -> HttpResponse:
    return _page(
        500, _("Une erreur est survenue"), _("Le site n'a pas pu répondre. Réessayez dans un instant.")
    )


def occupe(request: HttpRequest) -> HttpResponse:
    """The same form is still being written, or what it writes is held: nothing of this request was."""
    reponse = _page(
        503,
        _("Un envoi est encore en cours"),
        _("Rien de plus n'a été inscrit. Revenez à la page précédente, puis envoyez de nouveau."),
    )
    reponse["Retry-After"] = "5"
    return reponse


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        403,
        _("Le formulaire a expiré"),
        _("Revenez à la page précédente, rechargez-la et envoyez de nouveau; copiez d'abord votre texte."),
    )
