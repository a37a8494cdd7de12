"""The events of one object: from when to when each held, without gap nor overlap, written once."""

import pytest
from django.db import IntegrityError, InternalError, connection, connections, transaction
from django.db.models import F
from django.utils import timezone

from actions.models import Plan, Report
from engagements.models import Passage
from tests.factories import ActionFactory, PlanFactory

pytestmark = pytest.mark.django_db(transaction=True)

EVENEMENTS = Plan.pgh_event_model.objects


def au(plan_id: int, moment) -> list[str]:
    return list(Plan.objects.au(moment).filter(pk=plan_id).values_list("titre", flat=True))


def test_each_event_holds_until_the_next_begins_and_the_last_still_holds():
    plan = PlanFactory(titre="Un")
    for titre in ("Deux", "Trois"):
        Plan.objects.filter(pk=plan.pk).update(titre=titre)
    un, deux, trois = EVENEMENTS.filter(pgh_obj_id=plan.pk).order_by("pgh_id")
    assert (un.remplace_le, deux.remplace_le, trois.remplace_le) == (
        deux.pgh_created_at,
        trois.pgh_created_at,
        None,
    )


def test_what_is_deleted_held_for_no_time():
    plan = PlanFactory()
    numero = plan.pk
    plan.delete()
    assert not EVENEMENTS.filter(pgh_obj_id=numero, remplace_le=None).exists()
    fin = EVENEMENTS.filter(pgh_obj_id=numero).latest("pgh_id")
    assert (fin.pgh_label, fin.remplace_le) == ("delete", fin.pgh_created_at)


def test_two_states_of_one_transaction_leave_one_to_be_read(maintenant):
    plan = PlanFactory(titre="Un")
    with transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(titre="Deux")
        Plan.objects.filter(pk=plan.pk).update(titre="Trois")
    moments = EVENEMENTS.filter(pgh_obj_id=plan.pk).values_list("pgh_created_at", flat=True)
    assert [au(plan.pk, moment) for moment in sorted(set(moments))] == [["Un"], ["Trois"]]
    assert au(plan.pk, maintenant()) == ["Trois"]


def test_a_transaction_that_began_first_and_wrote_last_overlaps_nothing(maintenant):
    plan = PlanFactory(titre="Un")
    tardive = connections.create_connection("default")
    try:
        tardive.set_autocommit(False)
        with tardive.cursor() as curseur:
            curseur.execute("SELECT now()")
            debut = curseur.fetchone()[0]
            Plan.objects.filter(pk=plan.pk).update(titre="Deux")
            curseur.execute("UPDATE actions_plan SET titre = 'Trois' WHERE id = %s", [plan.pk])
        tardive.commit()
    finally:
        tardive.close()
    evenements = list(EVENEMENTS.filter(pgh_obj_id=plan.pk).order_by("pgh_id"))
    assert [e.titre for e in evenements] == ["Un", "Deux", "Trois"]
    moments = {debut, maintenant()} | {e.pgh_created_at for e in evenements}
    assert all(len(au(plan.pk, moment)) == 1 for moment in moments if moment >= evenements[0].pgh_created_at)
    assert au(plan.pk, maintenant()) == ["Trois"]


REECRITURES = {
    "un champ": {"titre": "Réécrit"},
    "sa date": {"pgh_created_at": timezone.now()},
    "sa fin et un champ": {"titre": "Réécrit", "remplace_le": timezone.now()},
    "le retrait de sa fin": {"remplace_le": None},
    "le masque d'un retrait qui n'est pas": {"mots_retires": {"": "[retiré]"}},
}


@pytest.mark.parametrize("champs", REECRITURES.values(), ids=REECRITURES.keys())
def test_nobody_rewrites_an_event(champs):
    plan = PlanFactory()
    Plan.objects.filter(pk=plan.pk).update(titre="Deux")
    with pytest.raises(InternalError, match="history is append-only"):
        EVENEMENTS.filter(pgh_obj_id=plan.pk).update(**champs)
    with pytest.raises(InternalError, match="history is append-only"):
        EVENEMENTS.filter(pgh_obj_id=plan.pk, remplace_le=None).delete()


def test_the_end_of_an_event_is_written_once():
    plan = PlanFactory()
    Plan.objects.filter(pk=plan.pk).update(titre="Deux")
    remplaces = EVENEMENTS.filter(pgh_obj_id=plan.pk, remplace_le__isnull=False)
    with pytest.raises(InternalError, match="history is append-only"):
        remplaces.update(remplace_le=F("pgh_created_at"))


# --- Who may date -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("modele", [Report, Passage], ids=["un report", "un changement d'état"])
def test_the_web_role_writes_nothing_where_triggers_write(role_web, modele):
    with connection.cursor() as curseur:
        curseur.execute("SELECT has_table_privilege(%s, %s, 'INSERT')", [role_web, modele._meta.db_table])
        assert curseur.fetchone() == (False,)


def test_the_web_role_puts_no_guard_to_sleep(role_web):
    action = ActionFactory(fin=timezone.localdate())
    with connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        curseur.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'actions_action'::regclass")
        noms = ",".join(nom for (nom,) in curseur.fetchall())
        curseur.execute(
            "SELECT set_config('pgtrigger.ignore', %s, true)", ["{" + noms.replace('"', "") + "}"]
        )
        with pytest.raises(IntegrityError, match="demande un motif"), transaction.atomic():
            curseur.execute("UPDATE actions_action SET fin = fin + 1 WHERE id = %s", [action.pk])
        curseur.execute("RESET ROLE")
