"""A query whose SQL is written once answers for each object, in each language, on each date."""

import pytest
from django.utils import translation

from actions.models import Axe, Plan
from partenariat.donnees.preparees import preparee
from partenariat.histoire.temps import au
from partenariat.presentation.traduction import traduit
from tests.factories import AxeFactory, PlanFactory

ecrites = []


@preparee(Plan)
def titres(plan):
    ecrites.append(plan)
    return Axe.objects.filter(plan=plan).order_by("numero").values_list(traduit("titre"), "numero")


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
    assert len(ecrites) == 2
