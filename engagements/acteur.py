"""Who acts in the space: an account for its organisation, staff on behalf of another, a signed link."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from engagements.models import Acteur, LienSigne
from partenariat.administration.phrases import phrase_de
from partenariat.cycles.pas import TransitionRefusee
from partenariat.erreurs import pas_inscrit
from partenariat.models import Organisation, Utilisateur
from partenariat.parties.connexion import vers_la_connexion
from partenariat.une_fois.envois import rien_d_ecrit
from partenariat.une_fois.saisie import ecrit, textes

ROLES = ("partenaire", "redaction", "coordination")
POUR, LIEN = "espace_pour", "espace_lien"
"""Keys of the session: the organisation that staff acts for, the signed link that was opened."""


class LienFerme(Exception):
    """The link of this session has expired or was revoked since."""


def acteur(request: HttpRequest) -> Acteur | None:
    """Who acts, for which organisation; None for whoever answers for none.

    Raises:
        LienFerme: the visitor came by a link that no longer works. It is checked at each request.
    """
    personne = request.user
    if personne.is_authenticated:
        if representee := _representee(request, personne):
            return Acteur(representee, personne, saisi_pour=representee.pk != personne.organisation_id)
        if personne.organisation_id and personne.a_role(*ROLES) and personne.organisation:
            return Acteur(personne.organisation, personne)
        return None
    if pk := request.session.get(LIEN):
        lien = LienSigne.objects.valides().filter(pk=pk).select_related("organisation").first()
        if lien is None:
            request.session.flush()
            raise LienFerme
        return Acteur(lien.organisation, lien=lien)
    return None


def acteur_de(request: HttpRequest) -> Acteur | None:
    """Likewise, asked once a request: the desk of the back office reads it too."""
    if not hasattr(request, "acteur"):
        request.acteur = acteur(request)  # type: ignore[attr-defined]  # as `acteur_requis` does
    return request.acteur  # type: ignore[attr-defined]


def _representee(request: HttpRequest, personne: Utilisateur) -> Organisation | None:
    """The organisation that this member of the staff chose to answer for."""
    pk = request.session.get(POUR)
    if pk and personne.a_role("coordination"):
        return Organisation.objects.filter(pk=pk).first()
    return None


class RequeteActeur(HttpRequest):
    """What a view of the space is given."""

    acteur: Acteur
    espace_manque: bool


class RequeteSansActeur(HttpRequest):
    """What a view is given that also serves an account which answers for no organisation."""

    acteur: Acteur | None


def inscrire(request: RequeteActeur, formulaire: BaseForm, faire: Callable[[], object]) -> bool:
    """Does what a form of the space asks, or puts on it the sentence that says why not.

    Every act of the space goes through here: it is done for the body that its form was read for.
    """
    if raison := phrase_de(lambda: _exiger_le_meme(request)) or phrase_de(faire):
        formulaire.add_error(None, raison)
    return not formulaire.errors


def _exiger_le_meme(request: RequeteActeur) -> None:
    """The form was read for the body that now acts: another window may have chosen another one meanwhile.

    Raises:
        TransitionRefusee: it was read for another.
    """
    lue = request.POST.get("au_nom_de", "")
    if lue and lue != str(request.acteur.organisation.pk):
        raise TransitionRefusee(
            _(
                "Cette page était ouverte pour une autre organisation; vous agissez maintenant pour "
                "%(organisation)s. Relisez, puis envoyez de nouveau."
            )
            % {"organisation": request.acteur.organisation}
        )


def acteur_requis(
    vue: Callable[..., HttpResponseBase], *, sans_acteur: bool = False
) -> Callable[..., HttpResponseBase]:
    """Gives the view `request.acteur`; sends a visitor to the login.

    An account that answers for no organisation sees nothing here (404), but where the view says that it can
    do without (`sans_acteur`). What is read here is never kept by a browser, nor told to another site.
    """

    @wraps(vue)
    def enveloppe(request: RequeteSansActeur, *args, **kwargs) -> HttpResponseBase:
        try:
            request.acteur = acteur(request)
        except LienFerme:
            return discrete(lien_ferme(request, 403))
        if request.acteur is None and not request.user.is_authenticated:
            return vers_la_connexion(request)
        if request.acteur is None and not sans_acteur:
            raise Http404
        return discrete(vue(request, *args, **kwargs))

    return login_not_required(enveloppe)


def ferme(request: HttpRequest, phrase: str, vers: str, libelle: str) -> HttpResponse:
    """This act is not, or no longer, open: told where one goes on, or beside the text that was typed for it.

    Args:
        vers: the address where one goes on.
        libelle: its name.
    """
    if ecrit(request):
        return pas_inscrit(request, phrase, vers, libelle)
    messages.warning(request, phrase)
    rien_d_ecrit(request)
    return redirect(vers)


def discrete(reponse: HttpResponseBase) -> HttpResponseBase:
    """Neither kept nor told to another site: an address of the space may hold the key of a link.

    Not `no-referrer`, under which browsers send `Origin: null` and every form of the page is refused.
    """
    reponse["Referrer-Policy"] = "same-origin"
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def lien_ferme(request: HttpRequest, statut: int) -> HttpResponse:
    """The same page for a link that was forged, has expired or was revoked: it reveals nothing.

    What was being typed meanwhile is given back: there is no other page to find it on.
    """
    return render(request, "espace/lien_ferme.html", {"textes": textes(request)}, status=statut)
