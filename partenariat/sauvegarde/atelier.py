"""Where a backup is made: a private folder, emptied whatever happens (by the next one after a kill)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from partenariat.postgres.verrou import saisir

PREFIXE = "partenariat-sauvegarde-"


@contextmanager
def atelier() -> Iterator[Path]:
    """A folder of the machine's temporary files (`TMPDIR`): what lies there is in clear, and goes."""
    _balayer(Path(tempfile.gettempdir()))
    dossier = Path(tempfile.mkdtemp(prefix=PREFIXE))
    verrou = saisir(dossier / "verrou")
    try:
        yield dossier
    finally:
        shutil.rmtree(dossier, ignore_errors=True)
        if verrou is not None:
            os.close(verrou)


def _balayer(parent: Path) -> None:
    for reste in parent.glob(f"{PREFIXE}*"):
        # Without its lock, it may be about to take it.
        with suppress(OSError):
            if (reste / "verrou").exists() and (verrou := saisir(reste / "verrou")) is not None:
                shutil.rmtree(reste, ignore_errors=True)
                os.close(verrou)
