"""A query whose SQL is written once answers for each argument, in each language, on each date."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import DateField, Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from actions.models import Action, Axe, Plan
from partenariat.donnees.en_une_fois import lecture
from partenariat.donnees.preparees import par_tranches, preparee
from partenariat.histoire.temps import au, jour
from partenariat.presentation.traduction import traduit
from tests.factories import ActionFactory, AxeFactory, PlanFactory

ecrites = []


@preparee(Plan)
def titres(plan):
    ecrites.append(plan)
    return Axe.objects.filter(plan=plan).order_by("numero").values_list(traduit("titre"), "numero")


@preparee(Plan, str)
def d_un_code(plan, code):
    return Action.objects.filter(plan=plan, code=code).avec_lectures().select_related("axe").order_by()


@preparee(Plan)
def jours(plan):
    veille = Value(jour() - timedelta(days=1), output_field=DateField())
    return Plan.objects.filter(pk=plan.pk).annotate(veille=veille).values_list("veille", flat=True)


@lecture(Plan, str)
def ensemble(plan, code):
    return {"axes": Axe.objects.filter(plan=plan), "actions": Action.objects.filter(plan=plan, code=code)}


@pytest.mark.django_db(transaction=True)
def test_each_object_has_its_rows_in_each_language_on_each_date(maintenant):
    un, deux = PlanFactory(), PlanFactory()
    AxeFactory(plan=un, numero=1, titre="Un", titre_en="One")
    AxeFactory(plan=deux, numero=2, titre="Deux", titre_en="Two")
    avant = maintenant()
    Axe.objects.filter(plan=un).update(titre="Autre")
    with translation.override("fr-ca"):
        assert (titres(un), titres(deux)) == ([("Autre", 1)], [("Deux", 2)])
        with au(avant):
            assert titres(un) == [("Un", 1)]
    with translation.override("en"):
        assert (titres(un), titres(deux)) == ([("One", 1)], [("Two", 2)])
    # Twice for each language: about stand-ins, and about others that prove the first ones.
    assert len(ecrites) == 4


@pytest.fixture
def action(db):
    return ActionFactory(code="7.1", statut="en_cours", fin=timezone.localdate())


def test_it_gives_whole_objects_with_what_was_joined_and_annotated(action, django_assert_num_queries):
    d_un_code(action.plan, "7.1")
    with django_assert_num_queries(1):
        (lue,) = d_un_code(action.plan, "7.1")
        assert (lue, lue.axe, lue.echeancier) == (action, action.axe, "a_surveiller")
    assert d_un_code(action.plan, "7.2") == []
    assert d_un_code(PlanFactory(), "7.1") == []


@par_tranches(Plan)
def par_code(plan):
    return Action.objects.filter(plan=plan).avec_lectures().select_related("axe").par_code()


def test_its_rows_are_read_by_slices_and_counted(action, django_assert_num_queries):
    for code in ("7.2", "7.3"):
        ActionFactory(plan=action.plan, axe=action.axe, code=code)
    with django_assert_num_queries(1):
        lues = par_code(action.plan)
        assert lues.count() == 3
    assert [a.code for a in lues[1:3]] == ["7.2", "7.3"]
    assert [(a.code, a.echeancier) for a in lues[:1]] == [("7.1", "a_surveiller")]
    assert lues[3:6] == []
    assert par_code(PlanFactory()).count() == 0


def test_a_text_that_looks_like_sql_is_a_text(action):
    assert d_un_code(action.plan, "7.1' OR '1'='1") == []
    assert d_un_code(action.plan, "%s") == []


@pytest.mark.django_db(transaction=True)
def test_the_day_is_that_of_the_readings_and_never_that_of_the_writing(maintenant):
    plan = PlanFactory()
    assert jours(plan) == [timezone.localdate() - timedelta(days=1)]
    with au(avant := maintenant() - timedelta(days=40)):
        # The plan did not exist; the day is asked for all the same.
        assert (jours(plan), jour()) == ([], timezone.localtime(avant).date())


def test_the_day_follows_from_one_call_to_the_next(action, monkeypatch):
    assert d_un_code(action.plan, "7.1")[0].echeancier == "a_surveiller"
    demain = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr("partenariat.donnees.preparees.jour", lambda: demain)
    assert d_un_code(action.plan, "7.1")[0].echeancier == "en_retard"


def test_the_day_is_asked_once_a_query(action, monkeypatch):
    """At midnight, what compares with a day twice would compare with two days."""
    d_un_code(action.plan, "7.1")
    demandes = []
    monkeypatch.setattr("partenariat.donnees.preparees.jour", lambda: demandes.append(1) or jour())
    d_un_code(action.plan, "7.1")
    assert demandes == [1]


def test_several_querysets_answer_for_several_arguments(action):
    lus = ensemble(action.plan, "7.1")
    assert (lus["axes"], lus["actions"]) == ([action.axe], [action])
    assert ensemble(action.plan, "9.9")["actions"] == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection():
    action = ActionFactory(code="7.1")
    assert d_un_code(action.plan, "7.1") == [action]
    trouves = []

    def ailleurs():
        try:
            with CaptureQueriesContext(connection) as requetes:
                trouves.append((d_un_code(action.plan, "7.1"), len(requetes)))
        finally:
            connection.close()

    fil = Thread(target=ailleurs)
    fil.start()
    fil.join(20)
    assert trouves == [([action], 1)]


REFUSEES = {
    "un argument oublié": lambda plan, code: Plan.objects.filter(pk=plan.pk),
    "un texte transformé": lambda plan, code: Action.objects.filter(plan=plan, code__startswith=code),
    "un texte transformé, et tel quel": lambda plan, code: Action.objects.filter(
        Q(code=code) | Q(titre__icontains=code), plan=plan
    ),
    "un argument qui décide": lambda plan, code: Action.objects.filter(plan=plan, code=code).order_by(
        "fin" if code < "⟦7" else "code"
    ),
    "une part du jour": lambda plan, code: Action.objects.filter(plan=plan, code=code, fin__year=jour().year),
    "le premier de l'an": lambda plan, code: Action.objects.filter(
        plan=plan, code=code, fin__gte=date(jour().year, 1, 1)
    ),
    "le jour d'aujourd'hui": lambda plan, code: Action.objects.filter(
        plan=plan, code=code, fin__gte=timezone.localdate()
    ),
    "un moment": lambda plan, code: Action.objects.filter(
        plan=plan, code=code, publiee_le__lt=timezone.now()
    ),
}


@pytest.mark.parametrize("ecrire", REFUSEES.values(), ids=REFUSEES)
def test_what_would_answer_for_another_is_refused(ecrire, action):
    with pytest.raises(LookupError):
        preparee(Plan, str)(ecrire)(action.plan, "7.1")
    with pytest.raises(LookupError):
        lecture(Plan, str)(lambda plan, code: {"une": ecrire(plan, code)})(action.plan, "7.1")
