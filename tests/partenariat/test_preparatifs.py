"""What the start does of a database that is not of this version."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from partenariat.lancement.preparatifs import BaseEtrangere, migrer


@pytest.mark.django_db
def test_a_database_of_another_version_is_refused_in_one_sentence_that_says_what_to_do():
    MigrationRecorder(connection).record_applied("actions", "0006_dates_possibles")
    with pytest.raises(BaseEtrangere, match="« make demo-reset CONFIRMER=oui »"):
        migrer()


@pytest.mark.django_db
def test_so_is_one_whose_first_migrations_were_others():
    with connection.cursor() as curseur:
        curseur.execute("ALTER TABLE partenariat_revision RENAME numero TO autre")
    with pytest.raises(BaseEtrangere, match="« make demo-reset CONFIRMER=oui »"):
        migrer()


@pytest.mark.django_db
def test_a_library_that_dropped_an_old_migration_of_its_own_stops_nothing():
    MigrationRecorder(connection).record_applied("axes", "0000_ancienne")
    migrer()


@pytest.mark.django_db
def test_a_database_that_lost_a_guard_gets_it_back():
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'actions_report'::regclass "
            "AND NOT tgisinternal LIMIT 1"
        )
        (nom,) = curseur.fetchone()
        curseur.execute(f"ALTER TABLE actions_report ENABLE TRIGGER {nom}")
        migrer()
        curseur.execute("SELECT tgenabled FROM pg_trigger WHERE tgname = %s", [nom])
        assert curseur.fetchone() == ("A",)
