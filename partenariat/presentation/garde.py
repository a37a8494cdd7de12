"""Where pages and cards are kept: in the memory of the process, bounded in bytes; the least recently read
leave first.

A Django cache, so that settings say where they are kept, or that they are not. What it holds is given back as
it is, and not a copy: nobody changes it. It has no last day: what is made again has another key, or is taken
out.
"""

import threading
from collections import OrderedDict
from collections.abc import Sized
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache


class Memoire:
    """Pages by key, and how many bytes they take together."""

    def __init__(self) -> None:
        self.verrou = threading.Lock()
        self.pages: OrderedDict[str, Sized] = OrderedDict()
        self.octets = 0

    def oter(self, cle: str) -> bool:
        page = self.pages.pop(cle, None)
        self.octets -= len(page) if page is not None else 0
        return page is not None


_MEMOIRES: dict[str, Memoire] = {}


class Garde(BaseCache):
    """`OPTIONS["OCTETS"]`: how many are kept at most. What is kept has a length, in bytes."""

    def __init__(self, nom: str, parametres: dict[str, Any]):
        super().__init__(parametres)
        self.octets_max = int(parametres.get("OPTIONS", {}).get("OCTETS", 64_000_000))
        self._memoire = _MEMOIRES.setdefault(nom, Memoire())

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        with self._memoire.verrou:
            if (page := self._memoire.pages.get(key)) is None:
                return default
            self._memoire.pages.move_to_end(key)
            return page

    def set(self, key: str, value: Sized, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with self._memoire.verrou:
            self._memoire.oter(key)
            self._memoire.pages[key] = value
            self._memoire.octets += len(value)
            while self._memoire.octets > self.octets_max:
                self._memoire.oter(next(iter(self._memoire.pages)))

    def delete(self, key: str, version: int | None = None) -> bool:
        with self._memoire.verrou:
            return self._memoire.oter(key)

    def clear(self) -> None:
        with self._memoire.verrou:
            self._memoire.pages.clear()
            self._memoire.octets = 0
