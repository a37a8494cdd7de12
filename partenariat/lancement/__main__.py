"""Runs the site and all that it needs, until it is told to stop (`python -m partenariat.lancement`)."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from partenariat.lancement.console import dire, etape
from partenariat.lancement.embarque import ADRESSE_WEB, DONNEES, base_embarquee
from partenariat.lancement.serveur import (
    ServeurErreur,
    annoncer_la_fin,
    arreter_web,
    attendre_reponse,
    processus_marque,
    serveur_web,
    verifier_port,
)
from partenariat.lancement.veilleur import Arret, Veilleur
from partenariat.postgres import WEB, Grappe, GrappeErreur
from partenariat.postgres.verrou import porteur, saisir

VIDANGE_MAX = 120


class LancementErreur(Exception):
    """We cannot start; the text is one line for the person at the console."""


class DejaDit(Exception):
    """We cannot start, and who found it said why."""


def main() -> int:
    veilleur = Veilleur()
    try:
        with seul_lanceur():
            lancer(port_demande(), veilleur, vidange_demandee())
    except Arret:
        dire("Partenariat est arrêté; les données sont conservées.")
        return 0
    except DejaDit:
        return 1
    except PermissionError as erreur:
        message = f"accès refusé à {erreur.filename}."
    except OSError as erreur:
        message = f"{erreur.strerror or erreur} ({erreur.filename or DONNEES})."
    except (LancementErreur, GrappeErreur, ServeurErreur) as erreur:
        message = str(erreur)
    sys.stderr.write(f"Partenariat : {message}\n")
    return 1


def port_demande() -> int:
    texte = os.environ.get("PORT") or "8000"
    if not texte.isdecimal() or not 0 < int(texte) < 65536:
        raise LancementErreur(f"PORT doit être un nombre de 1 à 65535, non « {texte} ».")
    return int(texte)


def vidange_demandee() -> int:
    """Seconds during which the site still answers once it was told to stop: what a proxy takes to see it."""
    texte = os.environ.get("VIDANGE") or "0"
    if not texte.isdecimal() or int(texte) > VIDANGE_MAX:
        raise LancementErreur(f"VIDANGE doit être un nombre de 0 à {VIDANGE_MAX} secondes, non « {texte} ».")
    return int(texte)


@contextmanager
def seul_lanceur() -> Iterator[None]:
    """Two launchers never serve the same clone."""
    DONNEES.mkdir(parents=True, exist_ok=True)
    verrou = saisir(DONNEES / "lancement")
    if verrou is None:
        raise LancementErreur(f"déjà lancé dans ce dossier par {porteur(DONNEES / 'lancement')}.")
    try:
        yield
    finally:
        os.close(verrou)


def lancer(port: int, veilleur: Veilleur, vidange: int) -> None:
    """Prepares, serves, watches. Ends by an exception: `Arret`, or what went wrong."""
    arreter_web()
    verifier_port(port)
    with ExitStack() as pile:
        with etape("Démarrage de la base de données"):
            grappe = pile.enter_context(base_embarquee(port, rejoindre=False))
        pile.enter_context(veilleur)
        adresse = grappe.adresse(WEB) if grappe else os.environ["DATABASE_URL"]
        comptes = preparer(veilleur, adresse, demonstration=grappe is not None)
        with etape("Démarrage du serveur web"):
            web = pile.enter_context(serveur_web(port, adresse))
            pile.enter_context(veilleur)
            attendre_reponse(web, port)
        dire(f"\nPartenariat répond à l'adresse http://127.0.0.1:{port}/\n{comptes}\nCtrl-C pour arrêter.\n")
        veilleur.relever = lambda: web.send_signal(signal.SIGHUP)
        try:
            surveiller(web, grappe, veilleur)
        except Arret:
            annoncer_la_fin(vidange)
            raise


def preparer(veilleur: Veilleur, adresse: str, *, demonstration: bool) -> str:
    """Makes everything ready, in a process of its own; returns what to say of the accounts and of the roles.

    Django, the plan files and what reads them take two hundred megabytes that watching does not need.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
    os.environ.setdefault("STATIC_ROOT", str(DONNEES / "statiques"))
    lu, ecrit = os.pipe()
    ligne = [sys.executable, "-m", "partenariat.lancement.preparation"]
    ligne += ["demonstration" if demonstration else "", str(ecrit)]
    # Not on the command line, which every account of the machine reads.
    env = os.environ | {ADRESSE_WEB: adresse}
    with os.fdopen(lu) as dit, processus_marque(ligne, env, pass_fds=[ecrit]) as processus:
        os.close(ecrit)
        while processus.poll() is None:
            veilleur.verifier()
            with suppress(subprocess.TimeoutExpired):
                processus.wait(timeout=1)
        if processus.returncode > 0:
            raise DejaDit
        if processus.returncode:
            raise LancementErreur(f"la préparation a été interrompue (signal {-processus.returncode}).")
        return dit.read()


def surveiller(web: subprocess.Popen, grappe: Grappe | None, veilleur: Veilleur) -> None:
    """Returns only by an exception: one of ours died, or we are told to stop."""
    while True:
        veilleur.verifier()
        try:
            web.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if grappe is None or grappe.vivante:
                continue
            raise LancementErreur("PostgreSQL s'est arrêté de façon imprévue.") from None
        raise LancementErreur(f"le serveur web s'est arrêté de façon imprévue (code {web.returncode}).")


if __name__ == "__main__":
    sys.exit(main())
