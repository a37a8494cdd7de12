"""An address that names an action or a body leads to it for ever, whatever it is called now."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from actions.adresse_durable import adresse_durable, avec_sa_requete
from actions.models import Plan
from partenariat.histoire.appellations import NOMMES, Porteur, porteur

Vue = Callable[..., HttpResponseBase]
Nommables = Callable[[Plan], QuerySet[Any]]
"""The rows of a plan that have a public page, on the day being read."""


class Renommes:
    """What the addresses of a view name, by one of their parameters, which is a field of the row too.

    The names that were public are asked for where the day is a past one, or where nothing answers: what is
    read today under its own name costs no query more.
    """

    def __init__(self, nommables: Nommables, modele: type[Any]) -> None:
        self.nommables, self.modele = nommables, modele
        self.champ = NOMMES[modele].champ

    def servir(self, request: HttpRequest, plan: Plan, vue: Vue, dits: dict[str, Any]) -> HttpResponseBase:
        """The page, or the address where it is now.

        Args:
            vue: reads the day that is asked for; it is told what was designated there (`alors`).
            dits: the parameters of the address.
        """
        if "au" not in request.GET:
            try:
                return vue(request, plan, **dits)
            except Http404:
                designe = self._porteur(plan, dits)
                if not self._ailleurs(plan, designe, dits):
                    raise
        else:
            designe = self._porteur(plan, dits)
            if not self._ailleurs(plan, designe, dits):
                return vue(request, plan, designe=designe, **dits)
        return self._vers(request, plan, designe, dits)

    def alors(
        self, request: HttpRequest, plan: Plan, designe: Porteur, vue: Vue, dits: dict[str, Any]
    ) -> HttpResponseBase:
        """The page of a past day, under the name that it had; the view reads that day already."""
        nom = self._nom(plan, designe)
        if nom is not None and dits[self.champ] != designe.nom:
            return self._vers(request, plan, designe, dits)
        return vue(request, plan, **(dits if nom is None else dits | {self.champ: nom}))

    def _porteur(self, plan: Plan, dits: dict[str, Any]) -> Porteur | None:
        return porteur(self.modele, dits[self.champ], plan.pk if NOMMES[self.modele].dans else 0)

    def _ailleurs(self, plan: Plan, designe: Porteur | None, dits: dict[str, Any]) -> bool:
        """Whether it has a page on the day being read, and is called otherwise now."""
        return bool(designe and designe.nom != dits[self.champ] and self._nom(plan, designe) is not None)

    def _nom(self, plan: Plan, designe: Porteur) -> str | None:
        """Its name on the day being read; None where it had no page."""
        nom: str | None = (
            self.nommables(plan).filter(pk=designe.objet).values_list(self.champ, flat=True).first()
        )
        return nom

    def _vers(
        self, request: HttpRequest, plan: Plan, designe: Porteur | None, dits: dict[str, Any]
    ) -> HttpResponsePermanentRedirect:
        ici = adresse_durable(request, plan, dits | ({self.champ: designe.nom} if designe else {}))
        reponse = HttpResponsePermanentRedirect(avec_sa_requete(request, ici))
        # A name may be taken back by what bore it: a browser that kept both redirections would turn round.
        reponse["Cache-Control"] = "no-cache"
        return reponse


def tel_quel(request: HttpRequest, plan: Plan, vue: Vue, dits: dict[str, Any]) -> HttpResponseBase:
    """As `Renommes.servir`, of what bears one name for ever."""
    return vue(request, plan, **dits)
