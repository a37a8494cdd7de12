"""What the person at the console reads."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def dire(texte: str) -> None:
    """Writes one line at once; a terminal that was closed must not stop us from stopping cleanly."""
    with suppress(OSError, ValueError):
        sys.stdout.write(f"{texte}\n")
        sys.stdout.flush()


@contextmanager
def etape(titre: str, seuil: float = 0.7) -> Iterator[None]:
    """Names a step that lasts, then says how long it took; a quick one stays silent."""
    depart = time.monotonic()
    annonce = threading.Timer(seuil, dire, [f"  · {titre}…"])
    annonce.daemon = True
    annonce.start()
    try:
        yield
    finally:
        annonce.cancel()
    if (duree := time.monotonic() - depart) > seuil:
        dire(f"    fait en {duree:.1f} s".replace(".", ","))
