"""Connections that hold a thread and do not advance are cut: the server has no time limit of its own.

A thread that waits for the next byte of a form, or for room to send that of a file, cannot be called back;
but the system knows what each connection has carried, and closing it ends the waiting.
"""

import fcntl
import os
import socket
import stat
import struct
import termios
import threading
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, sleep

PAS = 5.0
"""Seconds between two looks, while a thread is lent."""
DELAI, AVANCE = 60.0, 60_000
"""Seconds in which so many bytes must pass, either way: 1 kB/s, which any line gives. Longer than any answer
takes to be made, of which nothing passes."""
ETABLIE = 1
AGES, COMPTES = struct.Struct("=44xI4xI"), struct.Struct("=120x2Q")
"""In Linux's `tcp_info`: milliseconds since data was sent, and received; bytes acknowledged, and received."""

Qui = tuple[object, ...]


@dataclass(frozen=True)
class Marque:
    """What a connection had carried, and when; whether one was waiting for it."""

    attendue: bool
    porte: int
    quand: float


class Veille:
    """A thread that looks at the connections of this process for as long as one is waited for, or a thread is
    lent: between two bytes, nobody waits for a slow reader, who holds one."""

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._veille = False
        self._prets: list[float] = []
        """The threads lent, by when they were."""
        self.marques: dict[Qui, Marque] = {}

    def preter(self, port: int) -> float:
        """Gives what `reprendre` is told."""
        depuis = monotonic()
        with self._verrou:
            self._prets.append(depuis)
            if not self._veille:
                self._veille = True
                threading.Thread(target=self._veiller, args=(port,), name="veille", daemon=True).start()
        return depuis

    def reprendre(self, depuis: float) -> None:
        with self._verrou:
            self._prets.remove(depuis)

    def _veiller(self, port: int) -> None:
        while True:
            sleep(PAS)
            # No descriptor may be left to look with: more so as there are many to cut. The next look will.
            with suppress(OSError):
                self.regarder(port)
            with self._verrou:
                if not self._prets and not self._attendues():
                    self._veille, self.marques = False, {}
                    return

    def _attendues(self) -> int:
        return sum(marque.attendue for marque in self.marques.values())

    def regarder(self, port: int) -> None:
        """Cuts those of that port which are waited for, and have not advanced since they were marked.

        Who sends two requests at once is answered the first, and nothing says that one waits for the end of
        the second but the thread that is lent: where more are, for so long, than one waits for connections,
        those that say nothing are cut too.
        """
        maintenant, vues = monotonic(), dict[Qui, Marque]()
        with self._verrou:
            en_retard = sum(maintenant - depuis >= DELAI for depuis in self._prets)
        muettes_aussi = en_retard > self._attendues()
        for prise in _prises(port):
            with prise, suppress(OSError):
                if (lue := _porte(prise)) is None:
                    continue
                attendue, porte = lue
                qui = prise.getpeername()
                marque = self.marques.get(qui)
                assez = AVANCE if attendue else 1
                if not marque or marque.attendue != attendue or not 0 <= porte - marque.porte < assez:
                    marque = Marque(attendue, porte, maintenant)
                elif maintenant - marque.quand >= DELAI and (attendue or muettes_aussi):
                    prise.shutdown(socket.SHUT_RDWR)
                vues[qui] = marque
        self.marques = vues


def _prises(port: int) -> list[socket.socket]:
    """The connections of this process that came to that port; each by a number of its own, to be closed."""
    prises = []
    for numero in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208  # numbers, not files
        with suppress(OSError):
            if not stat.S_ISSOCK(os.fstat(numero).st_mode):
                continue
            prise = socket.socket(fileno=os.dup(numero))
            if prise.family in (socket.AF_INET, socket.AF_INET6) and prise.getsockname()[1] == port:
                prises.append(prise)
            else:
                prise.close()
    return prises


def _porte(prise: socket.socket) -> tuple[bool, int] | None:
    """Whether someone is waited for on a connection, as far as can be told, and what it has carried; None
    once it ends."""
    info = prise.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, COMPTES.size)
    depuis_envoi, depuis_reception = AGES.unpack_from(info)
    acquittes, recus = COMPTES.unpack_from(info)
    (a_lire,) = struct.unpack("i", fcntl.ioctl(prise, termios.TIOCOUTQ, b"\0" * 4))
    if info[0] != ETABLIE:
        return None
    # Before anything is sent, its age is that of the connection: that of what came with it.
    jamais_repondu = recus > 0 and not acquittes
    return a_lire > 0 or jamais_repondu or depuis_reception < depuis_envoi, acquittes + recus
