"""An address noted one day shows the same for ever: it names its plan, whichever is the active one since."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook

from actions.models import Plan
from comite.sorties.dossier.fabrication import preparer
from tests.comite.dossiers import texte
from tests.factories import PlanFactory, SeanceFactory, UtilisateurFactory
from tests.reponses import corps
from tests.test_adresses import OUVERTES, SANS_LANGUE, contenu, remplir
from tests.test_liens_dates import pages

pytestmark = pytest.mark.django_db

DU_SITE = {"plans", "accessibilite", "confidentialite", "methode", "retraits", "connexion", "opensearch"}
DU_SITE |= SANS_LANGUE
"""Pages that are of no plan."""
COURTES = [(route, nom) for route, nom in OUVERTES if "<slug:plan>" not in route and nom not in DU_SITE]


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    with base_du_module():
        actif = PlanFactory(actif=True)
        return contenu(actif) | {"plan": actif.slug}


def en_fichier(reponse) -> bool:
    return not reponse["Content-Type"].startswith("text/html")


def principal(reponse) -> object:
    """What a page says, without what it says of the other plans; the whole of a file, the rows of a workbook
    (which says when it was made)."""
    lu = corps(reponse)
    if "spreadsheet" in reponse["Content-Type"]:
        return list(load_workbook(BytesIO(lu)).active.values)
    return lu if en_fichier(reponse) else re.search(r"<main.*</main>", lu.decode(), re.DOTALL)[0]


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
@pytest.mark.parametrize(("route", "nom"), COURTES, ids=[route for route, _ in COURTES])
def test_a_short_page_sends_on_to_its_plan_and_a_short_file_says_it(route, nom, langue, valeurs):
    courte, durable = (f"{langue}{remplir(r, valeurs)}" for r in (route, f"/plans/<slug:plan>{route}"))
    ailleurs = Client().get(durable)
    assert ailleurs.status_code == 200, "never redirected"
    reponse = Client().get(courte, {"au": "2026-01-05"} if nom == "actions" else {})
    if nom == "accueil":
        assert principal(reponse) == principal(ailleurs)
        assert f'<link rel="canonical" href="{settings.SITE_URL}{durable}">' in reponse.content.decode()
    elif en_fichier(ailleurs):
        assert principal(reponse) == principal(ailleurs)
        for une in (reponse, ailleurs):
            assert une["Link"] == f'<{settings.SITE_URL}{durable}>; rel="canonical"'
    else:
        assert reponse.status_code == 302
        assert reponse["Location"] == durable + ("?au=2026-01-05" if nom == "actions" else "")


def test_a_page_says_its_address_for_ever_and_those_of_its_languages(valeurs, client):
    chemin, site = f"/plans/{valeurs['plan']}/actions/", settings.SITE_URL
    for adresse in (f"{chemin}?axe=1", f"/en{chemin}?axe=1"):
        tete = unescape(client.get(f"{adresse}&zz=1").content.decode().split("</head>")[0])
        assert f'<link rel="canonical" href="{site}{adresse}">' in tete
        alternatives = dict(re.findall(r'rel="alternate" hreflang="([\w-]+)" href="([^"]+)"', tete))
        assert alternatives == {
            "fr-ca": f"{site}{chemin}?axe=1",
            "en": f"{site}/en{chemin}?axe=1",
            "x-default": f"{site}{chemin}?axe=1",
        }


def test_what_is_of_no_plan_has_its_own_address(valeurs, client):
    tete = client.get("/methode/").content.decode()
    assert f'<link rel="canonical" href="{settings.SITE_URL}/methode/">' in tete
    assert 'rel="canonical"' not in client.get("/compte/connexion/").content.decode(), "nobody is to keep it"


@pytest.mark.parametrize("chemin", ["tableau-de-bord/", "comite/seances/1/tenue/"])
def test_the_committee_s_short_pages_send_on_only_who_may_read_them(chemin, valeurs, client_de):
    assert client_de(UtilisateurFactory(partenaire=True)).get(f"/{chemin}").status_code == 404
    reponse = client_de(UtilisateurFactory(roles=("comite",))).get(f"/{chemin}?axe=1")
    assert (reponse.status_code, reponse["Location"]) == (302, f"/plans/{valeurs['plan']}/{chemin}?axe=1")


def test_what_was_noted_shows_the_same_once_another_plan_is_active(valeurs):
    ancien = Plan.objects.get(slug=valeurs["plan"])
    notees = {urlsplit(a).path for depart in ("/", "/en/") for a, _page in pages(depart)}
    notees |= {remplir(r, valeurs) for r, nom in OUVERTES if "<slug:plan>" in r and nom not in DU_SITE}
    durables = sorted(a for a in notees if f"/plans/{ancien.slug}/" in a)
    assert len(durables) > len(COURTES)
    avant = {adresse: principal(Client().get(adresse)) for adresse in durables}
    Plan.objects.filter(pk=ancien.pk).update(actif=False)
    contenu(PlanFactory(actif=True, slug="suivant"))
    for adresse in durables:
        assert principal(Client().get(adresse)) == avant[adresse], adresse
    assert Client().get("/actions/")["Location"] == "/plans/suivant/actions/"


def test_a_packet_and_its_data_say_the_address_of_their_meeting(valeurs):
    plan = Plan.objects.get(slug=valeurs["plan"])
    seance = SeanceFactory(plan=plan, numero="CMO-2027-01")
    dossier = preparer(seance)
    adresse = f"{settings.SITE_URL}/plans/{plan.slug}/comite/seances/CMO-2027-01/"
    assert f'"adresse": "{adresse}"' in dossier.donnees
    assert adresse in "".join(texte(dossier.pdf).split()), "on its cover"
