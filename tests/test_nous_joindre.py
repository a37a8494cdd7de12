"""Whom to call is said at the foot of every kind of page that each role reads, those of errors included;
where nobody was written, each page leads to `/contact/` all the same."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from partenariat import urls
from partenariat.textes import equipe
from partenariat.textes.equipe import poser_l_inventee
from tests.factories import UtilisateurFactory
from tests.postes import Monde
from tests.retraits import retirer

pytestmark = pytest.mark.django_db

APPEL = 'href="tel:+15145550142"'
COURRIEL = 'href="mailto:equipe.du.plan@exemple.invalid"'
CONTACT = 'href="/contact/"'


def tomber(request):
    raise RuntimeError


def refuser(request):
    raise PermissionDenied


for _vue in (tomber, refuser):
    _vue.login_required = False
urlpatterns = [path("essai/tomber/", tomber), path("essai/refuser/", refuser), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)

LUES = {
    "visiteur": [
        "/",
        "/plans/actif/actions/",
        "/plans/actif/engagements/",
        "/plans/actif/comite/",
        "/contact/",
        "/compte/connexion/",
    ],
    "redaction": ["/espace/", "/admin/", "/admin/actions/action/", "/admin/actions/action/jalons/"],
    "coordination": ["/espace/", "/admin/partenariat/organisation/", "/admin/comite/seance/add/"],
    "admin": ["/admin/", "/admin/password_change/", "/admin/partenariat/utilisateur/"],
    "partenaire": ["/espace/", "/espace/suites/", "/espace/premiere-fois/"],
    "comite": ["/espace/", "/plans/actif/tableau-de-bord/", "/en/espace/"],
}
EN_ERREUR = [
    ("/essai/tomber/", 500),
    ("/essai/refuser/", 403),
    ("/n-existe-pas/", 404),
    ("/admin/n-existe-pas/", 404),
    ("/admin/actions/action/999/change/", 404),
    ("/plans/actif/actions/9.99/", 404),
    ("/en/plans/actif/actions/9.99/", 404),
]


@pytest.fixture(autouse=True)
def monde(settings):
    settings.ROOT_URLCONF = __name__
    return Monde()


def client_du(monde: Monde, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "visiteur":
        client.force_login(getattr(monde, role))
    return client


def lue(client: Client, adresse: str, statut: int = 200) -> str:
    reponse = client.get(adresse)
    assert reponse.status_code == statut, (adresse, reponse.status_code)
    return reponse.content.decode()


@pytest.mark.parametrize("role", LUES)
def test_each_page_of_each_role_says_whom_to_call(monde, role):
    client = client_du(monde, role)
    for adresse in LUES[role]:
        pied = lue(client, adresse)[-6000:]
        assert 'class="joindre"' not in pied, adresse
        assert 'href="/en/contact/"' in pied if "/en/" in adresse else CONTACT in pied, adresse
    poser_l_inventee()
    for adresse in LUES[role]:
        page = lue(client, adresse)
        assert APPEL in page, adresse
        assert COURRIEL in page, adresse


@pytest.mark.parametrize("role", ["visiteur", "redaction", "coordination", "admin", "partenaire", "comite"])
def test_so_does_each_error(monde, role):
    client = client_du(monde, role)
    # An anonymous visitor of the back office is sent to the login, which says so as well.
    erreurs = [
        (a, s) for a, s in EN_ERREUR if role in ("redaction", "coordination", "admin") or "/admin/" not in a
    ]
    for adresse, statut in erreurs:
        page = lue(client, adresse, statut)
        assert 'class="joindre"' not in page, adresse
        assert CONTACT.replace("/contact", "/en/contact" if "/en/" in adresse else "/contact") in page, (
            adresse
        )
    poser_l_inventee()
    for adresse, statut in erreurs:
        assert APPEL in lue(client, adresse, statut), adresse


def test_so_does_what_was_withdrawn(monde):
    action = monde.action(publiee=True)
    retirer(action)
    poser_l_inventee()
    assert APPEL in lue(Client(), action.get_absolute_url(), 410)


def test_an_error_asks_the_database_nothing_where_it_may_be_the_cause(monde, monkeypatch):
    poser_l_inventee()

    def absente():
        raise DatabaseError

    monkeypatch.setattr(equipe, "_equipes", absente)
    page = lue(Client(), "/n-existe-pas/", 404)
    assert 'class="joindre"' not in page
    assert CONTACT in page


def test_it_costs_one_query_at_most(monde):
    lue(Client(), "/n-existe-pas/", 404)
    with CaptureQueriesContext(connection) as sans:
        lue(Client(), "/n-existe-pas/", 404)
    poser_l_inventee()
    with CaptureQueriesContext(connection) as avec:
        lue(Client(), "/n-existe-pas/", 404)
    assert len(avec) == len(sans)
    assert sum("partenariat_equipe" in requete["sql"] for requete in avec) <= 1


@pytest.mark.parametrize(
    "adresse", ["/admin/n-existe-pas/", "/admin/actions/action/999/change/", "/admin/comite/"]
)
def test_the_errors_of_the_back_office_are_ours(monde, adresse):
    """In French whatever the browser prefers, and no sentence of Django's."""
    client = client_du(monde, "redaction")
    client.defaults |= {"HTTP_ACCEPT_LANGUAGE": "en"}
    page = client.get(adresse).content.decode()
    assert '<main id="contenu" class="cadre erreur">' in page
    for anglais in ("Page not found", "Not Found", "Server Error", "Forbidden", "administration de Django"):
        assert anglais not in page
    assert '<html lang="fr' in page


def test_who_may_not_enter_the_back_office_is_told_so_in_our_words(monde):
    """A partner and a member of the committee have no desk there."""
    client = Client()
    client.force_login(UtilisateurFactory(partenaire=True, organisation=monde.organisme))
    reponse = client.get("/admin/", follow=True)
    assert reponse.status_code == 403
    assert "Accès refusé" in reponse.content.decode()
