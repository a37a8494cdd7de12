"""Each public page says how to cite it: an address that shows the same whenever it is followed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.models import Action, Plan
from partenariat.presentation.citation import citation
from tests.factories import ActionFactory, PlanFactory, UtilisateurFactory
from tests.passe import reculer
from tests.reponses import corps
from tests.test_adresses import OUVERTES, contenu, remplir

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
SANS_JOUR = {"plans", "methode", "accessibilite", "confidentialite", "retraits"}
"""What they say of a past day is what they say today: none is promised."""


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    with base_du_module():
        valeurs = contenu(PlanFactory(actif=True))
        reculer(30)
        return valeurs


def citee(page: str) -> str:
    (dite,) = re.findall(r'<span class="citer__adresse">([^<]+)</span>', page)
    return unescape(dite)


@pytest.mark.parametrize(("route", "nom"), OUVERTES, ids=[route for route, _ in OUVERTES])
def test_every_public_page_is_cited_on_screen_and_on_paper(route, nom, valeurs):
    reponse = Client().get(remplir(route, valeurs), follow=True)
    page = corps(reponse)
    if nom == "connexion" or not reponse["Content-Type"].startswith("text/html"):
        return
    texte = page.decode()
    adresse = citee(texte)
    assert adresse.endswith(f"?au={timezone.localdate()}") is (nom not in SANS_JOUR)
    papier = re.search(r'<p class="papier">([^<]*?Lu le[^<]*)</p>', texte)
    assert papier
    assert ("État au" in papier[1]) is (nom not in SANS_JOUR)
    assert ("se lira toujours" in texte) is (nom not in SANS_JOUR)
    assert unescape(papier[1]).strip().endswith(adresse)
    suivie = Client().get(adresse.removeprefix(SITE))
    corps(suivie)
    assert suivie.status_code == 200


def test_a_past_page_is_cited_on_its_day_and_a_list_with_its_criteria(valeurs):
    le = timezone.localdate() - timedelta(days=10)
    page = Client().get(f"/plans/actif/actions/?axe=1&au={le}").content.decode()
    assert citee(page) == f"{SITE}/plans/actif/actions/?au={le}&axe=1"


def test_what_is_cited_shows_what_was_read(valeurs):
    action = Action.objects.get(code=valeurs["code"])
    avant = timezone.localdate() - timedelta(days=10)
    adresse = citee(Client().get(f"{action.get_absolute_url()}?au={avant}").content.decode())
    ancien = action.titre
    Action.objects.filter(pk=action.pk).update(titre="Un titre tout neuf")
    page = unescape(Client().get(adresse.removeprefix(SITE)).content.decode())
    assert ancien in page
    assert "Un titre tout neuf" not in page


def test_what_is_not_public_is_not_cited(client_de, db):
    ActionFactory(publiee=True, plan=PlanFactory(slug="autre"))
    page = client_de(UtilisateurFactory(coordination=True)).get("/espace/", follow=True).content.decode()
    assert "citer__adresse" not in page
    assert "og:" not in page


def test_an_address_keeps_its_criteria_and_has_one_day():
    aujourd_hui = timezone.localdate()
    dite = citation(f"{SITE}/actions/?axe=1&axe=2&au=2026-01-01", None)
    assert dite.adresse == f"{SITE}/actions/?axe=1&axe=2&au={aujourd_hui}"
    assert dite.etat == dite.lue == aujourd_hui
    hier = aujourd_hui - timedelta(days=1)
    passee = citation(f"{SITE}/actions/", hier)
    assert (passee.adresse, passee.etat) == (f"{SITE}/actions/?au={hier}", hier)
    assert passee.lue == aujourd_hui


def test_what_is_cited_says_that_it_is_invented(valeurs):
    Plan.objects.filter(slug="actif").update(avis="Données de démonstration.")
    page = Client().get(f"/plans/actif/actions/{valeurs['code']}/").content.decode()
    assert "Données de démonstration." in page.split('class="citer__texte"')[1].split("</p>")[0]
