"""PostgreSQL, whose connections go back to the process once the request is over.

Many threads wait, few ask the database: a connection of its own for each would exceed what PostgreSQL grants.
Django closes a connection at the end of the request (`CONN_MAX_AGE=0`); here, closing gives it back, and
opening takes the last one given back, which PostgreSQL has warm.
"""

import select
import threading
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from partenariat.donnees.absence import SansPlace

OUVERTES_MAX = 12
"""Connections of a process; four workers of 12 stay under the 60 that our own PostgreSQL grants."""
PATIENCE = 5.0
"""Seconds for which one waits to be given one."""


class Bassin:
    """The idle connections of a process, and how many it may have."""

    def __init__(self, places: int = OUVERTES_MAX):
        self.places = threading.BoundedSemaphore(places)
        self.libres: list[tuple[Any, Any]] = []
        self._verrou = threading.Lock()

    def prendre(self, reglages: Any) -> Any:
        """A connection to there that nobody uses and that is still open; None where there is none.

        Raises:
            SansPlace: all are in use, and none came back in time.
        """
        if not self.places.acquire(timeout=PATIENCE):
            raise SansPlace("toutes les connexions de ce processus sont prises")
        try:
            return self._libre(reglages)
        except BaseException:
            self.places.release()
            raise

    def _libre(self, reglages: Any) -> Any:
        while True:
            with self._verrou:
                if not self.libres:
                    return None
                pour, connexion = self.libres.pop()
            if pour == reglages and not _finie(connexion):
                return connexion
            connexion.close()

    def vider(self) -> None:
        """Closes those that nobody uses: each keeps room for the longest row that it ever carried."""
        with self._verrou:
            libres, self.libres = self.libres, []
        for _reglages, connexion in libres:
            connexion.close()

    def rendre(self, reglages: Any, connexion: Any) -> None:
        try:
            if connexion.closed or connexion.get_transaction_status() != TRANSACTION_STATUS_IDLE:
                connexion.close()
            else:
                with self._verrou:
                    self.libres.append((reglages, connexion))
        finally:
            self.places.release()


def _finie(connexion: Any) -> bool:
    """Whether its other end has gone: nothing was asked, so all that can be read there is its end."""
    if connexion.closed:
        return True
    # `select` refuses the descriptors above 1,023, which a process that many visitors hold has.
    guet = select.poll()
    guet.register(connexion, select.POLLIN)
    return bool(guet.poll(0))


BASSIN = Bassin()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: Any) -> Any:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        connexion = BASSIN.prendre(conn_params)
        if connexion is not None:
            return connexion
        try:
            return super().get_new_connection(conn_params)
        except BaseException:
            BASSIN.places.release()
            raise

    def _close(self) -> None:
        if self.connection is not None:
            with self.wrap_database_errors:
                if self.in_atomic_block:
                    # Nobody takes over a transaction.
                    self.connection.close()
                BASSIN.rendre(self.get_connection_params(), self.connection)
