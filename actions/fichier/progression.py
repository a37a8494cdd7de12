"""Says how far a command is, on standard error, once it has lasted more than a second."""

from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from django.core.management.base import OutputWrapper

DELAI = 1.0


class Progression:
    """Called with the stage, what is done and the total; silent unless `active`."""

    def __init__(self, sortie: "TextIO | OutputWrapper", *, active: bool) -> None:
        self.sortie = sortie
        self.active = active
        self.debut = self.dit = monotonic()
        self.ecrit = False

    @property
    def duree(self) -> float:
        return monotonic() - self.debut

    def __call__(self, etape: str, fait: int, total: int) -> None:
        if not self.active or self.duree < DELAI or monotonic() - self.dit < 0.2:
            return
        self.dit, self.ecrit = monotonic(), True
        self.sortie.write(f"\r\x1b[K{etape} : {fait}/{total}")
        self.sortie.flush()

    def finir(self) -> None:
        if self.ecrit:
            self.sortie.write("\r\x1b[K")
