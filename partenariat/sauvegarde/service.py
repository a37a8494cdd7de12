"""Who serves the deposits, and who puts others in their place: never both.

A site that runs holds a part of a lock beside the files, one for each of its processes; `restaurer` asks for
all of it. Whoever starts the site, on whichever machine: the lock goes with the files, not with a launcher.
"""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partenariat.erreurs import restauration_en_cours
from partenariat.postgres.verrou import partager, saisir
from partenariat.sauvegarde.depots import racine
from partenariat.sauvegarde.erreurs import SauvegardeErreur
from partenariat.sauvegarde.modele import Restauration

VERROU = ".en-service"
SANS_VERROU = -1
EN_COURS = (
    "une restauration remplace ses données, ou n'est pas achevée (« manage.py restaurer --reprendre ») : le "
    "site ne sert pas d'ici là"
)

journal = logging.getLogger(__name__)


class EnService:
    """Middleware: serves once no restoration is under way, and then holds back those to come."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        if not settings.WEB:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.part: int | None = None
        """Our part of the lock: once we have it, there is nothing left to ask."""
        self._verrou = threading.Lock()
        self._dit = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self.part is None and not self._entrer():
            return restauration_en_cours(request)
        return self.get_response(request)

    def _entrer(self) -> bool:
        with self._verrou:
            if self.part is None:
                try:
                    self.part = _prendre_part()
                except OSError as panne:
                    # A disk that is full, or not ours to write on: pages need none of it.
                    journal.error("le dossier des dépôts ne se réserve pas : %s", panne.strerror)
                    self.part = SANS_VERROU
            if self.part is None and not self._dit:
                journal.error(EN_COURS)
                self._dit = True
            return self.part is not None


def _prendre_part() -> int | None:
    """Raises:
    OSError: it cannot be reserved.
    django.db.Error: nobody can tell whether it may be served.
    """
    racine().mkdir(mode=0o700, parents=True, exist_ok=True)
    part = partager(racine() / VERROU)
    if part is None:
        return None
    try:
        achevee = not Restauration.objects.filter(achevee=False).exists()
    except BaseException:
        os.close(part)
        raise
    finally:
        if not connection.in_atomic_block:
            # Who waits for its turn holds no connection (presentation/cache.py).
            connection.close()
    if not achevee:
        os.close(part)
        return None
    return part


@contextmanager
def hors_service() -> Iterator[None]:
    """While it lasts, no site serves these files.

    Raises:
        SauvegardeErreur: one does.
    """
    racine().mkdir(mode=0o700, parents=True, exist_ok=True)
    verrou = saisir(racine() / VERROU)
    if verrou is None:
        raise SauvegardeErreur(
            f"un site sert les fichiers de {racine()}, ou une autre restauration les remplace : arrêtez-le "
            "d'abord, ou donnez un autre dossier par DEPOTS."
        )
    try:
        yield
    finally:
        os.close(verrou)
