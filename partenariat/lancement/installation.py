"""Installs a lock into `.venv`, naming each package on its way; nothing but the standard library here."""

import re
import subprocess
import sys

from partenariat.lancement.console import dire

PAQUET = re.compile(r"^(?:Collecting|Processing) (?:\S*/)?([\w.-]+?)(?:==|-)(\d[\w.]*)")


def main(verrou: str) -> int:
    dire(f"Installation de {verrou} (une minute environ la première fois)…")
    options = ("--disable-pip-version-check", "--progress-bar=off", "--require-hashes", "-r", verrou)
    pip = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "pip", "install", *options],
        stdout=subprocess.PIPE,
        text=True,
    )
    for ligne in pip.stdout or ():
        if paquet := PAQUET.match(ligne):
            dire(f"  · {paquet[1].replace('_', '-')} {paquet[2]}")
        elif ligne.startswith("Installing collected"):
            dire("  · mise en place")
    return pip.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
