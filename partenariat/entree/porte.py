"""The one place where a password is read: each try is counted first (`partenariat.entree.essais`)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic.edit import FormMixin

from partenariat.entree import essais
from partenariat.entree.visiteur import adresse_du_visiteur
from partenariat.erreurs import trop_d_essais
from partenariat.parties.utilisateurs import Utilisateur


class Porte(ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> Utilisateur | None:
        """
        Raises:
            PermissionDenied: too many tries; `request.essai_dans` says in how many seconds the next may be.
        """
        if username is None or password is None:
            return None
        adresse = adresse_du_visiteur(request) if request else ""
        if attente := essais.demander(essais.CONNEXION, adresse, username):
            if request:
                request.essai_dans = attente  # type: ignore[attr-defined]
            raise PermissionDenied
        personne = super().authenticate(request, username=username, password=password, **kwargs)
        if personne:
            essais.reussi(essais.CONNEXION, adresse, username)
            return personne
        restants = essais.rate(essais.CONNEXION, adresse, username)
        if request:
            request.essais_restants = restants  # type: ignore[attr-defined]
        return None


PREVENIR = 3
"""Tries left under which one is warned: the first mistakes are told as such, and no more."""


def _avertissement(restants: int) -> str:
    minutes = {"minutes": essais.FENETRE.seconds // 60}
    if not restants:
        return _("Vous devrez attendre jusqu'à %(minutes)d minutes avant l'essai suivant.") % minutes
    return ngettext(
        "Il reste %(n)d essai avant une attente de %(minutes)d minutes.",
        "Il reste %(n)d essais avant une attente de %(minutes)d minutes.",
        restants,
    ) % {"n": restants, **minutes}


class EssaisComptes(FormMixin):
    """A view whose form tries a password: what was refused unread is told so, not as a wrong password."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        if attente := getattr(self.request, "essai_dans", 0):
            return trop_d_essais(self.request, attente)
        if (restants := getattr(self.request, "essais_restants", PREVENIR)) < PREVENIR:
            form.add_error(None, _avertissement(restants))
        return super().form_invalid(form)
