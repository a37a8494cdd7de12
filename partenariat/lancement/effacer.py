"""Forgets everything that the demonstration made: the next start begins anew (`make demo-reset`)."""

import os
import shutil
import signal
import sys
import time
from contextlib import suppress

from partenariat.lancement.console import dire
from partenariat.lancement.embarque import DONNEES
from partenariat.lancement.serveur import arreter_web
from partenariat.postgres import GrappeErreur
from partenariat.postgres.serveur import arreter
from partenariat.postgres.verrou import saisir


def main() -> int:
    if os.environ.get("CONFIRMER") != "oui":
        sys.stderr.write(
            f"Ceci efface la base embarquée et tout {DONNEES}, sans retour.\n"
            "Pour le confirmer : make demo-reset CONFIRMER=oui\n"
        )
        return 1
    if not DONNEES.exists():
        dire("Il n'y a rien à effacer.")
        return 0
    try:
        # A site that runs is asked to stop; a command that uses the database is let finish.
        for fichier in (DONNEES / "lancement", DONNEES / "postgres" / "verrou"):
            if fichier.exists():
                attendre(fichier, demander_arret=fichier.name == "lancement")
    except GrappeErreur as erreur:
        sys.stderr.write(f"Partenariat : {erreur}\n")
        return 1
    arreter_web()
    lien = DONNEES / "postgres"
    if (lien / "pgdata").exists():
        arreter(lien / "pgdata")
    if lien.is_symlink():
        shutil.rmtree(lien.resolve())
    shutil.rmtree(DONNEES)
    dire("Effacé ; « make run » recommence à neuf.")
    return 0


def attendre(fichier, *, demander_arret: bool, patience: float = 40) -> None:
    """Takes the lock of `fichier`, and keeps it until we end."""
    limite = time.monotonic() + patience
    averti = False
    while saisir(fichier) is None:
        numero = fichier.read_text().strip()
        if demander_arret and not averti and numero.isdecimal():
            averti = True
            with suppress(ProcessLookupError):
                os.kill(int(numero), signal.SIGTERM)
        if time.monotonic() > limite:
            raise GrappeErreur(f"le processus {numero} utilise encore la base; l'arrêter d'abord.")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
