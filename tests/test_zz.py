import pytest
from django.apps import apps
from tests.monde import *
from tests.factories import PlanFactory


@pytest.mark.django_db
def test_x():
    monde(PlanFactory(actif=True))
    vides = [m._meta.label for m in MOUVANTS if not m._base_manager.exists()]
    print("VIDES", vides, len(MOUVANTS), len(PARTIES))
    with gardes_endormies():
        for m in MOUVANTS:
            print(
                m._meta.label,
                len(m._meta.concrete_fields),
                [r.split("SET ")[1].split(" ")[0] for r in alterations(m)],
            )
