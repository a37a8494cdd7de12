"""What a slow person holds: a thread, for as long as a form arrives or a file is read. It is bounded.

The server gives a request to a thread once its headers have come, and the thread stays until the form has
arrived, or the last byte of a file has left. Whoever sends or reads one byte every few seconds holds it, at
no cost: so few threads are lent for that, and fewer to one address. The others give pages.
"""

import threading
from collections import Counter

from django.conf import settings
from django.http import HttpRequest

from partenariat.entree.veille import Veille
from partenariat.entree.visiteur import a_compter, adresse_du_visiteur, reseau

veille = Veille()


class Prets:
    """The threads lent, `en_tout` and to one address."""

    def __init__(self, en_tout: int, par_adresse: int):
        self._en_tout, self._par_adresse = en_tout, par_adresse
        self._tenus: Counter[str] = Counter()
        self._verrou = threading.Lock()

    def prendre(self, request: HttpRequest) -> bool:
        """Whether one is lent; at once, since to wait would hold it."""
        qui, compte = _qui(request)
        with self._verrou:
            if self._tenus.total() >= self._en_tout or (compte and self._tenus[qui] >= self._par_adresse):
                return False
            self._tenus[qui] += 1
        if settings.WEB:
            request.pret_depuis = veille.preter(int(request.META["SERVER_PORT"]))  # type: ignore[attr-defined]
        return True

    def rendre(self, request: HttpRequest) -> None:
        qui, _compte = _qui(request)
        with self._verrou:
            self._tenus[qui] -= 1
            # Addresses that hold nothing are forgotten.
            self._tenus = +self._tenus
        if settings.WEB:
            veille.reprendre(request.pret_depuis)  # type: ignore[attr-defined]


def _qui(request: HttpRequest) -> tuple[str, bool]:
    adresse = adresse_du_visiteur(request)
    return reseau(adresse), a_compter(adresse)
