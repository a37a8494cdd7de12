"""Where files that people hand in are kept: whole or not at all, gone with a transaction that is undone."""

import errno
import logging
import time
import weakref
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db import transaction

from partenariat.donnees.absence import chaine
from partenariat.donnees.ecriture import PARTIEL, PRIVE, entier

VIEUX = 3600.0
"""Seconds after which nobody is writing it any more."""
ESPACE_INSUFFISANT = 507
"""The status of a page that could not keep what it was given."""
BASE_PLEINE = "53100"
"""What PostgreSQL says where it cannot write: what was begun is undone."""
ESPACE_MANQUE = {errno.ENOSPC, errno.EDQUOT}

journal = logging.getLogger(__name__)


class StockageEntier(FileSystemStorage):
    """Django's own, but for the way in: whole or not at all.

    Within a transaction the file goes if that transaction is undone. Killed in between, what is left is
    either a partial file (`balayer`) or a whole one that no row names, which `verifier_integrite` tells.
    """

    def _save(self, name: str, content: "File[bytes]") -> str:
        chemin = Path(self.path(name))
        try:
            self._dossier(chemin.parent)
            with entier(chemin, self.file_permissions_mode or PRIVE, neuf=True) as sortie:
                for morceau in content.chunks():
                    sortie.write(morceau)
        except OSError as panne:
            journal.error("Fichier non gardé : %s", panne.strerror or type(panne).__name__)
            raise
        _oter_si_defait(chemin)
        return name.replace("\\", "/")

    def _dossier(self, dossier: Path) -> None:
        dossier.mkdir(mode=self.directory_permissions_mode or 0o700, parents=True, exist_ok=True)


def espace_manque(panne: BaseException | None) -> bool:
    """Whether a disk is full, or this account's part of it: ours, or that of the database."""
    return any(
        getattr(une, "pgcode", None) == BASE_PLEINE
        or (isinstance(une, OSError) and une.errno in ESPACE_MANQUE)
        for une in chaine(panne)
    )


def balayer(dossier: Path) -> int:
    """Takes away what a killed process was writing there; returns how many."""
    limite, otes = time.time() - VIEUX, 0
    for partiel in dossier.rglob(f"*{PARTIEL}"):
        with suppress(OSError):
            if partiel.stat().st_mtime < limite:
                partiel.unlink()
                otes += 1
    if otes:
        journal.warning("Fichiers partiels ôtés : %s", otes)
    return otes


class _Temoin:
    """Held by the transaction alone: forgotten by it, it goes."""

    def __call__(self) -> None:
        """Committed: the file stays."""
        self.fin.detach()

    def __init__(self, chemin: Path):
        self.fin = weakref.finalize(self, chemin.unlink, missing_ok=True)
        # A process that ends may have committed just before: a file too many rather than one too few.
        self.fin.atexit = False


def _oter_si_defait(chemin: Path) -> None:
    """Django says when a transaction is committed; undone, it only forgets what it was to do then."""
    if transaction.get_connection().in_atomic_block:
        transaction.on_commit(_Temoin(chemin))
