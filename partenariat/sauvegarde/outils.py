"""PostgreSQL's programs: `pg_dump`, `pg_restore`, `psql`, at least as recent as the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from partenariat.postgres.lieu import programmes_de_la_roue
from partenariat.sauvegarde.erreurs import SauvegardeErreur

NECESSAIRES = ("pg_dump", "pg_restore", "psql")
_VARIABLES = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslcrl": "PGSSLCRL",
    "channel_binding": "PGCHANNELBINDING",
    "target_session_attrs": "PGTARGETSESSIONATTRS",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
}


def programmes(majeure: int) -> Path:
    """The folder of programs that can speak to a server of that major version.

    Raises:
        SauvegardeErreur: there is none.
    """
    vues = []
    for dossier in _dossiers():
        version = _version(dossier)
        if version >= majeure:
            return dossier
        vues.append(str(version))
    raise SauvegardeErreur(
        f"le serveur est un PostgreSQL {majeure} et aucun pg_dump de cette version ou d'une plus récente "
        f"n'est ici (vu : {', '.join(vues) or 'aucun'}) : installez postgresql-client-{majeure}."
    )


def _dossiers() -> Iterator[Path]:
    """The wheel's, those of the PATH, those of Debian; each once."""
    candidats = [programmes_de_la_roue()]
    candidats += [Path(d) for d in os.environ.get("PATH", "").split(os.pathsep) if d]
    candidats += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for dossier in dict.fromkeys(candidats):
        if all(shutil.which(nom, path=str(dossier)) for nom in NECESSAIRES):
            yield dossier


def _version(dossier: Path) -> int:
    try:
        dit = subprocess.run(  # noqa: S603
            [dossier / "pg_dump", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return 0
    trouve = re.search(r"(\d+)", dit)
    return int(trouve.group(1)) if trouve else 0


def environnement(reglages: dict[str, Any]) -> dict[str, str]:
    """How a program reaches the database of Django's settings: nothing of it is on its command line."""
    dits = {
        "PGHOST": reglages.get("HOST"),
        "PGPORT": reglages.get("PORT"),
        "PGUSER": reglages.get("USER"),
        "PGPASSWORD": reglages.get("PASSWORD"),
        "PGDATABASE": reglages.get("NAME"),
        **{_VARIABLES[nom]: v for nom, v in reglages.get("OPTIONS", {}).items() if nom in _VARIABLES},
    }
    propre = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("PG")}
    return propre | {nom: str(v) for nom, v in dits.items() if v} | {"LC_ALL": "C", "PGAPPNAME": "sauvegarde"}


def derniere_ligne(texte: str) -> str:
    """What a program said of its failure, in one line."""
    lignes = [ligne.strip() for ligne in texte.splitlines() if ligne.strip()]
    return next((ligne for ligne in lignes if "ERROR" in ligne or "error:" in ligne), "".join(lignes[-1:]))
