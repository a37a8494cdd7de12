"""The style page: for the team alone; every token, state and seal is there, nothing is asked of the plan."""

import re

import pytest
from django.test import Client

from partenariat.presentation import jetons
from partenariat.presentation.etats import ETATS, SCEAUX
from tests.factories import UtilisateurFactory

pytestmark = pytest.mark.django_db


def page(client: Client, langue: str = "") -> str:
    reponse = client.get(f"{langue}/style/")
    assert reponse.status_code == 200
    return reponse.content.decode()


@pytest.fixture
def client(client_de) -> Client:
    return client_de(UtilisateurFactory(coordination=True))


@pytest.mark.parametrize("role", ["redaction", "partenaire", "comite"])
def test_for_others_than_the_coordination_it_does_not_exist(role, client_de):
    assert client_de(UtilisateurFactory(**{role: True})).get("/style/").status_code == 404


def test_a_superuser_reads_it_and_a_visitor_is_sent_to_the_login(client_de):
    assert client_de(UtilisateurFactory(superutilisateur=True)).get("/style/").status_code == 200
    assert Client().get("/style/")["Location"].startswith("/compte/connexion/")


def test_it_is_kept_by_nobody(client):
    assert "no-store" in client.get("/style/")["Cache-Control"]


@pytest.mark.parametrize("langue", ["", "/en"])
def test_every_state_and_every_seal_is_shown(client, langue):
    lue = page(client, langue)
    assert set(re.findall(r'data-etat="([^"]+)"', lue)) == set(ETATS)
    assert re.findall(r'data-sceau="([^"]+)"', lue) == list(SCEAUX)


def test_every_token_of_colour_is_shown_with_its_contrast(client):
    lue = page(client)
    noms = re.findall(r'fill="var\(--([\w-]+)\)" stroke', lue)
    assert noms == list(jetons.couleurs())
    assert {"fond", "encre", "axe-5", "part-tenu_sans"} <= set(noms)
    couleurs = jetons.couleurs()
    geste = couleurs["geste"].sur(couleurs["fond"])
    rangee = lue[lue.index("<code>--geste</code>") :].partition("</tr>")[0]
    for taux in geste:
        assert f"{round(taux, 1):g} : 1".replace(".", ",") in rangee


def test_what_is_disabled_stays_so(client):
    # `pages.js` enables the fields of a form that asks for a page, when one comes back to it.
    formulaire = page(client).partition("Bouton désactivé")[0].rpartition("<form")[2]
    assert 'method="get"' not in formulaire


def test_no_id_stands_twice_on_it(client):
    ids = re.findall(r'\sid="([^"]+)"', page(client))
    assert sorted(ids) == sorted(set(ids))


def test_nothing_of_it_is_asked_of_the_database(client, django_assert_max_num_queries):
    # The session, its account, the roles, the active plan of the menu.
    with django_assert_max_num_queries(8):
        page(client)


# --- The tokens themselves -------------------------------------------------------------------------------


def test_a_ratio_is_that_of_wcag():
    assert jetons.contraste("#000", "#fff") == pytest.approx(21)
    assert jetons.contraste("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert jetons.contraste("#fff", "#fff") == 1


LUES = ("encre", "doux", "rouge", "geste", "geste-fort", "lien", "info", "succes", "alerte", "danger",
        "axe-1", "axe-2", "axe-3", "axe-4", "axe-5")  # fmt: skip


@pytest.mark.parametrize("fond", ["fond", "papier"])
@pytest.mark.parametrize("nom", LUES)
def test_what_is_read_reads_in_light_and_in_dark(nom, fond):
    couleurs = jetons.couleurs()
    assert min(couleurs[nom].sur(couleurs[fond])) >= 4.5
