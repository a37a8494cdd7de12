"""The throwaway server: one migrated model database, and a copy of it for each size of plan.

A size has a database of its own: neither its tables, its statistics nor its page cache know of the others.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from bench.horloges import enfants
from partenariat.postgres import BASE, PROPRIETAIRE, WEB, Grappe, grappe_jetable

RACINE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Migration:
    """What `manage.py migrate` costs on an empty database, in seconds."""

    ecoule: float
    web: float
    base: float


@contextmanager
def serveur(delai: int = 10) -> Iterator[tuple[Grappe, Migration]]:
    """A migrated throwaway server, and Django set up on it as the web process is (its role, its timeouts).

    Args:
        delai: seconds that a query of the web may take; where others use the machine, more than production's
            ten, or what they slow down would be cut.
    """
    with grappe_jetable() as grappe, tempfile.TemporaryDirectory() as dossier:
        _administrer(grappe, "ALTER SYSTEM SET autovacuum = off", "SELECT pg_reload_conf()")
        os.environ |= {
            "SECRET_KEY": "mesures",
            "ALLOWED_HOSTS": "testserver",
            "DEPOTS": f"{dossier}/depots",
            "STATIC_ROOT": f"{dossier}/statiques",
            "DJANGO_SETTINGS_MODULE": "partenariat.settings",
        }
        migration = _migrer(grappe)
        os.environ |= {"DATABASE_URL": grappe.adresse(WEB), "PROCESSUS": "web"}
        _preparer_django(delai)
        yield grappe, migration


def _migrer(grappe: Grappe) -> Migration:
    # The language comes from elsewhere on a developer's machine; nothing else does.
    environnement = os.environ | {"DATABASE_URL": grappe.adresse(), "PROCESSUS": ""}
    avant, base, debut = (
        resource.getrusage(resource.RUSAGE_CHILDREN),
        enfants(grappe.pid),
        time.perf_counter(),
    )
    subprocess.run(  # noqa: S603
        [sys.executable, RACINE / "manage.py", "migrate", "--verbosity=0"],
        cwd=RACINE,
        env=environnement,
        check=True,
    )
    ecoule, apres = time.perf_counter() - debut, resource.getrusage(resource.RUSAGE_CHILDREN)
    time.sleep(0.5)  # The server counts what its child spent once that child is gone.
    web = apres.ru_utime + apres.ru_stime - avant.ru_utime - avant.ru_stime
    return Migration(ecoule, web, enfants(grappe.pid) - base)


def _preparer_django(delai: int) -> None:
    import logging

    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    # A page that fails is a line of the table; its trace would hide the others.
    logging.disable(logging.CRITICAL)
    settings.ROOT_URLCONF = "bench.urls"
    connection.settings_dict["OPTIONS"]["options"] += f" -c statement_timeout={delai}s"
    call_command("collectstatic", interactive=False, verbosity=0)


def ouvrir_base(grappe: Grappe, nom: str) -> None:
    """Copies the migrated database under this name, and makes Django's connection go to the copy."""
    from django.db import connection

    connection.close()
    _administrer(grappe, f'CREATE DATABASE "{nom}" TEMPLATE "{BASE}" OWNER {PROPRIETAIRE}')
    rejoindre_base(nom)


def rejoindre_base(nom: str) -> None:
    """Makes Django's connection go to a database that is there."""
    from django.core.cache import caches
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = nom
    for cache in caches.all():
        cache.clear()


@contextmanager
def proprietaire() -> Iterator[None]:
    """Within it, Django writes as the owner does in a command: no hurry, every guard on."""
    from django.db import connection

    reglages = connection.settings_dict
    avant = {nom: reglages[nom] for nom in ("USER", "OPTIONS")}
    connection.close()
    reglages.update(USER=PROPRIETAIRE, OPTIONS={**avant["OPTIONS"], "options": "-c jit=off"})
    try:
        yield
    finally:
        connection.close()
        reglages.update(avant)


def _administrer(grappe: Grappe, *ordres: str) -> None:
    connexion = psycopg2.connect(grappe.adresse("postgres", "postgres"))
    try:
        connexion.autocommit = True
        with connexion.cursor() as curseur:
            for ordre in ordres:
                curseur.execute(ordre)
    finally:
        connexion.close()
