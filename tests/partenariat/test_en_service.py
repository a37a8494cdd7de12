"""A site that runs and a restoration never have the same files: whoever comes second is told so."""

import os
from datetime import UTC, datetime

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from partenariat.models import Restauration
from partenariat.postgres.verrou import partager, saisir
from partenariat.sauvegarde import service
from partenariat.sauvegarde.archive import Manifeste
from partenariat.sauvegarde.restauration import Retour
from partenariat.sauvegarde.service import VERROU, EnService
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def depots(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "depots"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def serveur(depots, settings, monkeypatch):
    """A process that serves, from its first request; its part of the lock goes with the test."""
    pris = []
    monkeypatch.setattr("partenariat.presentation.sante.dire_les_roles", lambda: None)
    monkeypatch.setattr(service, "partager", lambda chemin: pris.append(partager(chemin)) or pris[-1])
    settings.WEB = True
    PlanFactory(actif=True)
    yield Client(raise_request_exception=False)
    for descripteur in pris:
        try:
            os.close(descripteur)
        except (OSError, TypeError):
            continue


def inachevee() -> Restauration:
    maintenant = timezone.now()
    return Restauration.objects.create(archive="a.tar", faite_le=maintenant, restauree_le=maintenant)


def test_nothing_is_restored_on_the_files_of_a_site_that_runs(depots, tmp_path):
    """Another database, the same `DEPOTS`: no connection tells it."""
    part = partager(depots / VERROU)
    with pytest.raises(CommandError, match="un site sert les fichiers de"):
        call_command("restaurer", tmp_path / "archive", remplacer=True)
    os.close(part)
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("restaurer", tmp_path / "archive", remplacer=True)


def test_what_remains_of_a_restoration_waits_for_the_site_to_stop_too(depots):
    inachevee()
    part = partager(depots / VERROU)
    with pytest.raises(CommandError, match="un site sert les fichiers de"):
        call_command("restaurer", reprendre=True)
    os.close(part)


def test_as_many_processes_as_one_likes_serve_the_same_files(depots):
    parts = [partager(depots / VERROU) for _ in range(3)]
    assert None not in parts
    assert saisir(depots / VERROU) is None
    for part in parts:
        os.close(part)


def test_a_site_that_serves_holds_its_files(serveur, depots):
    assert serveur.get("/methode/").status_code == 200
    assert saisir(depots / VERROU) is None


def test_a_site_that_starts_during_a_restoration_waits_for_its_end(serveur, depots, caplog):
    with service.hors_service():
        for _ in range(3):
            reponse = serveur.get("/methode/")
            assert (reponse.status_code, reponse["Retry-After"]) == (503, "60")
            assert 'class="cadre erreur"' in reponse.content.decode()
        assert serveur.get("/healthz").status_code == 200
    assert [ligne.getMessage() for ligne in caplog.records] == [service.EN_COURS]
    assert serveur.get("/methode/").status_code == 200


def test_a_server_without_launcher_sees_a_restoration_that_is_not_finished(serveur, depots):
    restauration = inachevee()
    assert serveur.get("/methode/").status_code == 503
    # It may be finished: nobody holds the files meanwhile.
    os.close(saisir(depots / VERROU))
    Restauration.objects.filter(pk=restauration.pk).update(achevee=True)
    assert serveur.get("/methode/").status_code == 200


def test_a_supervisor_is_told_of_a_restoration_that_is_not_finished():
    inachevee()
    reponse = Client().get("/readyz")
    assert (reponse.status_code, reponse.json()["raison"]) == (503, "restauration inachevée")


def test_a_database_that_is_away_at_the_start_is_asked_again(serveur, depots, monkeypatch):
    def absente():
        raise OperationalError("could not connect")

    with monkeypatch.context() as sans:
        sans.setattr(service.Restauration.objects, "filter", lambda **_criteres: absente())
        assert serveur.get("/methode/").status_code == 503
    os.close(saisir(depots / VERROU))
    assert serveur.get("/methode/").status_code == 200


def test_a_folder_that_cannot_be_reserved_costs_no_page(serveur, monkeypatch, caplog):
    def pleine(_chemin):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(service, "partager", pleine)
    assert [serveur.get("/methode/").status_code for _ in range(2)] == [200, 200]
    assert [ligne.getMessage() for ligne in caplog.records] == [
        "le dossier des dépôts ne se réserve pas : No space left on device"
    ]


def test_a_command_serves_nothing_and_holds_nothing(settings):
    settings.WEB = False
    with pytest.raises(MiddlewareNotUsed):
        EnService(lambda _request: None)


def test_an_archive_is_dated_by_the_clock_of_montreal(monkeypatch, capsys):
    faite_le = datetime(2026, 11, 28, 2, 5, tzinfo=UTC).isoformat()
    manifeste = Manifeste(faite_le, "", "18", [], "", {}, [])
    monkeypatch.setattr(
        "partenariat.management.commands.restaurer.restaurer",
        lambda *_mots, **_options: Retour(manifeste, None, []),
    )
    call_command("restaurer", "une archive")
    assert "archive du 27 novembre 2026, 21 h 05," in capsys.readouterr().out.replace("\xa0", " ")
