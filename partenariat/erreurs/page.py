"""The page that says an error, and gives back what a form said: nothing else has kept it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from partenariat.donnees.stockage import ESPACE_INSUFFISANT
from partenariat.presentation.attendu import PAGE, sans_page, type_attendu
from partenariat.presentation.langue import autre_langue
from partenariat.presentation.typographie import mettre_a_l_ecran
from partenariat.une_fois.reprise import Reprise
from partenariat.une_fois.saisie import Texte, textes

SANS_BASE = frozenset({413, 429, 503, ESPACE_INSUFFISANT})
"""What is answered to spare the database, or where it does not answer: a link leads to whom to call."""


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


def renoncer(reponse: HttpResponseBase) -> None:
    """Closes what an answer holds open, another being given in its place: its own `close()` would end the
    request as well."""
    for fermer in reponse._resource_closers:  # type: ignore[attr-defined]
        fermer()


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
    return retenu(request) or {"textes": textes(request)}


def retenu(request: HttpRequest) -> dict[str, Any] | None:
    """The form that this request holds, to go on with; None where it holds none."""
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
