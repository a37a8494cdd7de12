"""Files that are written whole or not at all. Nothing here imports Django: the launcher writes so too."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PARTIEL = ".partiel"
"""How a file ends that is being written; a process that was killed leaves it, and nothing reads it."""
PRIVE = 0o600


@contextmanager
def entier(chemin: Path, mode: int = PRIVE, *, neuf: bool = False) -> Iterator[BinaryIO]:
    """A file to write in: written beside, flushed to the disk, then named. One that fails leaves nothing.

    Args:
        mode: its rights, from its first byte.
        neuf: a name that is taken is refused, which is otherwise written over.

    Raises:
        FileExistsError: the name is taken.
    """
    partiel = chemin.with_name(f".{chemin.name}.{secrets.token_hex(4)}{PARTIEL}")
    try:
        with open(partiel, "xb", opener=lambda ou, comment: os.open(ou, comment, mode)) as sortie:
            yield sortie
            sortie.flush()
            os.fsync(sortie.fileno())
        if neuf:
            os.link(partiel, chemin)
            partiel.unlink()
        else:
            partiel.replace(chemin)
    except BaseException:
        with suppress(OSError):
            partiel.unlink(missing_ok=True)
        raise
    try:
        inscrire(chemin.parent)
    except BaseException:
        if neuf:
            chemin.unlink(missing_ok=True)
        raise


def ecrire(chemin: Path, texte: str) -> None:
    """Likewise, of a text for our eyes only."""
    with entier(chemin) as sortie:
        sortie.write(texte.encode())


def inscrire(dossier: Path) -> None:
    """The names that a folder holds reach the disk: a power failure takes none of them away."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)
