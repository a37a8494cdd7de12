"""What empties the tables after a test of real transactions leaves nothing, and sees what it must not."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from partenariat.histoire import pose
from tests.factories import DecisionFactory, EngagementFactory, NouvelleFactory
from tests.vidange import LAISSEES, PERDU, Vidange, etat_des_migrations, intacte, vider


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


REMPLACER = """
CREATE OR REPLACE FUNCTION public.cle_naturelle(texte text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS 'SELECT texte'
"""
CHANGER = """
ALTER TABLE actions_jalon DROP CONSTRAINT jalon_poids_positif,
  ADD CONSTRAINT jalon_poids_positif CHECK (poids >= 0)
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "toucher",
    [
        lambda: Group.objects.first().permissions.clear(),
        lambda: sql("DROP VIEW histoire.actions_jalon CASCADE"),
        lambda: sql("ALTER TABLE actions_action DISABLE TRIGGER USER"),
        lambda: sql("COMMENT ON SCHEMA histoire IS NULL"),
        lambda: sql(REMPLACER),
        lambda: sql("ALTER FUNCTION public.cle_naturelle(text) SECURITY DEFINER"),
        lambda: sql("REVOKE EXECUTE ON FUNCTION public.cle_naturelle(text) FROM PUBLIC"),
        lambda: sql("GRANT SELECT ON actions_jalon TO PUBLIC"),
        lambda: sql("GRANT SELECT ON histoire.actions_jalon TO PUBLIC"),
        lambda: sql("GRANT CREATE ON SCHEMA public TO PUBLIC"),
        lambda: sql("DROP INDEX report_le"),
        lambda: sql("DROP INDEX report_le; CREATE INDEX report_le ON actions_report (id)"),
        lambda: sql("ALTER TABLE actions_jalon DROP CONSTRAINT jalon_poids_positif"),
        lambda: sql(CHANGER),
    ],
    ids=[
        "rights",
        "a view",
        "triggers",
        "the mark",
        "a function replaced",
        "a function of its owner",
        "a function's right",
        "a table's right",
        "a view's right",
        "a schema's right",
        "an index dropped",
        "an index replaced",
        "a constraint dropped",
        "a constraint changed",
    ],
)
def test_what_a_test_did_to_what_migrations_leave_is_seen(toucher):
    etat = etat_des_migrations()
    assert intacte(etat)
    toucher()
    assert not intacte(etat)


PERDUS = {
    "an index dropped": ("DROP INDEX report_le", True),
    "a constraint dropped": ("ALTER TABLE actions_jalon DROP CONSTRAINT jalon_poids_positif", True),
    "a function of a migration": (REMPLACER, True),
    "a function made anew": (
        "CREATE OR REPLACE FUNCTION public.session_du_proprietaire() RETURNS boolean "
        "LANGUAGE sql STABLE AS 'SELECT true'",
        False,
    ),
    "a right of a view": ("GRANT SELECT ON histoire.actions_jalon TO PUBLIC", False),
    "a view made anew": ("DROP VIEW histoire.actions_jalon CASCADE", False),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("texte", "perdu"), PERDUS.values(), ids=PERDUS.keys())
def test_a_test_that_loses_what_nothing_brings_back_fails_and_it_alone(texte, perdu):
    vidange = Vidange()
    vidange.lire()
    sql(texte)
    if perdu:
        with pytest.raises(pytest.fail.Exception, match=PERDU[:20]):
            vidange.faire(pose.poser)
    else:
        vidange.faire(pose.poser)
    assert intacte(vidange.etat)
    vidange.faire(pytest.fail)


def sql(texte: str) -> None:
    with connection.cursor() as curseur:
        curseur.execute(texte)
