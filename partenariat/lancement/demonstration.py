"""What the demonstration puts into a site that has none of it: each app registers its own part."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    nom: str
    """What is said at the console while it loads."""
    absente: Callable[[], bool]
    charger: Callable[[], None]


_parts: list[Part] = []


def inscrire(nom: str, absente: Callable[[], bool], charger: Callable[[], None]) -> None:
    """Adds a part; called when the application is ready."""
    _parts.append(Part(nom, absente, charger))


def manquantes() -> list[Part]:
    """Those that this site does not have, in the order of their registration."""
    return [part for part in _parts if part.absente()]
