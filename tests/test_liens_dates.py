"""Walks the site from its home, on a past date, as a reader does: every link and every form stays there."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from engagements.models import Engagement
from tests.factories import PlanFactory
from tests.passe import reculer
from tests.reponses import corps
from tests.test_adresses import OUVERTES, PUBLIQUES, SANS_LANGUE, contenu

pytestmark = pytest.mark.django_db

APERCUS = {nom for nom in PUBLIQUES if nom.startswith("apercu")}
POUR_PROGRAMMES = APERCUS | SANS_LANGUE | {"opensearch", "image"}
"""No link leads to what only programs read, nor to a picture that a page shows."""
DATEES = {nom for _route, nom in OUVERTES} - {"connexion"} - POUR_PROGRAMMES
D_AUJOURD_HUI = {"comite-calendrier": "one subscribes to what is to come"}
LIEN = re.compile(r"""<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>""", re.DOTALL)
FORMULAIRE = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)


def nom_de(chemin: str) -> str:
    try:
        return resolve(chemin).url_name or ""
    except Resolver404:
        return ""


def liens(adresse: str, page: str):
    """The addresses of this site that a page leads to, but for the one that goes back to today."""
    for brut, texte in LIEN.findall(page):
        if "Revenir" in texte or "Back to today" in texte:
            continue
        vers = urlsplit(urljoin(adresse, unescape(brut)))
        if not vers.netloc:
            yield vers


def pages(depart: str):
    """Every page of the site that links lead to, each path once: its address, and what it says."""
    a_voir, vues = [depart], set()
    while a_voir:
        adresse = a_voir.pop()
        if (chemin := urlsplit(adresse).path) in vues:
            continue
        vues.add(chemin)
        reponse = Client().get(adresse, follow=True)
        assert reponse.status_code == 200, adresse
        lu = corps(reponse)
        page = lu.decode() if reponse["Content-Type"].startswith("text/html") else ""
        yield adresse, page
        a_voir += [vers.geturl() for vers in liens(adresse, page) if nom_de(vers.path) in DATEES]


@pytest.fixture(scope="module")
def plans(base_du_module):
    """The active plan and another one, whose history begins thirty days ago."""
    with base_du_module():
        deux = PlanFactory(actif=True), PlanFactory()
        for un in deux:
            contenu(un)
        reculer(30)
        return deux


@pytest.mark.parametrize("prefixe", ["", "/en"], ids=["fr", "en"])
@pytest.mark.parametrize("autre", [False, True], ids=["the active plan", "another plan"])
def test_every_link_and_form_of_a_past_page_stays_on_its_date(prefixe, autre, plans):
    _actif, second = plans
    jour = (timezone.localdate() - timedelta(days=10)).isoformat()
    visites = set()
    for adresse, page in pages(f"{prefixe}{second.get_absolute_url() if autre else '/'}?au={jour}"):
        visites.add(nom_de(urlsplit(adresse).path))
        for vers in liens(adresse, page):
            if nom_de(vers.path) in DATEES - D_AUJOURD_HUI.keys():
                assert parse_qs(vers.query).get("au") == [jour], f"{adresse} → {vers.geturl()}"
        for attributs, dedans in FORMULAIRE.findall(page):
            assert 'method="get"' not in attributs or f'name="au" value="{jour}"' in dedans, adresse
    assert visites >= DATEES - D_AUJOURD_HUI.keys()


def test_the_links_of_what_a_body_promises_stay_on_their_date(client, plans):
    jour = (timezone.localdate() - timedelta(days=10)).isoformat()
    partie = Engagement.objects.get(plan=plans[0]).partie
    page = unescape(client.get(f"/plans/actif/organisations/{partie.slug}/?au={jour}").content.decode())
    assert f'/plans/actif/engagements/?organisation={partie.slug}&au={jour}"' in page
