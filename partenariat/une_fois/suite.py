"""What becomes of a form that was held: shown to whoever it was read for, or said why it is not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from partenariat.erreurs import page_d_erreur, rendus, tenu
from partenariat.une_fois.envois import Envoi
from partenariat.une_fois.reception import empreinte_de
from partenariat.une_fois.rendre import sur_sa_page
from partenariat.une_fois.reprise import Reprise


def reprendre(request: HttpRequest) -> HttpResponse | None:
    """Shows the form that this request holds to whoever it was read for, to be sent, or not; None without."""
    tenue = Reprise.retenue(request)
    if tenue is None:
        return None
    return _a_relire(request, tenue, statut=200) if tenue.est_a(request.user) else _d_un_autre(request, tenue)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token is of before another window signed in: whose form it is sends it again, having read it."""
    tenue = Reprise.de(request)
    if tenue and request.user.is_authenticated:
        sien = tenue.est_a(request.user)
        return _a_relire(request, tenue, statut=403) if sien else _d_un_autre(request, tenue)
    return page_d_erreur(
        request,
        403,
        _("Le formulaire a expiré"),
        _("Revenez à la page précédente, rechargez-la et envoyez de nouveau; copiez d'abord votre texte."),
        **rendus(request),
    )


def _d_un_autre(request: HttpRequest, tenue: Reprise) -> HttpResponse:
    """It stays held: that account signs in from here, the other one out."""
    return page_d_erreur(
        request,
        403,
        _("Ce formulaire était ouvert par un autre compte"),
        _(
            "Rien n'en est envoyé. Vous êtes en session par le compte %(compte)s : changez de compte pour "
            "reprendre le formulaire, ou copiez ce qui était écrit."
        )
        % {"compte": request.user},
        **tenu(request, tenue, reverse("changer-de-compte"), _("Changer de compte et reprendre")),
        suites=[(reverse("espace"), _("Continuer par ce compte"))],
    )


def _a_relire(request: HttpRequest, tenue: Reprise, *, statut: int) -> HttpResponse:
    """On the page of the form; or on one that shows what it said, where that page can no longer take it."""
    if envoi := Envoi.objects.filter(cle=empreinte_de(request, tenue.adresse, tenue.cle)).first():
        return _deja_envoye(request, envoi)
    reponse = sur_sa_page(request, tenue)
    if reponse is None:
        reponse = render(request, "reprise.html", {"tenue": tenue, "textes": tenue.textes})
    reponse.status_code = statut
    reponse["Cache-Control"] = "private, no-store"
    return reponse


def _deja_envoye(request: HttpRequest, envoi: Envoi) -> HttpResponse:
    """The page of the login, asked for again after its form was sent."""
    reponse = page_d_erreur(
        request,
        409,
        _("Ce formulaire a déjà été envoyé"),
        _("Votre envoi a eu sa réponse : rien ne reste à envoyer."),
        suites=[(envoi.vers, _("Voir ce qui est inscrit"))],
    )
    reponse["Cache-Control"] = "private, no-store"
    return reponse
