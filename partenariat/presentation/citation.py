"""How a page is cited: its address for ever, on the day that it shows."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone


@dataclass(frozen=True)
class Citation:
    adresse: str
    """From the end of that day on, it shows the same whenever it is followed (what is withdrawn excepted)."""
    etat: date
    """The day of what is shown."""
    lue: date


def citation(canonique: str, au: date | None) -> Citation:
    """Args:
    canonique: the page's own address, with its host and its query.
    au: the past day that it reads; None for today.
    """
    aujourd_hui = timezone.localdate()
    chemin, _signe, dite = canonique.partition("?")
    requete = QueryDict(dite, mutable=True)
    requete["au"] = (au or aujourd_hui).isoformat()
    return Citation(f"{chemin}?{requete.urlencode()}", au or aujourd_hui, aujourd_hui)
