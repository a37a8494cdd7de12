"""A note in the long form of its action: who will read it is said, never supposed."""

import pytest

from actions.models.etats import Visibilite
from tests.factories import ActionFactory, NouvelleFactory
from tests.formulaires import ouvrir, texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def action(plan, axe, unite):
    return ActionFactory(axe=axe, responsable=unite, publiee=True)


def page(action) -> str:
    return f"/admin/actions/action/{action.pk}/change/"


def dire(client, action, **dit):
    """Fills the empty note of the form, and sends it."""
    champs = ouvrir(client, page(action))
    rang = int(champs["nouvelles-INITIAL_FORMS"][0])
    return client.post(page(action), champs | {f"nouvelles-{rang}-{nom}": v for nom, v in dit.items()})


def test_nothing_is_chosen_of_a_new_note(redaction, action):
    html = redaction.get(page(action)).content.decode()
    choix = html.split('name="nouvelles-0-visibilite"')[1].split("</select>")[0]
    assert '<option value="" selected>Choisir</option>' in choix
    assert 'value="publique"' in choix
    assert 'value="interne"' in choix


def test_a_note_whose_readers_nobody_chose_is_refused_and_its_text_stays(redaction, action):
    reponse = dire(redaction, action, texte="Le rapport est remis.")
    assert "Dites qui lira cette nouvelle." in texte(reponse)
    assert "Le rapport est remis." in texte(reponse)
    assert action.nouvelles.count() == 0


@pytest.mark.parametrize("voulue", Visibilite.values)
def test_it_is_written_as_it_was_chosen(redaction, action, voulue):
    assert dire(redaction, action, texte="Le rapport est remis.", visibilite=voulue).status_code == 302
    assert action.nouvelles.get().visibilite == voulue


def test_a_form_that_says_nothing_new_asks_nothing(redaction, action):
    ancienne = NouvelleFactory(action=action, publique=True)
    assert dire(redaction, action).status_code == 302
    ancienne.refresh_from_db()
    assert ancienne.visibilite == Visibilite.PUBLIQUE
    assert action.nouvelles.count() == 1
