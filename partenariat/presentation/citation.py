"""How a page is cited: its address for ever, on the day that it shows."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils import timezone


@dataclass(frozen=True)
class Citation:
    adresse: str
    """From the end of that day on, it shows the same whenever it is followed (what is withdrawn excepted)."""
    etat: date | None
    """The day of what is shown; None where it says the same whatever the day."""
    lue: date


def citation(canonique: str, au: date | None, *, sans_date: bool = False) -> Citation:
    """Args:
    canonique: the page's own address, with its host and its query.
    au: the past day that it reads; None for today.
    sans_date: it says the same whatever the day that is asked for.
    """
    aujourd_hui = timezone.localdate()
    chemin, _signe, dite = canonique.partition("?")
    requete = QueryDict(dite, mutable=True)
    if sans_date:
        requete.pop("au", None)
        return Citation(f"{chemin}?{requete.urlencode()}".rstrip("?"), None, aujourd_hui)
    requete["au"] = (au or aujourd_hui).isoformat()
    return Citation(f"{chemin}?{requete.urlencode()}", au or aujourd_hui, aujourd_hui)
