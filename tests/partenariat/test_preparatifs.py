"""What the start does of a database that is not of this version, or that came from an archive."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from partenariat.lancement import preparatifs
from partenariat.lancement.embarque import ADRESSE_WEB
from partenariat.lancement.preparatifs import BaseEtrangere, creer_comptes, migrer
from partenariat.lancement.preparation import preparer
from partenariat.models import Restauration, Utilisateur


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


@pytest.fixture
def restauree(monkeypatch, tmp_path):
    """Our own database, after `restaurer`; the other preparations are not what is asked about."""
    for autre in ("compiler_messages", "migrer", "rassembler_statiques"):
        monkeypatch.setattr(preparatifs, autre, lambda: None)
    monkeypatch.setattr(preparatifs, "roles_du_web", lambda _adresse: "")
    monkeypatch.setattr(preparatifs, "DONNEES", tmp_path)
    monkeypatch.setenv(ADRESSE_WEB, "")
    monkeypatch.delenv("DEMO_MOT_DE_PASSE", raising=False)
    maintenant = timezone.now()
    return Restauration.objects.create(
        archive="partenariat-20260331T061500Z.tar", faite_le=maintenant, restauree_le=maintenant, achevee=True
    )


@pytest.mark.django_db
def test_a_restored_copy_has_the_accounts_of_its_archive_and_says_so(restauree):
    dit = preparer(demonstration=True)
    assert restauree.archive in dit
    assert "Mot de passe, le même pour tous" not in dit
    assert not Utilisateur.objects.exists()


@pytest.mark.django_db
def test_whoever_asks_for_the_accounts_of_the_demonstration_has_them_all_the_same(restauree, monkeypatch):
    monkeypatch.setattr(preparatifs, "charger_demonstration", lambda: None)
    monkeypatch.setenv("DEMO_MOT_DE_PASSE", "essai-2026-mdp")
    assert "Mot de passe, le même pour tous" in preparer(demonstration=True)
    assert Utilisateur.objects.get(username="admin").check_password("essai-2026-mdp")


@pytest.mark.django_db
def test_the_table_of_before_a_restoration_is_not_said_of_what_it_brought(restauree):
    restauree.delete()
    creer_comptes("essai-2026-mdp")
    restauree.save()
    comite = Utilisateur.objects.get(username="comite")
    comite.set_password("celui de l'archive")
    comite.save()
    creer_comptes("essai-2026-mdp")
    comite.refresh_from_db()
    assert comite.check_password("essai-2026-mdp")
