"""Signals, turned into one orderly end."""

import signal
from typing import Self

from partenariat.lancement.console import dire

SIGNAUX = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Arret(BaseException):
    """Someone asked us to stop. Not an `Exception`: nothing on the way may take it for an error."""


class Veilleur:
    """Raises `Arret` at the first signal.

    Leaving `with veilleur:`, for whatever reason, closes its ears: what is being stopped is stopped.
    """

    def __init__(self) -> None:
        self.demande = False
        self.sourd = False
        for numero in SIGNAUX:
            signal.signal(numero, self._recevoir)

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

    def verifier(self) -> None:
        """Raises again what may have been lost: Python drops what is raised while it collects garbage."""
        if self.demande:
            raise Arret
