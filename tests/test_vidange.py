"""What empties the tables after a test of real transactions leaves nothing, and sees what it must not."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from tests.factories import DecisionFactory, EngagementFactory, NouvelleFactory
from tests.vidange import LAISSEES, etat_des_migrations, intacte, vider


@pytest.mark.django_db(transaction=True)
def test_nothing_of_what_was_written_is_left_and_all_of_what_migrations_leave_is():
    etat = etat_des_migrations()
    EngagementFactory(signe=True, publie=True)
    NouvelleFactory()
    DecisionFactory()
    vider()
    modeles = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    pleins = {m._meta.db_table for m in modeles if m._base_manager.exists()}
    assert pleins == set(LAISSEES)
    assert intacte(etat)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "toucher",
    [
        lambda: Group.objects.first().permissions.clear(),
        lambda: sql("DROP VIEW histoire.actions_jalon CASCADE"),
        lambda: sql("ALTER TABLE actions_action DISABLE TRIGGER USER"),
        lambda: sql("COMMENT ON SCHEMA histoire IS NULL"),
    ],
    ids=["rights", "a view", "triggers", "the mark"],
)
def test_what_a_test_did_to_what_migrations_leave_is_seen(toucher):
    etat = etat_des_migrations()
    assert intacte(etat)
    toucher()
    assert not intacte(etat)


def sql(texte: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute(texte)
