"""The three sums that an action keeps of its milestones: true whoever writes, and however."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from actions.models import Action, Jalon
from actions.models.sommes import SOMMES
from partenariat.histoire.integrite import verifier
from partenariat.histoire.temps import au
from tests.factories import ActionFactory, JalonFactory

HIER, DEMAIN = date(2026, 1, 1), date(2030, 1, 1)


def sommes(action: Action) -> tuple:
    """Those of the milestones; the day of the last news has its own tests (`test_fraicheur`)."""
    return Action.objects.values_list("poids_total", "poids_atteint", "echeance_jalon").get(pk=action.pk)


def executer(requete: str, *parametres) -> None:
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)


@pytest.fixture
def action(db) -> Action:
    """One milestone reached, of weight 3; one open, of weight 1, due in 2030."""
    action = ActionFactory()
    JalonFactory(action=action, poids=3, echeance=HIER, atteint_le=HIER)
    JalonFactory(action=action, poids=1, echeance=DEMAIN)
    return action


def test_an_action_without_milestone_has_none(db):
    assert sommes(ActionFactory()) == (0, 0, None)


def test_the_sums_follow_the_milestones(action):
    assert sommes(action) == (4, 3, DEMAIN)


GESTES = {
    "un poids": (lambda a: a.jalons.update(poids=5), (10, 5, DEMAIN)),
    "un jalon atteint": (lambda a: a.jalons.update(atteint_le=HIER), (4, 4, None)),
    "un jalon annulé": (lambda a: a.jalons.filter(poids=1).update(annule=True), (4, 3, None)),
    "un jalon effacé": (lambda a: a.jalons.filter(poids=1).delete(), (3, 3, None)),
    "tous effacés d'un coup": (lambda a: executer("DELETE FROM actions_jalon"), (0, 0, None)),
    "une échéance par SQL": (
        lambda a: executer(
            "SELECT set_config('partenariat.motif', 'Retard.', true); "
            "UPDATE actions_jalon SET echeance = '2029-05-05' WHERE poids = 1"
        ),
        (4, 3, date(2029, 5, 5)),
    ),
    "des jalons en lot": (
        lambda a: Jalon.objects.bulk_create(
            Jalon(action=a, titre="Lot", echeance=DEMAIN, echeance_initiale=DEMAIN, poids=n) for n in (1, 2)
        ),
        (7, 3, DEMAIN),
    ),
    "une clé et un poids, d'un coup": (
        lambda a: executer("UPDATE actions_jalon SET id = id + 700000, poids = 5 WHERE poids = 1"),
        (8, 3, DEMAIN),
    ),
    "un titre": (lambda a: a.jalons.update(titre="Autre"), (4, 3, DEMAIN)),
}


@pytest.mark.parametrize(("geste", "attendu"), GESTES.values(), ids=GESTES.keys())
def test_whatever_is_done_to_a_milestone_its_action_knows(action, geste, attendu):
    geste(action)
    assert sommes(action) == attendu


def test_a_milestone_stays_with_its_action_and_the_sums_with_it(action):
    autre = ActionFactory(plan=action.plan)
    with pytest.raises(IntegrityError, match="ne change pas d'action"), transaction.atomic():
        Jalon.objects.filter(action=action, poids=3).update(action=autre)
    assert (sommes(action), sommes(autre)) == ((4, 3, DEMAIN), (0, 0, None))


def test_nobody_sets_them_otherwise(action):
    Action.objects.filter(pk=action.pk).update(poids_total=99, poids_atteint=98, echeance_jalon=None)
    assert sommes(action) == (4, 3, DEMAIN)


def test_an_action_read_before_and_saved_after_loses_nothing(db):
    action = ActionFactory()
    JalonFactory(action=action, poids=2, echeance=DEMAIN)
    action.save()
    assert sommes(action) == (2, 0, DEMAIN)


def test_a_milestone_moves_no_version(action):
    avant = Action.objects.get(pk=action.pk).version
    action.jalons.update(poids=7)
    assert Action.objects.get(pk=action.pk).version == avant


@pytest.mark.django_db(transaction=True)
def test_the_sums_of_the_past_are_those_of_the_day(maintenant):
    action = ActionFactory()
    JalonFactory(action=action, poids=3, echeance=HIER, atteint_le=HIER)
    avant = maintenant()
    JalonFactory(action=action, poids=1, echeance=DEMAIN)
    with au(avant):
        assert sommes(action) == (3, 3, None)
        assert Action.objects.get(pk=action.pk).avancement == 100
    assert Action.objects.get(pk=action.pk).avancement == 75


@pytest.mark.django_db(transaction=True)
def test_two_milestones_written_at_once_are_both_counted():
    action = ActionFactory()
    autre = connections.create_connection("default")
    inscrire = (
        "INSERT INTO actions_jalon (action_id, titre, titre_en, echeance, echeance_initiale, annule, poids) "
        "VALUES (%s, 'Un', '', '2030-01-01', '2030-01-01', false, 1)"
    )
    try:
        autre.set_autocommit(False)
        with autre.cursor() as curseur:
            curseur.execute("SELECT count(*) FROM actions_jalon")
            executer(inscrire, action.pk)
            curseur.execute(inscrire, [action.pk])
        autre.commit()
    finally:
        autre.close()
    assert sommes(action) == (2, 0, DEMAIN)


# --- The check ----------------------------------------------------------------------------------------------


def test_the_check_finds_nothing_to_say_of_a_plan_whose_guards_are_awake(action):
    assert list(SOMMES.fausses()) == []
    sortie = StringIO()
    call_command("verifier_integrite", stdout=sortie)
    assert "Tout se tient" in sortie.getvalue()


def test_the_check_names_a_lost_index_and_stops_at_a_lost_column(action):
    executer("DROP INDEX action_duree")
    assert dict(verifier())["Index"] == ["index actions_actionevent action_duree"]
    executer("ALTER TABLE engagements_engagement RENAME nb_preuves TO autre")
    assert list(dict(verifier()).values()) == [["colonne engagements_engagement nb_preuves"]]


def test_the_check_names_what_a_sleeping_guard_let_through(action):
    executer("SET CONSTRAINTS ALL IMMEDIATE")
    executer("ALTER TABLE actions_jalon DISABLE TRIGGER USER")
    action.jalons.update(poids=9)
    assert list(SOMMES.fausses()) == [f"{action.plan.slug}:{action.code}"]
    erreurs = StringIO()
    with pytest.raises(CommandError, match="ne se tien"):
        call_command("verifier_integrite", stdout=StringIO(), stderr=erreurs)
    assert f"{action.plan.slug}:{action.code}" in erreurs.getvalue()
    assert "declencheur actions_jalon" in erreurs.getvalue()


@pytest.mark.parametrize(
    ("jours", "attendu"),
    [(-1, "en_retard"), (0, "a_surveiller"), (30, "a_surveiller"), (31, "dans_les_temps")],
    ids=["hier", "aujourd'hui", "dans 30 jours", "dans 31 jours"],
)
def test_the_next_date_is_kept_and_the_day_only_compares(jours, attendu, db):
    quand = timezone.localdate() + timedelta(days=jours)
    action = ActionFactory(statut="en_cours", fin=None)
    JalonFactory(action=action, echeance=quand)
    lue = Action.objects.avec_lectures().get(pk=action.pk)
    assert (lue.prochaine_echeance, lue.echeancier) == (quand, attendu)
