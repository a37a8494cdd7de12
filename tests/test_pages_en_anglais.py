"""Walks every English page: whom it is for is said once, at its head; a missing page has its French one."""

import re
from html import unescape

import pytest
from django.test import Client, RequestFactory
from django.utils import translation

from partenariat.presentation.langue import autre_langue
from partenariat.textes.cles import Cle
from partenariat.textes.origine import origine
from tests.factories import PlanFactory, TexteDuSiteFactory, UtilisateurFactory
from tests.reponses import corps
from tests.test_adresses import OUVERTES, SANS_LANGUE, contenu, remplir

pytestmark = pytest.mark.django_db

AVIS = 'class="avis-anglais"'
LANGUES = [(route, nom) for route, nom in OUVERTES if nom not in SANS_LANGUE]


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    with base_du_module():
        return contenu(PlanFactory(actif=True))


@pytest.mark.parametrize(("route", "nom"), LANGUES, ids=[route for route, _ in LANGUES])
def test_each_english_page_says_once_whom_it_is_for_and_no_french_one_does(route, nom, valeurs):
    adresse = remplir(route, valeurs)
    reponse = Client().get(f"/en{adresse}", follow=True)
    page = corps(reponse)
    if not reponse["Content-Type"].startswith("text/html"):
        return
    texte = unescape(page.decode())
    assert (texte.count(AVIS), texte.count(origine(Cle.AVIS_ANGLAIS).texte_en)) == (1, 1)
    assert texte.index(AVIS) < texte.index("<main")
    assert AVIS not in corps(Client().get(adresse, follow=True)).decode()


def test_it_is_what_the_coordination_wrote(valeurs):
    TexteDuSiteFactory(cle=Cle.AVIS_ANGLAIS, texte="Pour qui.", texte_en="For **whom**.")
    assert "<p>For <strong>whom</strong>.</p>" in Client().get("/en/methode/").content.decode()


def test_who_signed_in_reads_it_too(client_de):
    client = client_de(UtilisateurFactory(comite=True))
    assert client.get("/en/espace/").content.decode().count(AVIS) == 1
    assert AVIS not in client.get("/espace/").content.decode()


# --- A missing page in the other language ----------------------------------------------------------------


def vers_l_autre(page: str) -> tuple[str, str]:
    (lu,) = re.findall(r'<a href="([^"]*)" lang="([^"]*)" hreflang', page)
    return unescape(lu[0]), lu[1]


@pytest.mark.parametrize(
    ("adresse", "autre"),
    [
        ("/rien/", "/en/rien/"),
        ("/en/rien/?a=1&b=2", "/rien/?a=1&b=2"),
        ("/organisations/inconnue/", "/en/organisations/inconnue/"),
        ("/en/plans/actif/actions/zzz/", "/plans/actif/actions/zzz/"),
    ],
)
def test_a_missing_page_has_its_other_language(adresse, autre, valeurs):
    reponse = Client().get(adresse, follow=True)
    assert reponse.status_code == 404
    page = reponse.content.decode()
    vers, langue = vers_l_autre(page)
    if "organisations" in adresse:
        vers, autre = vers.rpartition("organisations")[2], autre.rpartition("organisations")[2]
    assert (vers, langue) == (autre, "fr-ca" if adresse.startswith("/en/") else "en")
    assert 'role="search"' in page


def test_following_it_twice_leads_back():
    page = Client().get("/rien/").content.decode()
    anglaise = Client().get(vers_l_autre(page)[0])
    assert anglaise.status_code == 404
    assert '<html lang="en"' in anglaise.content.decode()
    assert vers_l_autre(anglaise.content.decode())[0] == "/rien/"


@pytest.mark.parametrize("adresse", ["/en//ailleurs.test/", "//ailleurs.test/", "/en///ailleurs.test/"])
def test_it_never_leads_to_another_site(adresse):
    with translation.override("en" if adresse.startswith("/en") else "fr-ca"):
        requete = RequestFactory().get("/")
        requete.path_info = requete.path = adresse
        _langue, vers = autre_langue(requete)
    assert re.match(r"/(?!/)", vers)


def test_the_back_office_has_none(client_de, settings):
    client = client_de(UtilisateurFactory(coordination=True))
    assert "hreflang" not in client.get("/admin/partenariat/rien/").content.decode()
    settings.ANGLAIS_ACTIF = False
    assert "hreflang" not in Client().get("/rien/").content.decode()


def test_what_is_for_programs_has_none():
    reponse = Client().get("/sitemap-inconnu.xml", headers={"accept": "text/html"})
    assert reponse.status_code == 404
    assert "hreflang" not in reponse.content.decode()


def test_what_was_sent_has_none():
    reponse = Client().post("/rien/", {"texte": "long"})
    assert reponse.status_code in (403, 404)
    assert "hreflang" not in reponse.content.decode()
