"""What a supervisor asks: alive? ready?"""

import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from partenariat.presentation.sante import CONFONDUS, dire_les_roles

AILLEURS = {"host": "10.0.0.7:8000"}
"""A supervisor calls by address, not by a name of ours."""


@pytest.fixture
def en_role_web(role_web):
    """The whole test is played by the web's role."""
    with connection.cursor() as curseur:
        curseur.execute(f'SET LOCAL ROLE "{role_web}"')
        yield
        curseur.execute("RESET ROLE")


class CacheEnPanne(LocMemCache):
    def _tomber(self, *args, **kwargs):
        raise ConnectionError

    get = add = set = _tomber


class CacheOublieux(LocMemCache):
    """Accepts everything and keeps nothing."""

    def set(self, *args, **kwargs):
        pass


def test_alive_needs_neither_database_nor_name():
    reponse = Client().get("/healthz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "vivant"})


@pytest.mark.django_db
def test_other_addresses_are_refused_under_a_name_that_is_not_ours():
    assert Client().get("/static/x", headers=AILLEURS).status_code == 400


@pytest.mark.xdist_group("role_web")
def test_ready_where_database_migrations_and_cache_answer(en_role_web):
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "pret", "roles": "separes"})


@pytest.mark.django_db
def test_ready_but_degraded_as_the_owner_of_the_tables():
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "degrade", "roles": "confondus"})


@pytest.mark.django_db
def test_a_start_as_the_owner_of_the_tables_says_so(caplog):
    dire_les_roles()
    assert [ligne.getMessage() for ligne in caplog.records] == [CONFONDUS]


@pytest.mark.xdist_group("role_web")
def test_a_start_as_the_web_says_nothing(en_role_web, caplog, monkeypatch):
    # Closing would end the transaction in which the test plays that role.
    monkeypatch.setattr(connection, "close", lambda: None)
    dire_les_roles()
    assert caplog.records == []


@pytest.mark.xdist_group("role_web")
@pytest.mark.parametrize("panne", [CacheEnPanne, CacheOublieux])
def test_ready_but_degraded_without_its_cache(panne, settings, en_role_web):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": f"{__name__}.{panne.__name__}"}}
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()) == (200, {"etat": "degrade", "roles": "separes"})


@pytest.mark.django_db
def test_not_ready_before_its_migrations():
    MigrationRecorder(connection).record_unapplied("actions", "0001_plan")
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()["raison"]) == (503, "migrations")


def test_not_ready_without_its_database_but_still_alive(base_perdue):
    reponse = Client().get("/readyz", headers=AILLEURS)
    assert (reponse.status_code, reponse.json()["raison"]) == (503, "base de données")
    assert Client().get("/healthz", headers=AILLEURS).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_database_that_hangs_is_found_out_in_about_a_second():
    autre = connections.create_connection("default")
    try:
        autre.set_autocommit(False)
        with autre.cursor() as curseur:
            curseur.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        debut = time.monotonic()
        reponse = Client().get("/readyz", headers=AILLEURS)
        duree = time.monotonic() - debut
    finally:
        autre.close()
    assert reponse.status_code == 503
    assert duree < 2.5
