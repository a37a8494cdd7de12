"""What several querysets give in one query is what each gives alone."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import Count

from actions.models import Action, Indicateur, Jalon, Plan, Report
from partenariat.donnees.en_une_fois import garder, lecture, lire, rattacher, repartir
from partenariat.models import Organisation
from tests.factories import (
    ActionFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    plan = PlanFactory(meta={"cle": ["é", 1, None]})
    action = ActionFactory(plan=plan, code="1.10", budget_prevu=Decimal("1234567.80"), publiee=True)
    ActionFactory(plan=plan, code="1.9", fin=date(2031, 2, 28))
    JalonFactory(action=action, echeance=date(2030, 5, 1))
    JalonFactory(action=action, echeance=date(2029, 5, 1), titre="« 100 % » d'abord")
    MesureFactory(indicateur=IndicateurFactory(action=action), valeur=Decimal("0.0001"))
    OrganisationFactory(nom="Épicerie")
    return plan


def champs(objet) -> dict:
    return {champ.name: getattr(objet, champ.attname) for champ in objet._meta.concrete_fields}


def test_every_row_is_the_same_typed_and_in_order(plan, django_assert_num_queries):
    demandes = {
        "plans": Plan.objects.all(),
        "actions": Action.objects.par_code(),
        "jalons": Jalon.objects.order_by("-echeance"),
        "reports": Report.objects.all(),
        "indicateurs": Indicateur.objects.all(),
        "organisations": Organisation.objects.order_by("-cle_tri"),
    }
    with django_assert_num_queries(1):
        lus = lire(**demandes)
    for nom, queryset in demandes.items():
        assert [champs(lu) for lu in lus[nom]] == [champs(seul) for seul in queryset], nom


def test_counts_come_as_dictionaries(plan):
    groupes = Action.objects.order_by("statut").values("statut").annotate(n=Count("pk"))
    dates = Action.objects.order_by("fin").values("fin", "avancement")
    lus = lire(groupes=groupes, dates=dates)
    assert (lus["groupes"], lus["dates"]) == (list(groupes), list(dates))


def test_what_is_kept_is_not_asked_again(plan, django_assert_num_queries):
    action = Action.objects.get(code="1.10")
    lus = lire(jalons=action.jalons.all(), indicateurs=action.indicateurs.all())
    garder(action, "jalons", lus["jalons"])
    repartir(lus["indicateurs"], "mesures", [], "indicateur_id")
    with django_assert_num_queries(0):
        assert [jalon.titre for jalon in action.jalons.all()] == [jalon.titre for jalon in lus["jalons"]]
        assert list(lus["indicateurs"][0].mesures.all()) == []
    with django_assert_num_queries(1):
        assert action.jalons.ouverts().count() == 2


def test_a_row_knows_the_object_that_its_key_names(plan, django_assert_num_queries):
    lus = lire(actions=Action.objects.all(), organisations=Organisation.objects.all())
    rattacher(lus["actions"], "responsable", lus["organisations"])
    rattacher(lus["actions"], "volet", [])
    with django_assert_num_queries(0):
        assert all(action.responsable.pk == action.responsable_id for action in lus["actions"])
        assert all(action.volet is None for action in lus["actions"])


@lecture(Plan)
def de_ce_plan(plan):
    return {
        "actions": Action.objects.filter(plan=plan).par_code(),
        "jalons": Jalon.objects.filter(action__plan=plan),
        "arrondissements": Organisation.objects.filter(places__plan=plan),
    }


def test_what_is_written_once_reads_each_object(plan, django_assert_num_queries):
    autre = PlanFactory()
    ActionFactory(plan=autre, code="9.9")
    for un in (plan, autre, plan):
        with django_assert_num_queries(1):
            lus = de_ce_plan(un)
        assert lus["actions"] == list(Action.objects.filter(plan=un).par_code())
        assert lus["jalons"] == list(Jalon.objects.filter(action__plan=un))
        assert lus["arrondissements"] == list(Organisation.objects.filter(places__plan=un))
