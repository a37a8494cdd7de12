"""Several rows were sent, one is refused: the page still tells the truth of the list."""

import pytest

from actions.models import Action, Jalon
from tests.actions.test_jalons_en_liste import TOUT, coche, dans, ouvrir
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory
from tests.formulaires import lire, texte

pytestmark = pytest.mark.django_db


def test_what_remains_is_counted_and_its_pages_stay(redaction, jalons, axe, unite):
    action = ActionFactory(axe=axe, responsable=unite)
    for n in range(60):
        JalonFactory(action=action, titre=f"Reste {n}", echeance=dans(10 + n))
    appel, bilan, _ = jalons
    dits = coche(appel, **{f"r{bilan.pk}-echeance": dans(90).isoformat()})
    reponse = redaction.post(TOUT, ouvrir(redaction) | dits)
    lue = texte(reponse)
    assert "62 jalons attendus." in lue
    assert "1 ligne n'est pas enregistrée" in lue
    assert "page 1 de 2" in lue.replace("\N{NO-BREAK SPACE}", " ")
    assert 'href="?quand=toutes&amp;p=2"' in reponse.content.decode()


def test_a_row_that_is_lost_is_one_that_is_not_saved(redaction, jalons):
    vu = ouvrir(redaction)
    Action.objects.filter(code="2").update(responsable=OrganisationFactory(service=True))
    lue = texte(redaction.post(TOUT, vu | coche(jalons[2])))
    assert "1 ligne n'est pas enregistrée" in lue


def test_a_reason_too_long_is_said_without_a_row(redaction, jalons):
    reponse = redaction.post(TOUT, ouvrir(redaction) | coche(jalons[0]) | {"motif": "mot " * 200})
    lue = texte(reponse)
    assert "0 ligne" not in lue
    assert "Un texte est à corriger, au-dessus des lignes" in lue
    assert Jalon.objects.get(pk=jalons[0].pk).atteint_le
    assert lire(reponse, "liste_form")["motif"] == ["mot " * 200]
