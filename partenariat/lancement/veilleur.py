"""Signals, turned into one orderly end; and one that asks for new workers."""

import signal
from collections.abc import Callable
from typing import Self

from partenariat.lancement.console import dire

SIGNAUX = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Arret(BaseException):
    """Someone asked us to stop. Not an `Exception`: nothing on the way may take it for an error."""


class Veilleur:
    """Raises `Arret` at the first signal; at `SIGUSR1`, calls `relever`.

    Leaving `with veilleur:`, for whatever reason, closes its ears: what is being stopped is stopped.
    """

    def __init__(self) -> None:
        self.demande = False
        self.sourd = False
        for numero in SIGNAUX:
            signal.signal(numero, self._recevoir)
        self.relever: Callable[[], None] | None = None
        """Has workers replace those that serve, one by one; None before there are any."""
        signal.signal(signal.SIGUSR1, self._relever)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raison: object) -> None:
        self.sourd = True

    def _recevoir(self, numero: int, cadre: object) -> None:
        self.demande = True
        if not self.sourd:
            self.sourd = True
            dire("\nArrêt en cours…")
            raise Arret

    def _relever(self, numero: int, cadre: object) -> None:
        if self.relever and not self.sourd:
            self.relever()

    def verifier(self) -> None:
        """Raises again what may have been lost: Python drops what is raised while it collects garbage."""
        if self.demande:
            raise Arret
