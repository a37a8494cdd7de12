"""The file itself: a tar in clear, `manifeste.json` first, then what it lists, in order and nothing else.

Its last 65 bytes are the SHA-256 of all that comes before, so that one byte cut or changed anywhere is seen.
"""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from partenariat.sauvegarde.chiffrement import Secrets, fermer, ouvrir
from partenariat.sauvegarde.erreurs import SauvegardeErreur

FORMAT, VERSION = "partenariat-sauvegarde", 1
MANIFESTE, BASE, DEPOTS = "manifeste.json", "base.dump", "depots"
SCEAU = 65
"""Bytes: 64 digits and a line feed."""
MORCEAU = 1024 * 1024
_MANIFESTE_MAX = 256 * 1024 * 1024
_TABLE = re.compile(r"[a-z][a-z0-9_]*\Z")
_SHA = re.compile(r"[0-9a-f]{64}\Z")
ALTEREE = "cette archive est coupée ou altérée"
ETRANGERE = "ce fichier n'est pas une sauvegarde de Partenariat."


@dataclass(frozen=True)
class Membre:
    nom: str
    taille: int
    sha256: str


@dataclass(frozen=True)
class Manifeste:
    faite_le: str
    """With its offset."""
    site: str
    postgresql: str
    migrations: list[list[str]]
    cle: str
    """A fingerprint of SECRET_KEY, never the key."""
    tables: dict[str, dict[str, Any]]
    """Name → `lignes`, `colonnes`."""
    membres: list[Membre]
    absents: list[str] = field(default_factory=list)
    """Files that a row names and that were not on the disk."""
    format: str = FORMAT
    version: int = VERSION

    def en_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def de_json(cls, octets: bytes) -> "Manifeste":
        """Raises:
        SauvegardeErreur: it is foreign, of a newer format, or makes no sense.
        """
        try:
            lu = json.loads(octets)
        except ValueError as erreur:
            raise SauvegardeErreur(f"{ALTEREE} : son manifeste ne se lit pas.") from erreur
        if not isinstance(lu, dict) or lu.get("format") != FORMAT:
            raise SauvegardeErreur(ETRANGERE)
        if not isinstance(lu.get("version"), int) or lu["version"] > VERSION:
            raise SauvegardeErreur(
                f"cette archive est d'un format plus récent ({lu.get('version')}) que ce que ce site sait "
                f"lire ({VERSION}) : mettez d'abord le site à jour."
            )
        try:
            manifeste = cls(**lu | {"membres": [Membre(**m) for m in lu["membres"]]})
            sense = manifeste._se_tient()
        except (TypeError, KeyError, AttributeError, ValueError) as erreur:
            raise SauvegardeErreur(f"{ALTEREE} : son manifeste est incomplet.") from erreur
        if not sense:
            raise SauvegardeErreur(f"{ALTEREE} : son manifeste ne se tient pas.")
        return manifeste

    def _se_tient(self) -> bool:
        noms = [m.nom for m in self.membres]
        return (
            noms[:1] == [BASE]
            and datetime.fromisoformat(self.faite_le).tzinfo is not None
            and len(set(noms)) == len(noms)
            and all(_depot_sur(nom) for nom in noms[1:])
            and all(_SHA.match(m.sha256) and m.taille >= 0 for m in self.membres)
            and all(
                _TABLE.match(nom) and isinstance(t["lignes"], int) and isinstance(t["colonnes"], list)
                for nom, t in self.tables.items()
            )
            and all(len(m) == 2 for m in self.migrations)
        )


def _depot_sur(nom: str) -> bool:
    """Under `depots/`, and nowhere else once it is written."""
    parties = PurePosixPath(nom).parts
    return (
        len(parties) > 1
        and parties[0] == DEPOTS
        and "\\" not in nom
        and "/".join(parties) == nom
        and not any(partie.startswith(".") for partie in parties)
    )


class _Scelle:
    """Writes, and counts what it writes."""

    def __init__(self, sortie: BinaryIO):
        self._sortie, self._somme = sortie, hashlib.sha256()

    def write(self, octets: bytes) -> int:
        self._somme.update(octets)
        return self._sortie.write(octets)

    def sceller(self) -> None:
        self._sortie.write(f"{self._somme.hexdigest()}\n".encode())


class _Verifie:
    """Reads, counts what it reads, and keeps the seal apart."""

    def __init__(self, entree: BinaryIO):
        self._entree, self._somme, self._queue = entree, hashlib.sha256(), b""

    def read(self, taille: int = MORCEAU) -> bytes:
        morceau = self._entree.read(taille)
        queue = self._queue + morceau
        self._somme.update(queue[:-SCEAU])
        self._queue = queue[-SCEAU:]
        return morceau

    @property
    def intact(self) -> bool:
        while self.read():
            pass
        return self._queue == f"{self._somme.hexdigest()}\n".encode()


def ecrire(sortie: BinaryIO, manifeste: Manifeste, sources: Callable[[str], Path], secrets: Secrets) -> Any:
    """Writes the archive; gives what reads it again (`lire`).

    Args:
        sources: where the content of a member is, by its name.
    """
    with fermer(sortie, secrets) as (clair, identite):
        scelle = _Scelle(clair)
        with tarfile.open(fileobj=scelle, mode="w|", format=tarfile.GNU_FORMAT) as tar:  # type: ignore[call-overload]
            texte = manifeste.en_json()
            tar.addfile(_info(MANIFESTE, len(texte)), BytesIO(texte))
            for membre in manifeste.membres:
                with sources(membre.nom).open("rb") as source:
                    tar.addfile(_info(membre.nom, membre.taille), source)
        scelle.sceller()
    return identite


def _info(nom: str, taille: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(nom)
    info.size, info.mode = taille, 0o600
    return info


def lire(
    chemin: Path,
    secrets: Secrets,
    *,
    accepter: Callable[[Manifeste], object] = lambda _manifeste: None,
    vers: Callable[[str], Path | None] = lambda _nom: None,
    identite: Any = None,
) -> Manifeste:
    """Reads an archive to its last byte.

    Args:
        accepter: refuses what the manifest says, before anything is written.
        vers: where a member goes, by its name; nowhere, it is only verified.

    Raises:
        SauvegardeErreur: it is closed, cut, altered, foreign or of a newer format.
    """
    with _lisible(chemin) as entree, ouvrir(entree, secrets, identite) as clair:
        flux = _Verifie(clair)
        try:
            with tarfile.open(fileobj=flux, mode="r|") as tar:  # type: ignore[call-overload]
                manifeste = _manifeste(tar)
                accepter(manifeste)
                for membre in manifeste.membres:
                    _verifier(tar, membre, vers(membre.nom))
                if tar.next() is not None:
                    raise SauvegardeErreur(f"{ALTEREE} : elle contient plus que ce qu'elle dit.")
        except (tarfile.TarError, EOFError) as erreur:
            raise SauvegardeErreur(f"{ALTEREE}.") from erreur
        if not flux.intact:
            raise SauvegardeErreur(f"{ALTEREE}.")
    return manifeste


@contextmanager
def _lisible(chemin: Path) -> Iterator[BinaryIO]:
    try:
        entree = chemin.open("rb")
    except OSError as erreur:
        raise SauvegardeErreur(f"« {chemin} » ne se lit pas ({erreur.strerror}).") from erreur
    with entree:
        yield entree


def _manifeste(tar: tarfile.TarFile) -> Manifeste:
    info = tar.next()
    if info is None or info.name != MANIFESTE or not info.isreg() or info.size > _MANIFESTE_MAX:
        raise SauvegardeErreur(ETRANGERE)
    lu = tar.extractfile(info)
    return Manifeste.de_json(lu.read() if lu else b"")


def _verifier(tar: tarfile.TarFile, membre: Membre, vers: Path | None) -> None:
    info = tar.next()
    if info is None or not info.isreg() or (info.name, info.size) != (membre.nom, membre.taille):
        raise SauvegardeErreur(f"{ALTEREE} : « {membre.nom} » n'y est pas.")
    source = tar.extractfile(info)
    assert source is not None  # noqa: S101  # a regular file
    if vers is None:
        somme = empreinte(source.read)
    else:
        vers.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(vers, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as cible:  # noqa: PTH123
            somme = empreinte(source.read, cible.write)
    if somme != membre.sha256:
        raise SauvegardeErreur(f"{ALTEREE} : « {membre.nom} » n'est pas celui qui a été sauvegardé.")


def empreinte(
    lire_: Callable[[int], bytes], ecrire_: Callable[[bytes], object] = lambda _octets: None
) -> str:
    """SHA-256 of what is read by pieces, copied on the way."""
    somme = hashlib.sha256()
    while morceau := lire_(MORCEAU):
        somme.update(morceau)
        ecrire_(morceau)
    return somme.hexdigest()


def membre_de(nom: str, chemin: Path) -> Membre:
    """Raises:
    FileNotFoundError: it is not there.
    """
    with chemin.open("rb") as source:
        somme = empreinte(source.read)
        return Membre(nom, source.tell(), somme)
