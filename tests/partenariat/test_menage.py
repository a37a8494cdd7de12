"""A worker that has done what takes much memory gives it back."""

import gc
import sys

import psutil
import pytest

from partenariat import menage
from partenariat.donnees.bassin.base import Bassin
from partenariat.menage import CRUE, Menage, economiser


class Mesure:
    """What the system says of the process, as the test has it."""

    def __init__(self, *tenues: int):
        self.tenues = list(tenues)

    def memory_info(self):
        return type("Memoire", (), {"rss": self.tenues.pop(0)})


@pytest.mark.parametrize(
    ("tenues", "attendu"),
    [
        ([100, 100 + CRUE - 1], False),
        ([100, 100 + CRUE, 100], True),
        # What was given back meanwhile is not forgotten.
        ([CRUE, 0, CRUE, 0], True),
    ],
    ids=["peu", "assez", "après une baisse"],
)
def test_it_tidies_once_the_process_has_grown(tenues, attendu, monkeypatch):
    fois = []
    monkeypatch.setattr(menage.psutil, "Process", lambda: Mesure(*tenues))
    celui = Menage(lambda: fois.append("rendue"))
    passages = [celui.passer() for _ in range(len(tenues) - 1 - attendu)]
    assert passages[-1] is attendu
    assert fois == ["rendue"] * attendu


class Connexion:
    closed = False

    def close(self):
        self.closed = True


def test_connections_that_nobody_uses_are_closed():
    bassin, libre = Bassin(), Connexion()
    bassin.libres = [("ici", libre)]
    bassin.vider()
    assert (libre.closed, bassin.libres) == (True, [])


class Boucle:
    """Refers to itself: only a collection finds it."""

    def __init__(self):
        self.moi, self.octets = self, bytearray(100_000)


@pytest.mark.skipif(sys.platform != "linux", reason="La bibliothèque C de Linux.")
def test_what_nothing_refers_to_is_given_back_to_the_system():
    rendre = economiser()
    if rendre is None:
        pytest.skip("Une autre bibliothèque C.")
    # What other tests left free would be taken first.
    gc.collect()
    rendre()
    celui, processus = Menage(rendre), psutil.Process()
    gc.disable()
    try:
        # In the heap: below the size of the blocks that are the system's.
        for _ in range(400):
            Boucle()
        haute = processus.memory_info().rss
        assert celui.passer()
    finally:
        gc.enable()
    assert haute - processus.memory_info().rss > 30_000_000


def test_what_was_in_use_is_looked_at_once_more(monkeypatch):
    """The connection that carried a packet is given back after the tidying that the packet caused."""
    fois = []
    monkeypatch.setattr(menage.psutil, "Process", lambda: Mesure(0, CRUE, CRUE, CRUE, 0, 0))
    celui = Menage(lambda: fois.append("rendue"))
    assert [celui.passer() for _ in range(3)] == [True, True, False]
    assert fois == ["rendue"] * 2
