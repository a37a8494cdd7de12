"""Every page of the URL map, in both languages, in every way of looking at it: nothing that axe finds,
nothing that scrolls sideways. A new address is walked by being in the map.

`python -m bench.regards` asks the same of a whole site that runs, of each account, by axe in every way.
"""

import os

import pytest
from django.test import Client

from bench.regards import REGARDS, plaintes, regarder
from tests.factories import OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.test_adresses import ADRESSES, ENVOYEES, PUBLIQUES, SANS_LANGUE, SERVIES, contenu, remplir

# Over a minute a walk: asked for, before a version or after a change of the sheet.
pytestmark = pytest.mark.skipif(os.environ.get("REGARDS") != "1", reason="REGARDS=1 les demande.")
CLAIR_LARGE, _, SOMBRE_ETROIT = REGARDS[:3]
LUS_PAR_AXE = {"": CLAIR_LARGE, "/en": SOMBRE_ETROIT}
"""Half a second each: the other ways are held to the width only."""
AILLEURS = {"deconnexion"}
"""They end a session, and show nothing of their own."""


@pytest.fixture
def valeurs(transactional_db):
    """One of each thing that has an address, and what fills them."""
    lieu = OrganisationFactory(
        arrondissement=True, nom="Verdun", code_officiel="REM12", slug="arrondissement-verdun"
    )
    return contenu(PlanFactory(actif=True, slug="actif")) | {"lieu": lieu.slug}


def lisibles(client: Client, adresses: list[str]) -> list[str]:
    """Those that are pages, once followed: files are for programs, and a gesture leads to its form."""
    pages = []
    for adresse in adresses:
        reponse = client.get(adresse)
        if reponse.status_code == 200 and reponse["Content-Type"].startswith("text/html"):
            pages.append(adresse)
        reponse.close()
    return pages


def fautes(page, adresses: list[str], langue: str) -> list[str]:
    dites = []
    for adresse in adresses:
        page.goto(adresse)
        for regard in REGARDS:
            regarder(page, regard)
            dites += [
                f"{adresse} ({regard}) : {dite}" for dite in plaintes(page, axe=regard == LUS_PAR_AXE[langue])
            ]
    return dites


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
def test_every_public_page_is_read_by_all(page, valeurs, langue):
    noms = SANS_LANGUE if langue else set()
    adresses = lisibles(
        Client(), [langue + remplir(route, valeurs) for route, nom in SERVIES if nom not in noms]
    )
    assert len(adresses) > 20
    dites = fautes(page, adresses, langue)
    assert not dites, "\n".join(dites)


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
def test_every_page_of_an_account_is_read_by_all(page, valeurs, connecter, langue):
    personne = UtilisateurFactory(superutilisateur=True, roles=("coordination",))
    client = Client()
    client.force_login(personne)
    fermees = [
        langue + remplir(route, valeurs)
        for route, nom in ADRESSES
        if nom not in PUBLIQUES | ENVOYEES | AILLEURS
    ]
    adresses = lisibles(client, fermees)
    assert len(adresses) > 8
    dites = fautes(connecter(page, personne), adresses, langue)
    assert not dites, "\n".join(dites)
