"""How many requests are computed at once, and how many may wait for their turn; others are sent away."""

import threading
from time import monotonic

PATIENCE = 10.0
"""Seconds; whoever would wait longer has left."""


class Complet(Exception):
    """Too many wait already, or one's turn did not come."""


class Guichet:
    """Places, and a bounded queue before them."""

    def __init__(self, places: int, file: int):
        self._libres, self._file = places, file
        self._attente = 0
        self._tour = threading.Condition()

    def prendre(self) -> None:
        """Takes a place, at once or in one's turn.

        Raises:
            Complet: the queue is full, at once; or the turn did not come in time.
        """
        with self._tour:
            if self._libres == 0 or self._attente:
                self._attendre()
            self._libres -= 1

    def _attendre(self) -> None:
        if self._attente >= self._file:
            raise Complet
        self._attente += 1
        limite = monotonic() + PATIENCE
        try:
            while self._libres == 0:
                reste = limite - monotonic()
                if reste <= 0 or not self._tour.wait(reste):
                    raise Complet
        finally:
            self._attente -= 1

    def rendre(self) -> None:
        with self._tour:
            self._libres += 1
            self._tour.notify()
