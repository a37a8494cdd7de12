"""Saved, one is back where one came from, which is a page of this site."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.actions.minute_d_essai import action_a_suivre, adresse, dire, remplir
from tests.factories import ActionFactory

pytestmark = pytest.mark.django_db
LISTE = "/admin/actions/action/?manque=nouvelle"
DIT = {"texte": "Vu.", "visibilite": "publique"}


@pytest.fixture
def action(plan, axe, unite):
    return action_a_suivre(axe=axe, responsable=unite)


@pytest.mark.parametrize("ou", [LISTE, "/admin/", "/espace/", "/actions/"])
def test_one_goes_back_to_the_page_that_led_here(redaction, action, ou):
    client = redaction
    client.defaults["HTTP_REFERER"] = f"http://testserver{ou}"
    champs = remplir(client, action, **DIT)
    assert champs["retour"] in (ou, [ou])
    # The page of the form is now the one that sends it.
    client.defaults["HTTP_REFERER"] = f"http://testserver{adresse(action)}"
    assert client.post(adresse(action), champs)["Location"] == ou


def test_next_keeps_it(redaction, action, axe, unite):
    autre = ActionFactory(axe=axe, responsable=unite, publiee=True, perimee=True)
    reponse = dire(redaction, action, **DIT, _suivante="1", retour=LISTE)
    assert reponse["Location"] == f"{adresse(autre)}?{urlencode({'retour': LISTE})}"
    champs = redaction.get(reponse["Location"]).content.decode()
    assert f'name="retour" value="{LISTE}"' in champs


@pytest.mark.parametrize(
    "faux",
    [
        "https://mauvais.example/",
        "//mauvais.example/",
        "/\\mauvais.example",
        "///mauvais.example",
        "javascript:alert(1)",
        "ailleurs",
        "/" + "a" * 3000,
    ],
)
def test_nobody_is_sent_to_another_site(redaction, action, faux):
    page = redaction.get(f"{adresse(action)}?{urlencode({'retour': faux})}").content.decode()
    assert 'name="retour"' not in page
    assert dire(redaction, action, **DIT, retour=faux)["Location"] == reverse("espace")


def test_the_page_of_another_site_that_led_here_is_no_way_back(redaction, action):
    page = redaction.get(adresse(action), headers={"referer": "https://mauvais.example/espace/"})
    assert 'name="retour"' not in page.content.decode()


def test_a_refusal_keeps_it(redaction, action):
    page = dire(redaction, action, texte="Vu.", retour=LISTE).content.decode()
    assert f'name="retour" value="{LISTE}"' in page
