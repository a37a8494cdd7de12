"""Runs the site and all that it needs, until it is told to stop (`python -m partenariat.lancement`)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from partenariat.lancement import preparatifs
from partenariat.lancement.console import dire, etape
from partenariat.lancement.embarque import DONNEES, MOT_DE_PASSE, base_embarquee, mot_de_passe
from partenariat.lancement.serveur import (
    ServeurErreur,
    arreter_web,
    attendre_reponse,
    serveur_web,
    verifier_port,
)
from partenariat.lancement.veilleur import Arret, Veilleur
from partenariat.postgres import WEB, Grappe, GrappeErreur
from partenariat.postgres.verrou import porteur, saisir


class LancementErreur(Exception):
    """We cannot start; the text is one line for the person at the console."""


def main() -> int:
    veilleur = Veilleur()
    try:
        with seul_lanceur():
            lancer(port_demande(), veilleur)
    except Arret:
        dire("Partenariat est arrêté; les données sont conservées.")
        return 0
    except PermissionError as erreur:
        message = f"accès refusé à {erreur.filename}."
    except (LancementErreur, GrappeErreur, ServeurErreur, preparatifs.BaseEtrangere) as erreur:
        message = str(erreur)
    sys.stderr.write(f"Partenariat : {message}\n")
    return 1


def port_demande() -> int:
    texte = os.environ.get("PORT") or "8000"
    if not texte.isdecimal() or not 0 < int(texte) < 65536:
        raise LancementErreur(f"PORT doit être un nombre de 1 à 65535, non « {texte} ».")
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


def lancer(port: int, veilleur: Veilleur) -> None:
    """Prepares, serves, watches. Ends by an exception: `Arret`, or what went wrong."""
    arreter_web()
    verifier_port(port)
    with ExitStack() as pile:
        with etape("Démarrage de la base de données"):
            grappe = pile.enter_context(base_embarquee(port, rejoindre=False))
        pile.enter_context(veilleur)
        comptes = preparer(demonstration=grappe is not None)
        adresse = grappe.adresse(WEB) if grappe else os.environ["DATABASE_URL"]
        roles = preparatifs.roles_du_web(adresse)
        with etape("Démarrage du serveur web"):
            web = pile.enter_context(serveur_web(port, adresse))
            pile.enter_context(veilleur)
            attendre_reponse(web, port)
        dire(f"\nPartenariat répond à l'adresse http://127.0.0.1:{port}/\n{comptes}{roles}")
        dire("\nCtrl-C pour arrêter.\n")
        surveiller(web, grappe, veilleur)


def preparer(*, demonstration: bool) -> str:
    """Makes everything ready for the first request; returns what to say of the accounts.

    Demonstration data enter only our own database, or one whose operator asked for them by giving
    `DEMO_MOT_DE_PASSE`.
    """
    import django
    from django.core.management import CommandError
    from django.db import OperationalError, connections

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partenariat.settings")
    os.environ.setdefault("STATIC_ROOT", str(DONNEES / "statiques"))
    preparatifs.compiler_messages()
    django.setup()
    donne = os.environ.get("DEMO_MOT_DE_PASSE", "")
    try:
        preparatifs.migrer()
        preparatifs.rassembler_statiques()
        if not demonstration and not donne:
            return ""
        preparatifs.charger_demonstration()
        table = preparatifs.creer_comptes(donne or mot_de_passe())
    except (CommandError, preparatifs.BaseEtrangere) as erreur:
        raise LancementErreur(str(erreur)) from erreur
    except OperationalError as erreur:
        raison = " ".join(str(erreur).split())
        raise LancementErreur(f"la base de données ne répond pas : {raison}") from erreur
    finally:
        connections.close_all()
    secret = "celui de DEMO_MOT_DE_PASSE" if donne else f"{mot_de_passe()} (gardé dans {MOT_DE_PASSE})"
    return f"\n{table}\n\nMot de passe, le même pour tous : {secret}"


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
