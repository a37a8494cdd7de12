#!/usr/bin/env python
"""Django's commands; without `DATABASE_URL`, on the embedded database, served while the command runs."""

import os
import signal
import sys
from contextlib import nullcontext

# Those that never open a connection need no server.
SANS_BASE = {"help", "version", "makemessages", "compilemessages", "collectstatic", "findstatic"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
    # An ordinary end, so that a server that we started ends with us.
    for numero in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(numero, lambda numero, cadre: sys.exit(128 + numero))

    from partenariat.lancement.embarque import base_embarquee, base_inutile
    from partenariat.postgres import GrappeErreur

    sans_base = SANS_BASE.intersection(sys.argv[1:2]) or len(sys.argv) < 2 or {"-h", "--help"} & {*sys.argv}
    try:
        with base_embarquee() if not sans_base else nullcontext(base_inutile()):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except GrappeErreur as erreur:
        sys.exit(f"Partenariat : {erreur}")


if __name__ == "__main__":
    main()
