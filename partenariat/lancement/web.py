"""Granian, with one listening socket that its workers share: a program that takes its options.

By itself, on Linux, each worker of granian listens on a socket of its own: what waits there when the worker
is replaced is cut off. What waits on a shared one is taken by the next worker.
"""

from granian.cli import entrypoint
from granian.server import common
from granian.server.common import AbstractServer, SocketSpec


def _ecouter(serveur: AbstractServer) -> None:
    # As granian does where sockets cannot be bound twice.
    porteur = SocketSpec(serveur.bind_addr, serveur.bind_port, serveur.backlog).build()
    serveur._shd = porteur  # type: ignore[assignment]  # None until then
    serveur._sfd = porteur.get_fd()
    serveur._ssp = None


def main() -> None:
    AbstractServer._init_shared_socket = _ecouter  # type: ignore[method-assign]
    # Its warning is about sockets that are not shared.
    common._tcp_migrate_req_enabled = lambda: True
    entrypoint()


if __name__ == "__main__":
    main()
