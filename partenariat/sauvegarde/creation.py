"""`sauvegarder`: from one moment of the database to an archive that was read again and restored once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partenariat.donnees.ecriture import PARTIEL, entier
from partenariat.postgres.verrou import porteur, saisir
from partenariat.sauvegarde import archive, base, depots, rotation
from partenariat.sauvegarde.archive import Manifeste
from partenariat.sauvegarde.atelier import atelier
from partenariat.sauvegarde.chiffrement import Secrets
from partenariat.sauvegarde.erreurs import SauvegardeErreur


@dataclass
class Sauvegarde:
    chemin: Path
    manifeste: Manifeste
    effacees: list[Path] = field(default_factory=list)


def sauvegarder(
    dossier: Path, secrets: Secrets, *, essayer: bool = True, using: str = "default"
) -> Sauvegarde:
    """Raises:
    SauvegardeErreur, GrappeErreur, OSError: it could not be made; what was there before still is.
    """
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _seul(dossier), atelier() as travail:
        quand = timezone.now()
        copie = travail / archive.BASE
        manifeste = _prendre(using, copie, quand.astimezone(timezone.get_default_timezone()).isoformat())
        chemin = dossier / rotation.nom_de(quand, secrets.suffixe)
        if chemin.exists():
            raise SauvegardeErreur(f"{chemin} existe déjà.")
        # Named, and on the disk, before older archives go.
        with entier(chemin) as sortie:
            _remplir(sortie, manifeste, copie, secrets, essayer=essayer)
        return Sauvegarde(chemin, manifeste, rotation.tourner(dossier))


def _remplir(sortie: BinaryIO, manifeste: Manifeste, copie: Path, secrets: Secrets, *, essayer: bool) -> None:
    """Writes the archive, then reads it again as whoever will need it."""

    def source(nom: str) -> Path:
        return copie if nom == archive.BASE else depots.racine() / nom.removeprefix(f"{archive.DEPOTS}/")

    identite = archive.ecrire(sortie, manifeste, source, secrets)
    sortie.flush()
    copie.unlink()
    relue = archive.lire(
        Path(sortie.name), secrets, vers=lambda nom: copie if nom == archive.BASE else None, identite=identite
    )
    if relue != manifeste:
        raise SauvegardeErreur("l'archive relue n'est pas celle qui a été écrite.")
    if essayer:
        base.essayer(manifeste, copie)


def _prendre(using: str, copie: Path, faite_le: str) -> Manifeste:
    """The database's copy, and what an archive says of it and of the files that it names."""
    with base.instantane(using) as nom:
        base.exporter(using, nom, copie)
        tables = base.decrire(using)
        noms = sorted(depots.nommes(using))
        migrations = sorted([app, m] for app, m in MigrationRecorder(connections[using]).applied_migrations())
        with connections[using].cursor() as curseur:
            curseur.execute("SHOW server_version")
            postgresql = curseur.fetchone()[0]
    membres, absents = [archive.membre_de(archive.BASE, copie)], []
    for depot in noms:
        try:
            membres.append(archive.membre_de(f"{archive.DEPOTS}/{depot}", depots.racine() / depot))
        except FileNotFoundError:
            absents.append(depot)
    # Asked now: `caviarder` may have come by since that moment.
    partis = depots.partis(using) if absents else set()
    absents = [depot for depot in absents if depot not in partis]
    return Manifeste(
        faite_le, version_du_site(), postgresql, migrations, empreinte_de_la_cle(), tables, membres, absents
    )


def version_du_site() -> str:
    with suppress(PackageNotFoundError):
        return version("partenariat")
    return ""


def empreinte_de_la_cle() -> str:
    """Two sites have the same only with the same SECRET_KEY, which it does not tell."""
    return salted_hmac("partenariat.sauvegarde", "", settings.SECRET_KEY, algorithm="sha256").hexdigest()


@contextmanager
def _seul(dossier: Path) -> Iterator[None]:
    """One at a time in a folder; what a killed one left there goes."""
    fichier = dossier / ".partenariat-verrou"
    verrou = saisir(fichier)
    if verrou is None:
        raise SauvegardeErreur(f"une autre sauvegarde est en cours dans ce dossier ({porteur(fichier)}).")
    try:
        for reste in dossier.glob(f".partenariat-*{PARTIEL}"):
            reste.unlink()
        yield
    finally:
        os.close(verrou)
