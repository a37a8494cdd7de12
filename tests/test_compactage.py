"""Blanked words leave the very files of PostgreSQL: its tables, its statistics, its journal."""

import io
import os
import subprocess
from contextlib import closing

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection

from partenariat.models import Retrait
from partenariat.postgres.serveur import ADMINISTRATEUR
from partenariat.retraits import compactage
from tests.factories import ActionFactory, NouvelleFactory
from tests.retraits import retirer

pytestmark = pytest.mark.django_db(transaction=True)
# No test of another worker says it.
MOT = f"ytterbium{os.getpid()}"


def administrer(requete: str):
    reglages = connection.settings_dict
    try:
        admin = psycopg2.connect(host=reglages["HOST"], user=ADMINISTRATEUR, dbname=reglages["NAME"])
    except psycopg2.OperationalError:
        pytest.skip("Ces essais demandent un superutilisateur de PostgreSQL.")
    with closing(admin), admin.cursor() as curseur:
        admin.autocommit = True
        curseur.execute(requete)
        return curseur.fetchone()[0] if curseur.description else None


@pytest.fixture
def fichiers():
    """Gives the files of the server, of its data or of its journal, that hold the word."""
    pgdata = administrer("SHOW data_directory")

    def chercher(*dossiers: str) -> list[str]:
        administrer("CHECKPOINT")
        trouves = subprocess.run(
            ["grep", "-rlia", MOT, *dossiers], cwd=pgdata, capture_output=True, text=True, check=False
        )
        return trouves.stdout.splitlines()

    return chercher


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A transaction that another worker's tests began before keeps dead rows, on the same server: its end is
    waited for. Gives what changes that."""

    def regler(delai: float, attente: float) -> None:
        monkeypatch.setattr(compactage, "DELAI", delai)
        monkeypatch.setattr(compactage, "ATTENTE", attente)

    regler(500, 0.5)
    return regler


@pytest.fixture
def retiree(fichiers):
    nouvelle = NouvelleFactory(
        action=ActionFactory(publiee=True), texte=f"Madame {MOT} est là.", publique=True
    )
    # Both wordings are known to the statistics.
    type(nouvelle).objects.filter(pk=nouvelle.pk).update(texte=f"Monsieur {MOT} est là.")
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE public.actions_nouvelle; ANALYZE public.actions_nouvelleevent")
    retirer(nouvelle)
    assert fichiers("base")
    return nouvelle


def caviarder() -> str:
    dit = io.StringIO()
    call_command("caviarder", stdout=dit)
    return dit.getvalue()


def test_no_file_of_the_server_holds_the_words_any_more(retiree, fichiers):
    dit = caviarder()
    assert fichiers("base") == []
    assert fichiers("pg_wal") == []
    assert "permis" not in dit
    assert "instantanés du disque" in dit
    assert Retrait.objects.get().compacte_le is not None
    assert "instantanés" not in caviarder(), "nothing is left to be done"


@pytest.mark.parametrize(
    "lire",
    [
        "BEGIN; SELECT 1 FROM public.actions_nouvelleevent",
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1",
    ],
    ids=["tenue", "lue encore"],
)
def test_a_table_that_somebody_holds_or_may_read_as_it_was_is_left_for_the_next_run(
    retiree, fichiers, patience, monkeypatch, lire
):
    monkeypatch.setattr(compactage, "PATIENCE", "50ms")
    patience(0, 0.01)
    autre = connection.copy()
    autre.connect()
    try:
        with autre.cursor() as curseur:
            curseur.execute(lire)
            dit = caviarder()
    finally:
        autre.close()
    assert "public.actions_nouvelleevent n'a pas pu être réécrite" in dit
    assert fichiers("base")
    assert Retrait.objects.get().compacte_le is None
    patience(500, 0.5)
    assert "n'a pas pu" not in caviarder()
    assert fichiers("base") == []


def test_what_the_role_may_not_do_is_said_and_the_tables_are_written_anew(retiree, fichiers):
    proprietaire = connection.settings_dict["USER"]
    administrer(f"REVOKE EXECUTE ON FUNCTION pg_switch_wal() FROM {proprietaire}")
    try:
        dit = caviarder()
    finally:
        administrer(f"GRANT EXECUTE ON FUNCTION pg_switch_wal() TO {proprietaire}")
    assert "GRANT EXECUTE ON FUNCTION pg_switch_wal()" in dit
    assert fichiers("base") == []
    assert Retrait.objects.get().compacte_le is not None


def test_saying_what_would_be_blanked_rewrites_no_table(retiree):
    call_command("caviarder", simuler=True, stdout=io.StringIO())
    assert Retrait.objects.get().compacte_le is None
