"""The age format around an archive (age-encryption.org): `age -d` opens what we close.

The content is always for a key of its own, made for that archive: we can read it again to verify it, then
forget that key. A recipient is added to it; a phrase closes the key itself, which the file then carries:

    for a key        the age file
    for a phrase     a tar of `cle.age` (that key, under the phrase) and `contenu.age`
"""

import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any, BinaryIO, cast

import pyrage  # type: ignore[import-untyped]  # it ships none

from partenariat.sauvegarde.erreurs import SauvegardeErreur

DEBUT_AGE = b"age-encryption.org/v1"
CLE, CONTENU = "cle.age", "contenu.age"
BLOC = tarfile.BLOCKSIZE
_CLE_MAX = 64 * 1024
AGE = (pyrage.DecryptError, pyrage.EncryptError, pyrage.IdentityError, pyrage.RecipientError)


@dataclass(frozen=True)
class Secrets:
    """What opens or closes archives: nothing, a phrase, or a key of age (`age1…`, `AGE-SECRET-KEY-1…`)."""

    phrase: str = ""
    cle: str = ""

    @classmethod
    def de_l_environnement(cls, cle: str = "") -> "Secrets":
        """Never on the command line, where every account of the machine reads; a public key may be.

        Raises:
            SauvegardeErreur: both are given: which one closes?
        """
        phrase, cle = os.environ.get("SAUVEGARDE_PHRASE", ""), cle or os.environ.get("SAUVEGARDE_CLE", "")
        if phrase and cle:
            raise SauvegardeErreur("une phrase et une clé sont données : gardez l'une ou l'autre.")
        return cls(phrase, cle.strip())

    def __bool__(self) -> bool:
        return bool(self.phrase or self.cle)

    @property
    def suffixe(self) -> str:
        if self.phrase:
            return ".phrase.tar"
        return ".tar.age" if self.cle else ".tar"

    def destinataire(self) -> Any:
        try:
            if self.cle.startswith("AGE-SECRET-KEY-"):
                return pyrage.x25519.Identity.from_str(self.cle).to_public()
            return pyrage.x25519.Recipient.from_str(self.cle)
        except AGE as erreur:
            raise SauvegardeErreur("la clé n'en est pas une d'age (« age1… »).") from erreur

    def identite(self) -> Any:
        try:
            return pyrage.x25519.Identity.from_str(self.cle)
        except AGE as erreur:
            raise SauvegardeErreur(
                "cette archive est chiffrée pour une clé : donnez la clé privée (« AGE-SECRET-KEY-1… ») "
                "dans SAUVEGARDE_CLE."
            ) from erreur


@contextmanager
def fermer(sortie: BinaryIO, secrets: Secrets) -> Iterator[tuple[BinaryIO, Any]]:
    """Where to write in clear what goes closed into `sortie`; and the identity that reads it again."""
    if not secrets:
        yield sortie, None
        return
    identite = pyrage.x25519.Identity.generate()
    pour = [identite.to_public()]
    if secrets.cle:
        pour.append(secrets.destinataire())
    else:
        enveloppe = pyrage.passphrase.encrypt(str(identite).encode(), secrets.phrase)
        sortie.write(_entete(CLE, len(enveloppe)) + enveloppe + bytes(-len(enveloppe) % BLOC))
        place = sortie.tell()
        sortie.write(bytes(BLOC))
    with _tuyau(lambda lu: pyrage.encrypt_io(lu, sortie, pour), "wb") as flux:
        yield flux, identite
    if secrets.phrase:
        taille = sortie.tell() - place - BLOC
        sortie.write(bytes(-taille % BLOC + 2 * BLOC))
        sortie.seek(place)
        sortie.write(_entete(CONTENU, taille))
        sortie.seek(0, io.SEEK_END)


@contextmanager
def ouvrir(entree: BinaryIO, secrets: Secrets, identite: Any = None) -> Iterator[BinaryIO]:
    """What an archive holds, in clear.

    Raises:
        SauvegardeErreur: it is closed, and what is given does not open it; or it was cut or altered.
    """
    debut = entree.read(BLOC)
    entree.seek(0)
    if debut.startswith(DEBUT_AGE):
        contenu: BinaryIO = entree
        identite = identite or secrets.identite()
    elif debut.startswith(CLE.encode() + b"\0"):
        enveloppe = _piece(entree, CLE)
        identite = identite or _par_la_phrase(enveloppe.read(), secrets)
        contenu = _piece(entree, CONTENU)
    else:
        yield entree
        return
    with _tuyau(lambda ecrit: pyrage.decrypt_io(contenu, ecrit, [identite]), "rb") as flux:
        yield flux


def _par_la_phrase(enveloppe: bytes, secrets: Secrets) -> Any:
    if not secrets.phrase:
        raise SauvegardeErreur("cette archive est chiffrée : donnez sa phrase dans SAUVEGARDE_PHRASE.")
    try:
        clair = pyrage.passphrase.decrypt(enveloppe, secrets.phrase)
        return pyrage.x25519.Identity.from_str(clair.decode())
    except (*AGE, UnicodeDecodeError) as erreur:
        raise SauvegardeErreur("la phrase n'ouvre pas cette archive.") from erreur


def _entete(nom: str, taille: int) -> bytes:
    info = tarfile.TarInfo(nom)
    info.size, info.mode = taille, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


class _Piece(io.RawIOBase):
    """A part of a file, and nothing after it."""

    def __init__(self, fichier: BinaryIO, reste: int):
        self._fichier, self._reste = fichier, reste

    def readable(self) -> bool:
        return True

    def read(self, taille: int = -1) -> bytes:
        voulu = self._reste if taille is None or taille < 0 else min(taille, self._reste)
        morceau = self._fichier.read(voulu)
        self._reste -= len(morceau)
        return morceau


def _piece(entree: BinaryIO, nom: str) -> BinaryIO:
    """The next member, whole: what its header says is all there, and no more than that where it is the last.

    Raises:
        SauvegardeErreur: it is not so.
    """
    try:
        info = tarfile.TarInfo.frombuf(entree.read(BLOC), "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError) as erreur:
        raise SauvegardeErreur("cette archive est coupée ou altérée.") from erreur
    depart, total = entree.tell(), os.fstat(entree.fileno()).st_size
    suite = depart + info.size + (-info.size % BLOC)
    attendu = suite + 2 * BLOC if nom == CONTENU else total
    if info.name != nom or attendu != total or suite > total or (nom == CLE and info.size > _CLE_MAX):
        raise SauvegardeErreur("cette archive est coupée ou altérée.")
    entree.seek(depart + info.size)
    if nom == CONTENU and any(entree.read()):
        raise SauvegardeErreur("cette archive est coupée ou altérée.")
    entree.seek(depart)
    piece = _Piece(entree, info.size)
    if nom == CLE:
        lue = io.BytesIO(piece.read())
        entree.seek(suite)
        return lue
    return piece  # type: ignore[return-value]  # a raw stream: pyrage only reads it


@contextmanager
def _tuyau(travail: Any, mode: str) -> Iterator[BinaryIO]:
    """Our end of a pipe whose other end `travail` holds in a thread: nothing is ever whole in memory.

    Raises:
        SauvegardeErreur, OSError: what stopped it.
    """
    lu, ecrit = os.pipe()
    notre, sien = (ecrit, lu) if mode == "wb" else (lu, ecrit)
    fautes: list[Exception] = []

    def faire() -> None:
        try:
            with open(sien, "rb" if mode == "wb" else "wb") as bout:  # noqa: PTH123  # a descriptor
                travail(bout)
        except Exception as faute:
            fautes.append(faute)

    fil = Thread(target=faire, daemon=True)
    fil.start()
    try:
        with suppress(BrokenPipeError), open(notre, mode) as bout:  # noqa: PTH123
            yield cast(BinaryIO, bout)
    finally:
        fil.join()
        # We hung up first: that is no fault of the other end's, which pyrage tells in its own words.
        graves = [f for f in fautes if "BrokenPipeError" not in f"{type(f).__name__} {f}"]
        if graves:
            raise _dire(graves[0], mode) from graves[0]


def _dire(faute: Exception, mode: str) -> Exception:
    # What age could not make sense of comes as one or the other, without a number of the system's.
    if mode == "rb" and (isinstance(faute, pyrage.DecryptError) or getattr(faute, "errno", 0) is None):
        return SauvegardeErreur("cette archive ne s'ouvre pas : autre clé, ou fichier coupé ou altéré.")
    if isinstance(faute, pyrage.EncryptError):
        # What it could not write: the disk's own words.
        return OSError(str(faute).rpartition("] ")[2])
    return faute
