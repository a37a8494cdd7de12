"""What a page says of itself to who has not opened it: its own title, its own sentence, in its language."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone, translation

from actions.models import Action, Axe, Plan
from partenariat.presentation.en_bref import LONGUEUR, couper, phrase
from tests.factories import ActionFactory, PlanFactory
from tests.passe import reculer
from tests.reponses import corps
from tests.test_adresses import OUVERTES, contenu, remplir

pytestmark = pytest.mark.django_db

DIT = {
    "canonique": r'<link rel="canonical" href="([^"]*)"',
    "titre": r"<head>.*<title>\s*(.*?)\s*</title>.*</head>",
    "phrase": r'<meta name="description" content="([^"]*)"',
}


def dits(page: str) -> dict[str, str]:
    """What the head of a page says, each thing once."""
    lus = {nom: re.findall(motif, page, re.DOTALL) for nom, motif in DIT.items()}
    assert all(len(lu) == 1 for lu in lus.values()), lus
    return {nom: " ".join(unescape(lu[0]).split(" ")) for nom, lu in lus.items()}


@pytest.fixture(scope="module")
def plans(base_du_module):
    with base_du_module():
        tous = {False: contenu(PlanFactory(actif=True)), True: contenu(PlanFactory())}
        reculer(30)
        return tous


@pytest.mark.parametrize(("route", "nom"), OUVERTES, ids=[route for route, _ in OUVERTES])
def test_every_public_page_has_a_sentence_of_its_own(route, nom, plans):
    reponse = Client().get(remplir(route, plans["<slug:plan>" in route]), follow=True)
    page = corps(reponse)
    if nom != "connexion" and reponse["Content-Type"].startswith("text/html"):
        assert reponse.context["en_bref"].phrase == dits(page.decode())["phrase"]


@pytest.mark.parametrize("nom", ["actions/1.1", "axes/1", "engagements", "comite"])
def test_a_past_page_says_its_day_first(nom, base_du_module, plans):
    le = timezone.localdate() - timedelta(days=10)
    nom = nom.replace("1.1", plans[False]["code"])
    lu = dits(Client().get(f"/plans/actif/{nom}/?au={le}").content.decode())
    assert lu["phrase"].startswith("État au ")
    assert not dits(Client().get(f"/plans/actif/{nom}/").content.decode())["phrase"].startswith("État")


def test_the_page_of_another_plan_names_it(plans):
    lu = dits(Client().get(f"/plans/{plans[True]['plan']}/actions/").content.decode())
    assert lu["phrase"].startswith("Plan d'essai")


def test_a_list_says_its_criteria_its_order_and_its_page(plans):
    action = Action.objects.get(plan__actif=True, code=plans[False]["code"])
    for _ in range(30):
        ActionFactory(publiee=True, axe=action.axe, responsable=action.responsable)
    lues = {
        dits(Client().get(f"/plans/actif/actions/{requete}").content.decode())["phrase"]
        for requete in ("", "?axe=1", "?page=2", "?tri=-maj", "?statut=a_venir", "?q=projet")
    }
    assert len(lues) == 6
    assert any("Page 2." in dite for dite in lues)


def test_an_action_says_what_its_page_says(plans):
    axe = Axe.objects.get(plan__actif=True)
    with translation.override("fr-ca"):
        action = ActionFactory(publiee=True, en_retard=True, axe=axe, responsable__nom="Service X")
        dite = dits(Client().get(action.get_absolute_url()).content.decode())["phrase"]
    assert dite.startswith(f"L'action {action.code} est ")
    for mot in ("en retard", "Service X", "non mesuré"):
        assert mot in dite


def test_a_sentence_is_cut_between_two_words():
    assert couper("un deux trois", 9) == "un deux…"
    assert couper("un deux", 9) == "un deux"
    assert len(couper("a" * 300, LONGUEUR)) == LONGUEUR
    assert len(phrase("mot " * 100, plan="plan " * 100)) <= LONGUEUR


@pytest.mark.parametrize("langue", ["", "/en"])
def test_what_is_invented_is_said_before_any_figure_or_state(langue, base_du_module, plans):
    """On every page of a plan that says so, on a past day too, and on those alone."""
    avis = {"": "Données de démonstration.", "/en": "Demonstration data."}[langue]
    Plan.objects.filter(actif=True).update(
        avis="Données de démonstration. Tout y est inventé.", avis_en="Demonstration data. All is invented."
    )
    le, vues = timezone.localdate() - timedelta(days=10), 0
    for route, nom in OUVERTES:
        if "<slug:plan>" not in route or route.endswith((".png", ".pdf")):
            continue
        for au in ("", f"?au={le}"):
            reponse = Client().get(langue + remplir(route, plans[False]) + au)
            page = corps(reponse)
            if reponse.status_code == 200 and reponse["Content-Type"].startswith("text/html"):
                dite = dits(page.decode())["phrase"]
                tete = dite if not au else re.sub(r"^[^.]*\. ", "", dite)
                assert tete.startswith(avis), (nom, dite)
                vues += 1
    assert vues > 20
    autre = dits(Client().get(f"{langue}/plans/{plans[True]['plan']}/actions/").content.decode())
    assert avis not in autre["phrase"]


@pytest.mark.parametrize(
    ("avis", "dit"),
    [
        ("Données fictives", "Données fictives. Trois."),
        ("N. B. Données fictives. Le reste.", "N. B. Données fictives. Trois."),
        ("Inventé! Tout.", "Inventé! Trois."),
        ("  ", "Trois."),
        ("mot " * 60, f"{'mot ' * 13}mot… Trois."),
    ],
)
def test_the_notice_of_a_plan_is_said_by_its_first_sentence(avis, dit):
    assert phrase("Trois.", avis=avis) == dit


def test_a_meeting_is_titled_by_its_day_and_its_number(plans):
    page = Client().get(f"/plans/actif/comite/seances/{plans[False]['numero']}/").content.decode()
    (partage,) = re.findall(r'<meta property="og:title" content="([^"]*)">', page)
    assert unescape(partage).replace("\xa0", " ") == f"Séance du 11 février 2026 · {plans[False]['numero']}"
    assert unescape(partage) in dits(page)["titre"]
