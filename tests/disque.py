"""A disk that is full: a real one, very small, where the system lets us make it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def petit_disque(dossier: Path, kio: int) -> Iterator[Path]:
    """A file system of that size in `dossier`, for the time of the block; skips the test where none may be
    mounted."""
    dossier.mkdir(exist_ok=True)
    options = f"size={kio}k,mode=0700"
    monte = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", dossier], capture_output=True, check=False
    )
    if monte.returncode:
        pytest.skip("Ce compte ne peut pas monter de disque.")
    try:
        yield dossier
    finally:
        subprocess.run(["umount", "--lazy", dossier], check=True)


def fichiers(dossier: Path) -> list[str]:
    return sorted(str(chemin.relative_to(dossier)) for chemin in dossier.rglob("*") if chemin.is_file())
