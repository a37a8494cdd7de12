"""One PostgreSQL process: created, started, recognised, stopped."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from partenariat.environnement import role_web
from partenariat.postgres.lieu import Compte, GrappeErreur, binaires

BASE = "partenariat"
PROPRIETAIRE = "partenariat_proprietaire"
WEB = role_web()
ADMINISTRATEUR = "postgres"

REGLAGES = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "effective_cache_size": "512MB",
    "random_page_cost": "1.1",
    # Compiling a plan costs more than any of our queries.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # What is withdrawn for cause stands in no segment that waits to be written again (`caviarder`).
    "wal_recycle": "off",
}
FERMER_OBJETS = """
REVOKE EXECUTE ON FUNCTION
  lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea), lo_import(text), lo_import(text, oid)
FROM PUBLIC
"""
"""SQL, for the administrator in each database: the site uses no large object, which PostgreSQL lets any role
make, past every table and guard."""
REGLAGES_JETABLES = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
OUVRIR_LE_JOURNAL = f"""
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {PROPRIETAIRE};
GRANT pg_checkpoint TO {PROPRIETAIRE}
"""
"""SQL, for the administrator in each database: `caviarder` lets go of the segments that hold words."""
INITDB = (
    f"--username={ADMINISTRATEUR}",
    "--encoding=UTF8",
    # Order by byte and letters of Unicode, from PostgreSQL itself: the same on every machine.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=peer",
    "--auth-host=reject",
    "--no-instructions",
)


@dataclass(frozen=True)
class Grappe:
    """A running cluster."""

    dossier: Path
    socket: Path
    pid: int

    def adresse(self, role: str = PROPRIETAIRE, base: str = BASE) -> str:
        """The `DATABASE_URL` by which `role` reaches `base`."""
        return f"postgres://{role}@{quote(str(self.socket), safe='')}/{quote(base, safe='')}"

    @property
    def vivante(self) -> bool:
        try:
            return psutil.Process(self.pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


@contextmanager
def servir(
    lieu: Path, dossier: Path, compte: Compte, reglages: dict[str, str], parent_du_socket: Path
) -> Iterator[Grappe]:
    """Runs the server while the block runs; what an earlier run left behind is cleared first."""
    pgdata, journal = lieu / "pgdata", lieu / "journal"
    programmes = binaires(lieu, compte)
    if pgdata.exists():
        arreter(pgdata)
    else:
        sans_attendre = () if reglages.get("fsync") != "off" else ("--no-sync",)
        _creer(pgdata, [programmes / "initdb", *INITDB, *sans_attendre], compte)
    _ecrire_acces(lieu, compte)
    socket = Path(tempfile.mkdtemp(prefix="partenariat-", dir=parent_du_socket))
    serveur = None
    try:
        os.chown(socket, compte.uid, compte.gid)
        reglages = reglages | {
            "unix_socket_directories": str(socket),
            "hba_file": str(lieu / "pg_hba.conf"),
            "ident_file": str(lieu / "pg_ident.conf"),
        }
        options = [mot for nom, valeur in reglages.items() for mot in ("-c", f"{nom}={valeur}")]
        with journal.open("w") as sortie:
            serveur = subprocess.Popen(  # noqa: S603
                [programmes / "postgres", "-D", pgdata, *options],
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=sortie,
                cwd="/",
                env=_environnement(),
                # Ctrl-C at the terminal is for us; the server stops after all those who use it.
                start_new_session=True,
                **compte.emprunt,
            )
        _attendre(serveur, pgdata, journal)
        active = Grappe(dossier, socket, serveur.pid)
        _poser_roles(active)
        yield active
    finally:
        if serveur and serveur.poll() is None:
            # Told here as well: a server of a few milliseconds is not yet where `arreter` looks.
            serveur.send_signal(signal.SIGINT)
        arreter(pgdata)
        if serveur:
            serveur.wait()
        _retirer_socket(socket)


def arreter(pgdata: Path) -> None:
    """Stops the server of `pgdata`, whoever started it, and leaves no trace of it."""
    fiche = _fiche(pgdata)
    for ordre, delai in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        vivants = _processus(pgdata)
        numeros = {processus.pid for processus in vivants}
        for processus in vivants:
            with suppress(psutil.NoSuchProcess):
                # The server tells its own; only those that it left behind are told directly.
                if processus.ppid() not in numeros:
                    processus.send_signal(ordre)
        psutil.wait_procs(vivants, timeout=delai)
        if not _processus(pgdata):
            break
    # Its number may be another process's by now, and the next server would refuse to start.
    (pgdata / "postmaster.pid").unlink(missing_ok=True)
    if len(fiche) > 4 and fiche[4]:
        _retirer_socket(Path(fiche[4]))


def en_marche(pgdata: Path, dossier: Path) -> Grappe | None:
    """The server that another process runs on `pgdata`, where it answers."""
    fiche = _fiche(pgdata)
    if len(fiche) > 7 and fiche[7] == "ready":
        candidate = Grappe(dossier, Path(fiche[4]), int(fiche[0]))
        with suppress(psycopg2.OperationalError):
            psycopg2.connect(candidate.adresse()).close()
            return candidate
    return None


def _creer(pgdata: Path, initdb: list[str | Path], compte: Compte) -> None:
    """Creates the data folder, whole or not at all: it takes its name once complete."""
    for reste in pgdata.parent.glob("initdb-*"):
        shutil.rmtree(reste, ignore_errors=True)
    provisoire = Path(tempfile.mkdtemp(prefix="initdb-", dir=pgdata.parent))
    os.chown(provisoire, compte.uid, compte.gid)
    essai = subprocess.run(  # noqa: S603
        [*initdb, "-D", provisoire],
        cwd="/",
        env=_environnement(),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        **compte.emprunt,
    )
    if essai.returncode:
        shutil.rmtree(provisoire, ignore_errors=True)
        raise GrappeErreur(f"la base embarquée n'a pas pu être créée : {_fin(essai.stderr)}")
    provisoire.rename(pgdata)


def _ecrire_acces(lieu: Path, compte: Compte) -> None:
    """Only the account that runs the site and the server's own may enter, and only as one of our roles."""
    comptes = {compte.nom, pwd.getpwuid(os.geteuid()).pw_name}
    roles = (ADMINISTRATEUR, PROPRIETAIRE, WEB)
    correspondances = [f'partenariat "{nom}" "{role}"\n' for nom in sorted(comptes) for role in roles]
    for nom, texte in (
        ("pg_hba.conf", "local all all peer map=partenariat\n"),
        ("pg_ident.conf", "".join(correspondances)),
    ):
        (lieu / nom).write_text(texte)
        os.chown(lieu / nom, os.geteuid(), compte.gid)
        (lieu / nom).chmod(0o640)


def _poser_roles(active: Grappe) -> None:
    """The two roles and the database; what an interrupted first start left out, the next one adds."""
    with _administrer(active, "template1") as curseur:
        # Databases to come are made like that one.
        curseur.execute(FERMER_OBJETS)
    with _administrer(active, "postgres") as curseur:
        curseur.execute("SELECT rolname FROM pg_roles UNION ALL SELECT datname FROM pg_database")
        presents = {nom for (nom,) in curseur}
        for nom, ordre in (
            (PROPRIETAIRE, f"CREATE ROLE {PROPRIETAIRE} LOGIN CREATEDB"),
            (WEB, f'CREATE ROLE "{WEB}" LOGIN'),
            (BASE, f"CREATE DATABASE {BASE} OWNER {PROPRIETAIRE}"),
        ):
            if nom not in presents:
                curseur.execute(ordre)
    for base in ("template1", BASE):
        with _administrer(active, base) as curseur:
            curseur.execute(OUVRIR_LE_JOURNAL)
    if BASE in presents:
        with _administrer(active, BASE) as curseur:
            curseur.execute(FERMER_OBJETS)


@contextmanager
def _administrer(active: Grappe, base: str) -> Iterator["psycopg2.extensions.cursor"]:
    connexion = psycopg2.connect(active.adresse(ADMINISTRATEUR, base))
    try:
        connexion.autocommit = True
        with connexion.cursor() as curseur:
            yield curseur
    finally:
        connexion.close()


def _attendre(serveur: subprocess.Popen, pgdata: Path, journal: Path) -> None:
    limite = time.monotonic() + 300
    while serveur.poll() is None and time.monotonic() < limite:
        fiche = _fiche(pgdata)
        if len(fiche) > 7 and fiche[0] == str(serveur.pid) and fiche[7] == "ready":
            return
        time.sleep(0.02)
    raise GrappeErreur(f"PostgreSQL n'a pas démarré : {_fin(journal.read_text(errors='replace'))}")


def socket_de(pgdata: Path) -> Path | None:
    """Where the server of `pgdata` is reached, if it runs."""
    fiche = _fiche(pgdata)
    return Path(fiche[4]) if len(fiche) > 4 and fiche[4] else None


def _fiche(pgdata: Path) -> list[str]:
    """What a server writes of itself: number, data, start, port, socket's folder, address, memory, state."""
    try:
        return [ligne.strip() for ligne in (pgdata / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _processus(pgdata: Path) -> list[psutil.Process]:
    """The live processes of the server of `pgdata`: all of them work from within it, and no one else does."""
    dossier = str(pgdata.resolve())
    trouves = []
    for processus in psutil.process_iter():
        with suppress(psutil.Error):
            if processus.name() == "postgres" and processus.cwd() == dossier:
                trouves.append(processus)
    return trouves


def _retirer_socket(dossier: Path) -> None:
    """Removes the server's two files and their folder, and nothing that is not known by name."""
    for nom in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        with suppress(OSError):
            (dossier / nom).unlink()
    with suppress(OSError):
        dossier.rmdir()


def _environnement() -> dict[str, str]:
    """Ours, less what would change the server behind our back."""
    return {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PG")} | {"LC_ALL": "C"}


def _fin(texte: str) -> str:
    """The last words of a log, on one line."""
    return " / ".join(ligne.strip() for ligne in texte.strip().splitlines()[-3:]) or "sans explication"
