"""Programs that run in short-lived processes: the memory that large libraries take goes with them.

Each is bounded, and run a few at a time; it is given nothing of our environment, where the secrets are, and
imports nothing of ours (docs/decisions/0019). A program says by its status that what it was given cannot be
done; whatever else befalls it is the machine's doing, and one line of the journal.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore

from django.conf import settings

A_LA_FOIS = 2
"""A process holds a hundred megabytes and a core; a worker has pages to make besides."""
PATIENCE = 10
"""Seconds that one waits for a place."""
DELAI = 30
"""Seconds that one piece of work may take; a packet of 200 actions takes two."""
# Neither the address of the database nor any secret: what it needs to run, and no more.
_ENVIRONNEMENT = ("PATH", "LD_LIBRARY_PATH", "TMPDIR")

journal = logging.getLogger(__name__)


class Indisponible(RuntimeError):
    """Nothing was done, and not for what was asked: it may be asked again in a moment."""


@dataclass
class Programme:
    """A file of Python that takes bytes on its standard input, and gives some on its standard output."""

    nom: str
    """In the journal."""
    fichier: Path
    refus: Mapping[int, type[Exception]]
    """What its statuses say of what it was given: raised with the text of its output."""
    cite: bool = True
    """Whether the journal may quote its last words; they may be those of a file that someone handed in."""
    a_la_fois: int = A_LA_FOIS
    patience: float = PATIENCE
    delai: float = DELAI
    places: BoundedSemaphore = field(init=False)

    def __post_init__(self) -> None:
        self.places = BoundedSemaphore(self.a_la_fois)

    def faire(self, outil: str, entree: bytes) -> bytes:
        """What the program makes of `entree` by one of its tools, which is its first argument.

        Raises:
            Exception: one of `refus`.
            Indisponible: no place became free, or the process did not start, was stopped, or died.
        """
        with self._une_place(outil):
            try:
                fini = subprocess.run(  # noqa: S603  # ours, without a word of what it is given
                    # Isolated: nothing of ours is imported, nothing of the environment changes what is made.
                    [sys.executable, "-I", self.fichier, outil],
                    input=entree,
                    capture_output=True,
                    timeout=self.delai,
                    # Days of a chart are placed where the site is.
                    env={n: os.environ[n] for n in _ENVIRONNEMENT if n in os.environ}
                    | {"TZ": settings.TIME_ZONE},
                    check=False,
                )
            except subprocess.TimeoutExpired:
                raise self._indisponible(outil, f"arrêté après {self.delai} s") from None
            except OSError as erreur:
                raise self._indisponible(outil, f"n'a pas démarré ({erreur.strerror})") from erreur
        if refus := self.refus.get(fini.returncode):
            raise refus(fini.stdout.decode(errors="replace"))
        if fini.returncode:
            mot = _derniers_mots(fini.stderr) if self.cite else ""
            raise self._indisponible(outil, f"terminé par {fini.returncode} {mot}".strip())
        return fini.stdout

    @contextmanager
    def _une_place(self, outil: str) -> Iterator[None]:
        if not self.places.acquire(timeout=self.patience):
            raise self._indisponible(outil, f"aucune place en {self.patience} s")
        try:
            yield
        finally:
            self.places.release()

    def _indisponible(self, outil: str, raison: str) -> Indisponible:
        journal.error("%s, %s : %s", self.nom, outil, raison)
        return Indisponible(raison)


def _derniers_mots(dits: bytes) -> str:
    lignes = dits.decode(errors="replace").split("\n")
    return next((ligne for ligne in reversed(lignes) if ligne.strip()), "")[:200]
