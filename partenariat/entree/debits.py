"""Middleware: how often one address may ask for what costs, searches and files.

A bucket an address, in the memory of each process: with several, one address may ask as many times more. It
keeps the site from one who asks too much, without a write a request. Kept pages never come here.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partenariat.entree.visiteur import a_compter, adresse_du_visiteur, reseau
from partenariat.erreurs import renoncer, trop_de_demandes
from partenariat.presentation.attendu import FICHIER

ADRESSES_MAX = 10_000
"""Addresses remembered; the one that asked longest ago is forgotten first."""


class Seaux:
    """`par_minute` at once, then as many a minute."""

    def __init__(self) -> None:
        self._pleins: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._verrou = threading.Lock()

    def prendre(self, quoi: str, qui: str, par_minute: int) -> int:
        """0, or the seconds until there is one to take."""
        maintenant, par_seconde = time.monotonic(), par_minute / 60
        with self._verrou:
            reste, quand = self._pleins.pop((quoi, qui), (float(par_minute), maintenant))
            reste = min(reste + (maintenant - quand) * par_seconde, par_minute)
            pris = reste >= 1
            self._pleins[quoi, qui] = (reste - pris, maintenant)
            if len(self._pleins) > ADRESSES_MAX:
                self._pleins.popitem(last=False)
        return 0 if pris else math.ceil((1 - reste) / par_seconde)


class Debits:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response
        self.seaux = Seaux()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reponse = self.get_response(request)
        # The address of a file is refused before it is made; another, once it is seen to give one.
        if not _donne_un_fichier(reponse) or FICHIER.search(request.path_info):
            return reponse
        if not (attente := self.prendre("fichiers", request)):
            return reponse
        renoncer(reponse)
        return trop_de_demandes(request, attente)

    def process_view(
        self, request: HttpRequest, vue: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Once the address is known to lead somewhere: what leads nowhere costs nothing."""
        for quoi in _demande(request, vue):
            if attente := self.prendre(quoi, request):
                return trop_de_demandes(request, attente)
        return None

    def prendre(self, quoi: str, request: HttpRequest) -> int:
        """0, or the seconds for which this address has to wait."""
        adresse, par_minute = adresse_du_visiteur(request), settings.DEBITS[quoi]
        if not par_minute or not a_compter(adresse):
            return 0
        return self.seaux.prendre(quoi, reseau(adresse), par_minute)


def _donne_un_fichier(reponse: HttpResponseBase) -> bool:
    return reponse.status_code == 200 and (reponse.streaming or "Content-Disposition" in reponse)


def _demande(request: HttpRequest, vue: Callable[..., HttpResponseBase]) -> list[str]:
    quoi = ["fichiers"] if FICHIER.search(request.path_info) else []
    # Of a public view, `presentation.parametres` has left what it reads: each value is a page to be made.
    cherche = any(request.GET.values()) if hasattr(vue, "parametres") else request.GET.get("q", "").strip()
    return [*quoi, "recherches"] if cherche else quoi
