"""An error is dressed as a page is: same policy, kept by nobody; and who must wait is told how long."""

import html

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import translation

from partenariat import erreurs, urls
from partenariat.donnees.processus import Indisponible
from partenariat.entree import essais
from partenariat.une_fois import reception
from tests.factories import UtilisateurFactory
from tests.partenariat.test_entetes import CSP, ENTETES, csp
from tests.reponses import dits_d_elle_meme

pytestmark = pytest.mark.django_db


def tomber(request):
    raise RuntimeError


def deborder(request):
    raise RequestDataTooBig


def trop_gros(request):
    return HttpResponse(status=413)


def occupe(request):
    return HttpResponse(status=503)


def pas_fait(request):
    raise Indisponible


for _vue in (tomber, deborder, trop_gros, occupe, pas_fait):
    _vue.login_required = False

urlpatterns = [
    path("essai/tomber/", tomber),
    path("essai/deborder/", deborder),
    path("essai/413/", trop_gros),
    path("essai/503/", occupe),
    path("essai/document/", pas_fait),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


def csrf_refuse():
    return Client(enforce_csrf_checks=True).post("/compte/connexion/", {"username": "x", "password": "x"})


def essais_epuises():
    for _ in range(5):
        essais.demander(essais.CONNEXION, "127.0.0.1", "camille")
        essais.rate(essais.CONNEXION, "127.0.0.1", "camille")
    return Client().post("/compte/connexion/", {"username": "camille", "password": "x"})


def document_pas_fait(methode: str):
    """A form goes through `UneFois`, and past what Django does for the exceptions of a view."""
    client = Client(raise_request_exception=False)
    client.force_login(UtilisateurFactory())
    return getattr(client, methode)("/essai/document/", {"motif": "Trois mots dits"})


def trop_de_fichiers():
    client = Client(REMOTE_ADDR="203.0.113.7")
    return [client.get("/plans/actif/bilans/1900.pdf") for _ in range(40)][-1]


def deja_lue():
    premiere = Client().head("/static/css/site.css")
    return Client().get("/static/css/site.css", headers={"if-none-match": premiere["ETag"]})


REPONSES = {
    "400 nom refusé": (400, lambda: Client().get("/", headers={"host": "ailleurs.exemple"})),
    "400 nom refusé, connecté": (
        400,
        lambda: Client().get("/espace/", headers={"host": "ailleurs.exemple", "cookie": "session=x"}),
    ),
    "400 nom refusé, formulaire": (
        400,
        lambda: Client().post("/compte/connexion/", headers={"host": "ailleurs.exemple"}),
    ),
    "400 trop gros": (400, lambda: Client().get("/essai/deborder/")),
    "403 formulaire": (403, csrf_refuse),
    "404": (404, lambda: Client().get("/n-existe-pas/")),
    "404 statique": (404, lambda: Client().get("/static/n-existe-pas.css")),
    "405": (405, lambda: Client().post("/methode/")),
    "405 statique": (405, lambda: Client().post("/static/css/site.css")),
    "413": (413, lambda: Client().get("/essai/413/")),
    "429 essais": (429, essais_epuises),
    "429 fichiers": (429, trop_de_fichiers),
    "500": (500, lambda: Client(raise_request_exception=False).get("/essai/tomber/")),
    "503": (503, lambda: Client().get("/essai/503/")),
    "503 document": (503, lambda: document_pas_fait("get")),
    "503 document, formulaire": (503, lambda: document_pas_fait("post")),
    "304 statique": (304, deja_lue),
    "vivant": (200, lambda: Client().get("/healthz", headers={"host": "10.0.0.7"})),
    "prêt": (200, lambda: Client().get("/readyz", headers={"host": "10.0.0.7"})),
}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("statut", "obtenir"), REPONSES.values(), ids=REPONSES)
def test_every_error_wears_what_a_page_wears(statut, obtenir, settings):
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    reponse = obtenir()
    reponse.close()
    assert reponse.status_code == statut
    assert csp(reponse) == CSP
    if not reponse.streaming:
        assert dits_d_elle_meme(reponse.content.decode()) == []
    assert {nom: reponse.get(nom) for nom in ENTETES} == ENTETES
    assert "camera=()" in reponse["Permissions-Policy"]
    assert len(reponse["X-Request-ID"]) == 32
    assert reponse.get("Cache-Control"), "une erreur que l'on garde se répète"
    if statut >= 400:
        assert "no-store" in reponse["Cache-Control"]
    if statut in (429, 503):
        assert 0 < int(reponse["Retry-After"]) <= 900


@pytest.mark.urls(__name__)
def test_a_form_whose_document_cannot_be_made_now_gives_back_what_was_typed(caplog):
    reponse = document_pas_fait("post")
    page = reponse.content.decode()
    assert "Ce document n&#x27;a pas pu être fait" in page
    assert "Trois mots dits" in page
    assert not [ligne for ligne in caplog.records if ligne.exc_info], "the journal has said why"


def test_a_site_that_is_not_ready_says_when_to_ask_again(base_perdue):
    reponse = Client().get("/readyz")
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "5")
    assert csp(reponse) == CSP


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("adresse", ["/n-existe-pas/", "/essai/tomber/", "/healthz"])
def test_under_tls_an_error_asks_for_tls_too(adresse, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    reponse = Client(raise_request_exception=False).get(adresse, secure=True)
    assert reponse["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_refused_name_is_told_in_the_site_s_look_without_repeating_it():
    page = Client().get("/", headers={"host": "ailleurs.exemple"}).content.decode()
    assert "Requête incorrecte" in page
    assert "ailleurs.exemple" not in page


def test_a_form_still_being_written_says_when_to_ask_again():
    requete = Client().get("/compte/connexion/").wsgi_request
    assert int(reception.occupe(requete)["Retry-After"]) > 0


def test_who_must_wait_is_told_how_long_in_words():
    UtilisateurFactory(username="camille")
    reponse = essais_epuises()
    assert "Attendez 15 minutes, puis essayez de nouveau." in reponse.content.decode()


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
@pytest.mark.parametrize(
    ("page", "mots"),
    [
        (
            erreurs.occupe,
            {"fr-ca": "Un envoi est encore en cours", "en": "A submission is still under way"},
        ),
        (erreurs.affluence, {"fr-ca": "Trop de pages", "en": "Too many pages are"}),
        (erreurs.base_absente, {"fr-ca": "ne peut pas répondre", "en": "cannot answer"}),
        (erreurs.pas_fabrique, {"fr-ca": "pas pu être fait", "en": "could not be made"}),
        (lambda r: erreurs.trop_d_essais(r, 61), {"fr-ca": "Attendez 2 minutes", "en": "Wait 2 minutes"}),
        (lambda r: erreurs.trop_de_demandes(r, 1), {"fr-ca": "Attendez 1 seconde", "en": "Wait 1 second"}),
    ],
    ids=["occupé", "affluence", "base absente", "document", "essais", "demandes"],
)
def test_who_must_wait_is_told_so_in_the_language_of_the_page(rf, page, mots, langue):
    """Whatever the last request of this thread was read in: nobody has read this one's yet."""
    autre = {"fr-ca": "en", "en": "fr-ca"}[langue]
    with translation.override(autre):
        lue = html.unescape(
            page(
                rf.get("/en/plans/actif/actions/" if langue == "en" else "/plans/actif/actions/")
            ).content.decode()
        )
    assert mots[langue] in lue


ATTENTES = {"trop de monde": erreurs.affluence, "trop de demandes": lambda r: erreurs.trop_de_demandes(r, 20)}


@pytest.mark.parametrize("page", ATTENTES.values(), ids=ATTENTES)
def test_who_reads_and_must_wait_has_a_link_to_ask_again_and_keeps_the_search(rf, page):
    lue = html.unescape(page(rf.get("/plans/actif/actions/", {"q": "coopérative & bail"})).content.decode())
    cherche = "q=coop%C3%A9rative+%26+bail"
    assert f'<a href="/plans/actif/actions/?{cherche}">Réessayer</a>' in lue
    assert lue.count(cherche) == 3, "to try again, to search, and in the other language"
    assert "Rien n'a été inscrit" not in lue


@pytest.mark.parametrize("page", ATTENTES.values(), ids=ATTENTES)
def test_who_sent_something_is_told_that_it_was_not_written(rf, page):
    lue = html.unescape(page(rf.post("/plans/actif/actions/", {"motif": "Trois mots dits"})).content.decode())
    assert "Rien n'a été inscrit." in lue
    assert "Trois mots dits" in lue
    assert "Réessayer</a>" not in lue


def test_who_tried_too_many_passwords_is_led_back_to_the_form_without_what_is_no_text():
    page = html.unescape(essais_epuises().content.decode())
    assert '<a href="/compte/connexion/">Revenir au formulaire</a>' in page
    assert "Mot de passe oublié?" in page
    assert "Ce que vous aviez écrit" not in page
    assert "<textarea" not in page


# --- What who asks can read --------------------------------------------------------------------------------

NAVIGATEUR = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGE, LIGNE, JSON = "text/html; charset=utf-8", "text/plain; charset=utf-8", "application/json"
LUS = {
    "une page": ("/n-existe-pas/", None, PAGE),
    "une page, par un programme": ("/n-existe-pas/", "application/json", JSON),
    "une page, par un programme qui prend tout": ("/n-existe-pas/", "*/*", PAGE),
    "JSON": ("/n-existe-pas.json", None, JSON),
    "JSON, tout": ("/n-existe-pas.json", "*/*", JSON),
    "JSON, dans un navigateur": ("/n-existe-pas.json", NAVIGATEUR, PAGE),
    "CSV": ("/n-existe-pas.csv", None, LIGNE),
    "CSV, son type": ("/n-existe-pas.csv", "text/csv", LIGNE),
    "CSV, par un programme": ("/n-existe-pas.csv", "application/json", JSON),
    "calendrier": ("/n-existe-pas.ics", None, LIGNE),
    "classeur": ("/n-existe-pas.xlsx", None, LIGNE),
    "PDF": ("/plans/actif/bilans/1900.pdf", None, LIGNE),
    "PDF, dans un navigateur": ("/plans/actif/bilans/1900.pdf", NAVIGATEUR, PAGE),
    "illisible": ("/n-existe-pas.json", ";;q=x,,/", JSON),
}


def lire(adresse: str, accepte: str | None):
    return Client().get(adresse, headers={"accept": accepte} if accepte else {})


@pytest.mark.parametrize(("adresse", "accepte", "type_"), LUS.values(), ids=LUS)
def test_who_asks_for_a_file_or_for_json_is_refused_in_its_terms(adresse, accepte, type_):
    reponse = lire(adresse, accepte)
    assert (reponse.status_code, reponse["Content-Type"]) == (404, type_)
    assert "Page introuvable" in reponse.content.decode()
    assert ("<" in reponse.content.decode()) is (type_ == PAGE)
    assert "no-store" in reponse["Cache-Control"]
    assert csp(reponse) == CSP
    if type_ == JSON:
        assert reponse.json() == {
            "erreurs": [
                "Page introuvable. Cette adresse ne mène à rien. Elle a peut-être changé : "
                "cherchez la page par un mot."
            ]
        }


def demandes_de_trop():
    client = Client(REMOTE_ADDR="203.0.113.8")
    return [client.get("/plans/actif/donnees/actions.json") for _ in range(40)][-1]


def nom_refuse():
    return Client().get("/plans/actif/donnees/actions.json", headers={"host": "ailleurs.exemple"})


@pytest.mark.parametrize(
    ("statut", "obtenir", "dit"),
    [
        (400, nom_refuse, "Requête incorrecte"),
        (429, demandes_de_trop, "Trop de demandes à la fois"),
        (503, lambda: Client().get("/plans/actif/donnees/actions.json"), "Sa base de données ne répond pas"),
    ],
    ids=["nom refusé", "trop de demandes", "sans base"],
)
def test_a_data_file_that_is_refused_is_refused_in_json(statut, obtenir, dit, request):
    if statut == 503:
        request.getfixturevalue("base_perdue")
    reponse = obtenir()
    assert (reponse.status_code, reponse["Content-Type"]) == (statut, JSON)
    assert dit in reponse.json()["erreurs"][0]
    assert "no-store" in reponse["Cache-Control"]
    assert csp(reponse) == CSP
    if statut > 400:
        assert 0 < int(reponse["Retry-After"]) <= 900


def test_a_form_is_given_back_what_it_said_whatever_its_script_accepts():
    client = Client(raise_request_exception=False)
    reponse = client.post("/n-existe-pas/", {"motif": "Trois mots dits"}, headers={"accept": JSON})
    assert (reponse.status_code, reponse["Content-Type"]) == (404, PAGE)
    assert "Trois mots dits" in reponse.content.decode()
