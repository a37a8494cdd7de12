"""Two people at once: one writes, the other begins before the first has finished."""

import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import IntegrityError, connection, transaction


class Seconde(Thread):
    """Writes in a connection of its own."""

    def __init__(self, ecrire: Callable[[], object]):
        super().__init__(daemon=True)
        self.ecrire, self.prete, self.pid, self.erreur = ecrire, Event(), 0, None

    def run(self):
        try:
            with connection.cursor() as curseur:
                curseur.execute("SELECT pg_backend_pid()")
                (self.pid,) = curseur.fetchone()
                self.prete.set()
            with transaction.atomic():
                self.ecrire()
        except Exception as erreur:
            self.erreur = erreur
        finally:
            self.prete.set()
            connection.close()

    def attend(self, secondes: float = 20) -> bool:
        """Whether it comes to wait for another transaction."""
        self.prete.wait(secondes)
        fin = time.monotonic() + secondes
        with connection.cursor() as curseur:
            while self.is_alive() and time.monotonic() < fin:
                curseur.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [self.pid])
                if curseur.fetchone() == (True,):
                    return True
                time.sleep(0.02)
        return False


def a_la_fois(
    premiere: Callable[[], object], seconde: Callable[[], object], puis: Callable[[], object] = lambda: None
) -> str | None:
    """The constraint that refuses the second, which writes before the first commits; None where it passes.

    Args:
        puis: what the first goes on writing while the second waits.
    """
    autre = Seconde(seconde)
    with transaction.atomic():
        premiere()
        autre.start()
        assert autre.attend(), f"The second did not wait for the first ({autre.erreur!r})."
        puis()
    autre.join(20)
    assert not autre.is_alive()
    if autre.erreur is None:
        return None
    assert isinstance(autre.erreur, IntegrityError), autre.erreur
    return autre.erreur.__cause__.diag.constraint_name
