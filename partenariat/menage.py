"""A worker gives back the memory that it no longer uses (docs/decisions/0019).

The C library gives each thread heaps of its own, sixteen on two cores, learns to put large blocks there, and
gives back their ends alone: what is small and stays keeps all that was free below it. Python, where much
lives, seldom looks for what refers to itself. A connection to PostgreSQL keeps room for the longest row
that it carried, and a packet is one. Measured: bench/memoire.py.
"""

import ctypes
import gc
import threading
from collections.abc import Callable

import psutil

from partenariat.donnees.bassin.base import BASSIN

# `mallopt(3)`: how many heaps; from which size a block is the system's; how much free end is given back.
ARENES, GROS, RENDRE = -8, -3, -1
REGLAGES = {ARENES: 2, GROS: 128 * 1024, RENDRE: 128 * 1024}
PERIODE = 5.0
"""Seconds between two looks."""
CRUE = 4_000_000
"""Bytes more than after the last tidying: worth a tenth of a second."""


def economiser() -> Callable[[], object] | None:
    """Few heaps, and large blocks outside them; gives what empties them, where this C library knows how."""
    try:
        bibliotheque = ctypes.CDLL(None)
        mallopt, malloc_trim = bibliotheque.mallopt, bibliotheque.malloc_trim
    except (OSError, AttributeError):
        return None
    for reglage, valeur in REGLAGES.items():
        mallopt(reglage, valeur)
    return lambda: malloc_trim(0)


class Menage(threading.Thread):
    """Tidies each time that the process has grown, after what took much and not after each page, and once
    more at the next look: what was in use the first time may no longer be.
    """

    def __init__(self, rendre: Callable[[], object]):
        super().__init__(name="menage", daemon=True)
        self._rendre = rendre
        self._processus = psutil.Process()
        self._basse = self._processus.memory_info().rss
        self._encore = False
        self.fini = threading.Event()

    def run(self) -> None:
        while not self.fini.wait(PERIODE):
            self.passer()

    def passer(self) -> bool:
        """Whether there was something to tidy."""
        tenue = self._processus.memory_info().rss
        crue = tenue >= self._basse + CRUE
        if not crue and not self._encore:
            self._basse = min(tenue, self._basse)
            return False
        self._encore = crue
        gc.collect()
        self._rendre()
        self._basse = self._processus.memory_info().rss
        return True


def menager() -> None:
    """For the life of this process."""
    if rendre := economiser():

        def tout_rendre() -> None:
            BASSIN.vider()
            rendre()

        Menage(tout_rendre).start()
