"""What a person reads of each model, and what forms refuse."""

import pytest
from tests.factories import ActionFactory, AxeFactory, JalonFactory, PlanFactory, UtilisateurFactory, VoletFactory

pytestmark = pytest.mark.django_db


def test_smoke():
    plan = PlanFactory(actif=True)
    assert ActionFactory(plan=plan).axe.plan == plan
    v = VoletFactory(); a = ActionFactory(volet=v)
    assert a.axe == v.axe and a.plan == v.axe.plan
    x = AxeFactory(plan=plan)
    assert ActionFactory(axe=x).plan == plan
    assert JalonFactory(action__plan=plan).action.axe.plan == plan
    assert not ActionFactory(plan__actif=False, en_continu=True).fin
    assert UtilisateurFactory(coordination=True).a_role("coordination")
    assert ActionFactory(en_retard=True, publiee=True).lectures["echeancier"] == "en_retard"
    assert ActionFactory(a_valider=True).soumise_par
