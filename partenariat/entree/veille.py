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


class Veille:
    """A thread that looks at the connections of this process for as long as one is waited for, or a thread is
    lent: between two bytes, nobody waits for a slow reader, who holds one."""

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._veille = False
        self._pretes = 0
        self.marques: dict[Qui, tuple[int, float]] = {}
        """By connection that is waited for: what it had carried, and when."""

    def preter(self, port: int) -> None:
        with self._verrou:
            self._pretes += 1
            if not self._veille:
                self._veille = True
                threading.Thread(target=self._veiller, args=(port,), name="veille", daemon=True).start()

    def reprendre(self) -> None:
        with self._verrou:
            self._pretes -= 1

    def _veiller(self, port: int) -> None:
        while True:
            sleep(PAS)
            # No descriptor may be left to look with: more so as there are many to cut. The next look will.
            with suppress(OSError):
                self.regarder(port)
            with self._verrou:
                if not self._pretes and not self.marques:
                    self._veille = False
                    return

    def regarder(self, port: int) -> None:
        """Cuts those of that port which are waited for, and have not advanced since they were marked."""
        maintenant, vues = monotonic(), dict[Qui, tuple[int, float]]()
        for prise in _prises(port):
            with prise, suppress(OSError):
                if (porte := _porte(prise)) is None:
                    continue
                qui = prise.getpeername()
                avant, quand = self.marques.get(qui, (porte, maintenant))
                if porte - avant >= AVANCE:
                    avant, quand = porte, maintenant
                elif maintenant - quand >= DELAI:
                    prise.shutdown(socket.SHUT_RDWR)
                vues[qui] = avant, quand
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


def _porte(prise: socket.socket) -> int | None:
    """What a connection has carried, where someone is waited for on it; None where nobody is."""
    info = prise.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, COMPTES.size)
    depuis_envoi, depuis_reception = AGES.unpack_from(info)
    acquittes, recus = COMPTES.unpack_from(info)
    (a_lire,) = struct.unpack("i", fcntl.ioctl(prise, termios.TIOCOUTQ, b"\0" * 4))
    # Before anything is sent, its age is that of the connection: that of what came with it.
    jamais_repondu = recus and not acquittes
    if info[0] != ETABLIE or not (a_lire or jamais_repondu or depuis_reception < depuis_envoi):
        return None
    return int(acquittes + recus)
