"""Each public page says how to cite it: an address that shows the same whenever it is followed."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from actions.en_bref import CRITERES_MAX
from actions.models import Action, Axe, Plan
from actions.models.etats import Statut
from partenariat.presentation.citation import citation
from partenariat.textes.cles import PAGES
from tests.factories import ActionFactory, PlanFactory, UtilisateurFactory
from tests.passe import reculer
from tests.reponses import DITS_D_ELLE_MEME, corps, dits_d_elle_meme
from tests.test_adresses import OUVERTES, contenu, remplir

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
SANS_JOUR = {"plans", "methode", "retraits", *PAGES.values()}
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


def titre_cite(page: str) -> str:
    """The same in the citation, on paper and in the card."""
    cites = [
        re.findall(rf"{ou}\s*([^<]*?)\.? Partenariat, ", page)
        for ou in ('<p class="citer__texte">', '<p class="papier">')
    ]
    (titre,) = {*cites[0], *cites[1], *re.findall(r'"og:title" content="([^"]*)"', page)}
    return unescape(titre).replace("\xa0", " ")


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


@pytest.mark.parametrize("au", ["", "?au={}"], ids=["today", "the day before"])
@pytest.mark.parametrize(("route", "nom"), OUVERTES, ids=[route for route, _ in OUVERTES])
def test_what_is_not_found_is_not_cited(route, nom, au, valeurs):
    """Whatever an address names, by a name that nothing bears."""
    absentes = dict.fromkeys(valeurs, "jamais-vu") | {"plan": "actif", "numero": 99, "annee": 1999, "pk": 0}
    if "slug:plan" not in route or not re.search(r"<(?!slug:plan|format)", route):
        return
    reponse = Client().get(remplir(route, absentes) + au.format(timezone.localdate() - timedelta(days=1)))
    assert reponse.status_code == 404
    assert dits_d_elle_meme(corps(reponse).decode()) == []


def test_a_page_that_is_found_is_said_elsewhere(valeurs):
    page = Client().get(f"/plans/actif/actions/{valeurs['code']}/").content.decode()
    assert dits_d_elle_meme(page) == [*DITS_D_ELLE_MEME]


def test_a_past_page_is_cited_on_its_day_and_a_list_with_its_criteria(valeurs):
    le = timezone.localdate() - timedelta(days=10)
    page = Client().get(f"/plans/actif/actions/?axe=1&au={le}").content.decode()
    assert citee(page) == f"{SITE}/plans/actif/actions/?au={le}&axe=1"


LISTES = {
    "actions": ("actions/?echeancier=en_retard", "Actions · Échéancier : En retard"),
    "actions, twice": ("actions/?axe=1&statut=en_cours", "Actions · Axe : 1. Un axe; Statut : En cours"),
    "actions, words": ("actions/?q=projet", "Actions · Rechercher : « projet »"),
    "engagements": ("engagements/?etat=signe", "Engagements · État : Signé"),
    "décisions": ("comite/decisions/?genre=decision", "Décisions du comité · Genre : Décision"),
    "English": ("actions/?echeancier=en_retard", "Actions · Schedule: Late"),
}


@pytest.mark.parametrize(("fin", "titre"), LISTES.values(), ids=LISTES)
def test_a_list_is_cited_by_its_criteria(fin, titre, valeurs):
    langue = "/en" if "Schedule" in titre else ""
    Axe.objects.filter(plan__actif=True, numero=1).update(titre="Un axe")
    page = Client().get(f"{langue}/plans/actif/{fin}").content.decode()
    assert titre_cite(page) == titre


def test_the_criteria_of_a_title_are_cut_where_they_are_long(valeurs):
    fin = f"?q={'mot+' * 45}&{'&'.join(f'statut={statut}' for statut in Statut.values)}"
    titre = titre_cite(Client().get(f"/plans/actif/actions/{fin}").content.decode())
    assert titre.startswith("Actions · ")
    assert titre.endswith("…")
    assert 100 < len(titre) <= len("Actions · ") + CRITERES_MAX


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
