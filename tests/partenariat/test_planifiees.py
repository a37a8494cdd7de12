"""A query that PostgreSQL plans once a connection gives what it would give if it were planned each time."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import DateField, F, Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from actions.models import Axe, Plan
from partenariat.donnees.preparees import preparee
from partenariat.histoire.lues import relations_lues
from partenariat.histoire.temps import au, jour, le_jour
from partenariat.presentation.traduction import traduit
from tests.factories import AxeFactory, PlanFactory


@preparee(Plan, str, planifiee=True)
def axes(plan, titre):
    lus = Axe.objects.filter(Q(titre__iexact="100% d'accord") | Q(titre=titre), plan=plan)
    return lus.order_by("numero").values_list(traduit("titre"), "numero")


@preparee(Plan, planifiee=True)
def jours(plan):
    autour = [Value(jour() + timedelta(days=n), output_field=DateField()) for n in (-400, 0, 7)]
    annotees = Plan.objects.filter(pk=plan.pk).annotate(hier=autour[0], ce_jour=autour[1], apres=autour[2])
    return annotees.values_list("hier", "ce_jour", "apres", F("pk"))


def preparees() -> set[str]:
    with connection.cursor() as curseur:
        curseur.execute("SELECT name FROM pg_prepared_statements")
        return {nom for (nom,) in curseur.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_each_argument_has_its_rows_in_each_language_on_each_date(maintenant):
    un, deux = PlanFactory(), PlanFactory()
    AxeFactory(plan=un, numero=1, titre="Un l'an", titre_en="One")
    AxeFactory(plan=deux, numero=2, titre="100% d'accord", titre_en="Two")
    avant = maintenant()
    Axe.objects.filter(plan=un).update(titre="%s $1")
    with translation.override("fr-ca"):
        assert axes(un, "%s $1") == [("%s $1", 1)]
        assert axes(un, "Un l'an") == []
        assert axes(deux, "rien") == [("100% d'accord", 2)]
        with au(avant):
            assert axes(un, "Un l'an") == [("Un l'an", 1)]
            assert axes(un, "%s $1") == []
        assert axes(un, "%s $1") == [("%s $1", 1)]
    with translation.override("en"):
        assert axes(un, "%s $1") == [("One", 1)]


def test_a_day_is_that_of_the_readings(db):
    plan = PlanFactory()
    for ecart in (0, -30, 45):
        le = jour() + timedelta(days=ecart)
        with le_jour(le):
            assert jours(plan) == [(le - timedelta(days=400), le, le + timedelta(days=7), plan.pk)]


def test_it_is_planned_once_a_connection_and_costs_one_query(db):
    plan = PlanFactory()
    with CaptureQueriesContext(connection) as requetes:
        axes(plan, "un")
    assert len(requetes) == 1
    avant = preparees()
    for titre in ("deux", "trois"):
        axes(plan, titre)
    assert preparees() == avant
    with connection.cursor() as curseur:
        curseur.execute("SELECT sum(custom_plans), sum(generic_plans) > 2 FROM pg_prepared_statements")
        assert curseur.fetchone() == (0, True)


@pytest.mark.django_db(transaction=True)
def test_another_connection_plans_it_again():
    plan = PlanFactory()
    AxeFactory(plan=plan, numero=3, titre="Trois")
    for _ in range(2):
        assert axes(plan, "Trois")[0][1] == 3
        connection.close()


def test_what_it_reads_is_known(db):
    """The page cache asks which tables a page read: the statement names none."""
    plan = PlanFactory()
    with relations_lues() as relations:
        axes(plan, "un")
    assert "*" not in relations
    assert "actions_axe" in relations
    with relations_lues() as relations, connection.cursor() as curseur:
        curseur.execute("PREPARE d_un_autre AS SELECT 1")
        curseur.execute("EXECUTE d_un_autre")
    assert "*" in relations
