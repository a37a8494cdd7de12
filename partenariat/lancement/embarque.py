"""The embedded mode: with no `DATABASE_URL`, the site brings its own database, key and password.

Nothing here imports Django: its settings read the environment that is made here.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from partenariat.environnement import ReglageManquant, adresse_admin
from partenariat.postgres import BASE, Grappe, grappe
from partenariat.postgres.serveur import socket_de
from partenariat.postgres.verrou import saisir

RACINE = Path(__file__).resolve().parents[2]
# Everything that the site makes and git ignores.
DONNEES = Path(os.environ.get("DONNEES") or RACINE / ".donnees").absolute()
MOT_DE_PASSE = DONNEES / "mot-de-passe"
ADRESSE_WEB = "PARTENARIAT_ADRESSE_WEB"
"""The variable by which the launcher says to what it prepares how the web will enter the database."""

# Neither 0 and O nor 1, l and I: it is read on one screen and typed on another.
ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def est_embarque() -> bool:
    return not os.environ.get("DATABASE_URL", "").strip()


@contextmanager
def base_embarquee(port: int = 8000, *, rejoindre: bool = True) -> Iterator[Grappe | None]:
    """Starts or joins the embedded cluster and puts its address, with what goes with it, in the environment.

    Does nothing where `DATABASE_URL` is set: an operator's database comes with an operator's settings.
    """
    if not est_embarque():
        yield None
        return
    if adresse_admin():
        raise ReglageManquant("DATABASE_URL", "l'adresse du rôle web, à côté de DATABASE_ADMIN_URL")
    with grappe(DONNEES / "postgres", rejoindre=rejoindre) as active:
        poser_environnement(active.adresse(), port)
        yield active


def site_lance(hote: str) -> bool:
    """Whether a launcher serves the embedded database of that socket: it may not be connected yet."""
    lancement = DONNEES / "lancement"
    if not lancement.exists() or hote != str(socket_de(DONNEES / "postgres" / "pgdata")):
        return False
    verrou = saisir(lancement)
    if verrou is not None:
        os.close(verrou)
    return verrou is None


def base_inutile() -> None:
    """For commands that open no connection: the settings ask for an address all the same."""
    if est_embarque():
        poser_environnement(f"postgres:///{BASE}")


def poser_environnement(adresse: str, port: int = 8000) -> None:
    """The settings of a site that only this machine sees; one that is given already is kept."""
    os.environ["DATABASE_URL"] = adresse
    os.environ.setdefault("SECRET_KEY", cle_secrete())
    os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    # Under the first of the names: by another the links of our letters would be refused.
    premier = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
    os.environ.setdefault("SITE_URL", f"http://{premier}:{port}")


def cle_secrete() -> str:
    return garder(DONNEES / "cle-secrete", lambda: secrets.token_urlsafe(50))


def mot_de_passe() -> str:
    """The one password of the demonstration accounts."""
    return garder(MOT_DE_PASSE, lambda: "-".join(_syllabe() for _ in range(4)))


def _syllabe() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(4))


def garder(fichier: Path, fabriquer: Callable[[], str]) -> str:
    """The text of `fichier`, made the first time and then kept, for our eyes only."""
    if fichier.exists() and (texte := fichier.read_text().strip()):
        return texte
    fichier.parent.mkdir(parents=True, exist_ok=True)
    texte = fabriquer()
    ecrire_prive(fichier, texte)
    return texte


def ecrire_prive(fichier: Path, texte: str) -> None:
    """Writes all or nothing, and is never readable by others, not even for a moment.

    Raises:
        OSError: it could not be written; what was there still is, and nothing else.
    """
    provisoire = fichier.with_name(f"{fichier.name}.{os.getpid()}")
    provisoire.unlink(missing_ok=True)
    descripteur = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descripteur, "w") as sortie:
            sortie.write(f"{texte}\n")
            sortie.flush()
            # A key that a power failure empties would be made anew, and sign everyone out.
            os.fsync(sortie.fileno())
        provisoire.replace(fichier)
    except BaseException:
        provisoire.unlink(missing_ok=True)
        raise
