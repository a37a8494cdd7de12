"""The one place where a password is read: each try is counted first (`partenariat.entree.essais`)."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
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


class EssaisComptes(FormMixin):
    """A view whose form tries a password: what was refused unread is told so, not as a wrong password."""

    request: HttpRequest

    def form_invalid(self, form: Any) -> HttpResponse:
        if attente := getattr(self.request, "essai_dans", 0):
            return trop_d_essais(self.request, attente)
        return super().form_invalid(form)
