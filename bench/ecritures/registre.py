"""What each edit typed, and what it was answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Touche:
    """One value, typed in one control."""

    modele: type[Model]
    cle: int | None
    """The row; None for one that the edit adds, which its value alone then names."""
    champ: str
    saisi: str
    """As the form sends it."""
    vu: str | None
    """What the form said that one saw; None where it says nothing of it."""

    @property
    def lieu(self) -> tuple[type[Model], int | None]:
        return self.modele, self.cle


@dataclass
class Edition:
    """One form, opened, filled and sent. Times are those of the machine, which is the database's."""

    par: int
    ecran: str
    touches: list[Touche]
    ouverte: datetime
    envoyee: datetime
    repondue: datetime
    statut: int
    refusees: list[Touche] = field(default_factory=list)
    phrase: str = ""
    """Why, as its page says it."""
    ouverture: float = 0.0
    """Seconds until the form was there."""
    reprend: "Edition | None" = None
    """The one that was refused, of which the form that was given back is sent again."""
    fautes: list[str] = field(default_factory=list)
    """What its answer alone proves: a fault of the server, a text that is not given back."""

    @property
    def gardees(self) -> list[Touche]:
        return [touche for touche in self.touches if touche not in self.refusees]

    @property
    def duree(self) -> float:
        return (self.repondue - self.envoyee).total_seconds()

    def tient(self, instant: datetime) -> bool:
        """Whether what was written at that time may be of this edit."""
        return self.envoyee <= instant <= self.repondue

    def croise(self, autre: "Edition") -> bool:
        """Whether this one was being written while the other's form was open, or being sent."""
        return self.envoyee <= autre.repondue and self.repondue >= autre.ouverte

    def __str__(self) -> str:
        dits = "; ".join(f"{t.modele.__name__} {t.cle} {t.champ} = {t.saisi}" for t in self.touches)
        return f"{self.ecran}, compte {self.par}, {self.envoyee:%H:%M:%S.%f} : {dits} [{self.statut}]"


def ecrit(valeur: Any) -> str:
    """A value of the database as a form sends it."""
    return (
        "" if valeur is None else f"{valeur.normalize():f}" if hasattr(valeur, "normalize") else str(valeur)
    )
