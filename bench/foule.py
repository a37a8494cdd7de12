"""Does a crowd silence the site? `python -m bench.foule PORT [PORT…]`, of sites that run already.

With several ports (yesterday's code and today's), each is asked in turn, round after round: on a machine that
others use, only figures taken side by side compare. Needs `wrk`.
"""

import argparse
import re
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from bench.visiteur import Visiteur

COURTE = "/actions/"
FILS, CONNEXIONS, DUREE = 2, 16, 4
FOULE, DUREE_DE_LA_FOULE = 512, 6
CALME = 2.0
"""Seconds: an answer within that is one to whom waits."""
# Each request has an address that no other had.
INCONNUS = """
local n = {depart}
request = function()
  n = n + 1
  return wrk.format("GET", "{page}?zz=" .. n)
end
"""


@cache
def page(port: int) -> str:
    """The list of actions, at the address that the site gives it."""
    reponse = Visiteur(port).demander(COURTE)
    return reponse.entetes.get("Location", COURTE)


def debit(port: int, *, inconnus: bool = False) -> float:
    """Answers a second, of a page that is kept; with `inconnus`, each asked with a parameter of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(INCONNUS.format(page=page(port), depart=time.time_ns() // 1000))
        script.flush()
        dit = _wrk(port, CONNEXIONS, DUREE, *(["-s", script.name] if inconnus else []))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", dit)[1])  # type: ignore[index]


def _wrk(port: int, connexions: int, duree: int, *options: str) -> str:
    ligne = ["wrk", f"-t{FILS}", f"-c{connexions}", f"-d{duree}s", "--timeout", "30s", *options]
    return subprocess.run(  # noqa: S603
        [*ligne, f"http://127.0.0.1:{port}{page(port)}"], capture_output=True, text=True, check=True
    ).stdout


@contextmanager
def foule(port: int) -> Iterator[threading.Thread]:
    """As many connections as an angry crowd, that ask for pages that nobody kept."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(INCONNUS.format(page=page(port), depart=time.time_ns() // 1000).replace("zz=", "q=mot"))
        script.flush()
        fil = threading.Thread(target=_wrk, args=(port, FOULE, DUREE_DE_LA_FOULE, "-s", script.name))
        fil.start()
        yield fil
        fil.join()


def silence(port: int) -> tuple[float, float]:
    """The slowest answer of a kept page to one who asks while the crowd is there, and the seconds after its
    end until one is answered within `CALME` again."""
    lents: list[float] = []
    with foule(port) as fil:
        while fil.is_alive():
            lents.append(_attente(port))
            time.sleep(0.2)
    debut = time.monotonic()
    while _attente(port) > CALME and time.monotonic() - debut < 60:
        pass
    return max(lents), time.monotonic() - debut


def _attente(port: int) -> float:
    debut = time.monotonic()
    try:
        Visiteur(port).demander(page(port))
    except OSError:
        return 60.0
    return time.monotonic() - debut


def main() -> None:
    lecteur = argparse.ArgumentParser(prog="python -m bench.foule", description=__doc__.split("\n")[0])
    lecteur.add_argument("ports", nargs="+", type=int)
    lecteur.add_argument("--rondes", type=int, default=3)
    choix = lecteur.parse_args()
    vus: dict[int, list[tuple[float, ...]]] = {port: [] for port in choix.ports}
    print(f"{'':12}{'gardées/s':>12}{'sous ?zz=N':>12}{'pire attente':>14}{'silence':>10}")
    for _ in range(choix.rondes):
        for port in choix.ports:
            for _page in range(8):
                # Each worker keeps its own.
                Visiteur(port).demander(page(port))
            vus[port].append((debit(port), debit(port, inconnus=True), *silence(port)))
            _dire(str(port), vus[port][-1])
    for port, lus in vus.items():
        _dire(f"{port} médiane", tuple(statistics.median(colonne) for colonne in zip(*lus, strict=True)))


def _dire(nom: str, lus: tuple[float, ...]) -> None:
    gardees, inconnus, pire, silence_ = lus
    print(f"{nom:12}{gardees:>12.0f}{inconnus:>12.0f}{pire:>12.1f} s{silence_:>8.1f} s", flush=True)


if __name__ == "__main__":
    main()
