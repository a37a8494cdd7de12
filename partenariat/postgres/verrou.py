"""One holder at a time, known to the kernel: a holder that is killed holds nothing."""

import fcntl
import os
from pathlib import Path


def saisir(fichier: Path) -> int | None:
    """Takes the lock of `fichier`, whose text becomes our process number; `None` where another has it.

    Close the descriptor to give it back; the kernel does so when we die, however we die.
    """
    if (descripteur := _prendre(fichier, fcntl.LOCK_EX)) is not None:
        os.truncate(descripteur, 0)
        os.write(descripteur, f"{os.getpid()}\n".encode())
    return descripteur


def porteur(fichier: Path) -> str:
    """Who holds the lock, for a message."""
    return f"le processus {fichier.read_text().strip() or 'inconnu'}"


def partager(fichier: Path) -> int | None:
    """Takes a part of that lock, which any number may hold; `None` where one has it whole.

    Who then asks for all of it (`saisir`) is refused. The file keeps the text of the last who had it whole.
    """
    return _prendre(fichier, fcntl.LOCK_SH)


def _prendre(fichier: Path, comment: int) -> int | None:
    descripteur = os.open(fichier, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descripteur, comment | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descripteur)
        return None
    return descripteur
