"""A full disk: nothing that was begun stays, the failure is logged, and what was typed is given back."""

import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from comite.models import Dossier
from engagements.models import Declaration
from partenariat.donnees import sorties
from partenariat.donnees.sorties import FORMATS
from partenariat.lancement import embarque
from tests.disque import fichiers, petit_disque
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
    SeanceFactory,
    UtilisateurFactory,
)
from tests.lancement import Site

PLEINE = "L'espace manque sur le serveur"
DE_LA_BASE = """
CREATE FUNCTION pg_temp.plein() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER plein BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.plein();
"""


def remplir_la_base(table: str) -> None:
    """PostgreSQL answers as it does where it can write no more; undone with the test."""
    with connection.cursor() as curseur:
        curseur.execute(DE_LA_BASE.format(table=table))


def dit(reponse) -> str:
    return reponse.content.decode().replace("&#x27;", "'")


@pytest.mark.django_db
@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_that_has_no_room_leaves_no_part_of_itself(format_, tmp_path, monkeypatch, caplog):
    plan = PlanFactory(actif=True)
    for rang in range(12):
        # What does not compress: a workbook is a zip.
        ActionFactory(plan=plan, publiee=True, code=f"1.{rang}", description=os.urandom(3_000).hex())
    monkeypatch.setattr(sorties, "EN_MEMOIRE", 100)
    with petit_disque(tmp_path / "temporaire", 16) as temporaire:
        monkeypatch.setattr("tempfile.tempdir", str(temporaire))
        reponse = Client(raise_request_exception=False).get(f"/plans/actif/donnees/actions.{format_}")
        assert fichiers(temporaire) == []
    assert reponse.status_code == 507
    assert PLEINE in dit(reponse)
    assert "attachment" not in reponse.headers.get("Content-Disposition", "")
    assert [trace.levelname for trace in caplog.records] == ["ERROR"]


@pytest.mark.django_db
def test_a_packet_that_the_database_has_no_room_for_is_not_said_to_be_there(client_de, caplog):
    seance = SeanceFactory()
    client = client_de(UtilisateurFactory(is_superuser=True))
    client.raise_request_exception = False
    remplir_la_base(Dossier._meta.db_table)
    reponse = client.post(seance.plan.adresse("seance-dossier", numero=seance.numero))
    assert reponse.status_code == 507
    assert PLEINE in dit(reponse)
    assert not seance.dossiers.exists()
    assert "ERROR" in {trace.levelname for trace in caplog.records}


@pytest.mark.django_db
def test_what_was_typed_is_given_back_where_the_database_is_full(client_de):
    engagement = EngagementFactory(plan__actif=True, partie=OrganisationFactory(), signe=True)
    client = client_de(UtilisateurFactory(partenaire=True, organisation=engagement.partie))
    client.raise_request_exception = False
    remplir_la_base(Declaration._meta.db_table)
    envoi = {"genre": "avance", "texte": "Un local est ouvert."}
    reponse = client.post(f"/espace/engagements/{engagement.pk}/declarer/", envoi)
    assert reponse.status_code == 507
    assert PLEINE in dit(reponse)
    assert "Un local est ouvert." in dit(reponse)
    assert not engagement.declarations.exists()


@pytest.mark.parametrize("ou", ["archives", "copie en clair"])
@pytest.mark.django_db(transaction=True)
def test_a_backup_that_has_no_room_leaves_nothing(ou, tmp_path, monkeypatch, settings):
    settings.MEDIA_ROOT = tmp_path / "depots"
    settings.MEDIA_ROOT.mkdir()
    (tmp_path / "vers").mkdir()
    with petit_disque(tmp_path / "petit", 64) as petit:
        if ou != "archives":
            monkeypatch.setattr("tempfile.tempdir", str(petit))
        vers = petit if ou == "archives" else tmp_path / "vers"
        with pytest.raises(CommandError, match="No space left on device"):
            call_command("sauvegarder", vers=vers, sans_verifier=True, stdout=io.StringIO())
        assert {*fichiers(petit), *fichiers(tmp_path / "vers")} <= {".partenariat-verrou"}


def test_a_secret_that_has_no_room_is_not_half_written(tmp_path):
    with petit_disque(tmp_path / "petit", 4) as petit:
        (petit / "plein").write_bytes(b"")
        with pytest.raises(OSError, match="No space left on device"):
            (petit / "plein").write_bytes(bytes(100_000))
        with pytest.raises(OSError, match="No space left on device"):
            embarque.garder(petit / "cle-secrete", lambda: "secret")
        assert fichiers(petit) == ["plein"]
        (petit / "plein").unlink()
        assert embarque.garder(petit / "cle-secrete", lambda: "secret") == "secret"
        assert fichiers(petit) == ["cle-secrete"]


def test_a_site_that_has_no_room_to_start_says_so_in_one_line(tmp_path):
    with petit_disque(tmp_path / "donnees", 4) as donnees:
        (donnees / "lancement").touch()
        with pytest.raises(OSError, match="No space left on device"):
            (donnees / "plein").write_bytes(bytes(100_000))
        site = Site(donnees)
        site.processus = site.lancer(
            DATABASE_URL="postgres://x@127.0.0.1:1/x", SECRET_KEY="x" * 50, ALLOWED_HOSTS="exemple.test"
        )
        statut, dit_ = site.finir()
    assert statut == 1
    assert len(dit_.splitlines()) == 1, dit_
    assert dit_.startswith("Partenariat : No space left on device (")
