"""Kept pages in a crowd: one makes a page, the others are given the previous one, wait, or are sent away."""

import gzip
import threading
from functools import partial
from time import monotonic, sleep

import brotli
import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseNotFound
from django.test import Client, RequestFactory
from django.urls import path

from actions.models import Action
from partenariat import urls as site_entier
from partenariat.histoire.revision import Etat, Lecture
from partenariat.presentation import cache, compression
from partenariat.presentation.cache import PagesPubliques
from partenariat.presentation.garde import Garde
from partenariat.presentation.guichet import Complet, Guichet
from partenariat.presentation.parametres import texte
from partenariat.presentation.publique import publique
from tests.factories import ActionFactory, UtilisateurFactory

calculs: list[str] = []
handler500 = site_entier.handler500


@partial(publique, parametres=("q", "axe"))
def page(request):
    calculs.append(request.META["QUERY_STRING"])
    Action.objects.exists()
    return HttpResponse(f"{request.get_full_path()} {dict(request.GET)} " + "é" * 2000)


@login_not_required
def secrete(request):
    reponse = HttpResponse("jeton " * 1000)
    reponse["Cache-Control"] = "no-transform"
    return reponse


@login_not_required
def longue(request):
    return HttpResponse("mot " * 1000, content_type=request.GET.get("type", "text/html"))


urlpatterns = [
    path("page/", page),
    path("secrete/", secrete),
    path("longue/", longue),
    *site_entier.urlpatterns,
]


@pytest.fixture
def site(settings, pages_gardees):
    settings.ROOT_URLCONF = __name__
    calculs.clear()
    return Client()


# --- The key ---------------------------------------------------------------------------------------------

MEMES = {
    "unknown": "q=a&zz=1",
    "unknown alone, long": "q=a&zz=" + "z" * 2000,
    "another order": "axe=&q=a",
    "blank": "q=a&axe=+",
    "said again": "q=b&q=a&q=+a+",
}


@pytest.mark.django_db
@pytest.mark.parametrize("requete", MEMES.values(), ids=MEMES)
def test_what_the_view_does_not_read_is_the_same_page(requete, site):
    attendue = site.get("/page/?q=a").content
    assert site.get(f"/page/?{requete}").content == attendue
    assert calculs == ["q=a"]


@pytest.mark.django_db
def test_what_the_view_reads_is_another_page_in_one_order(site):
    for requete in ("axe=2&axe=1&q=a", "q=a&axe=1&axe=2&axe=1", "axe=1&q=a"):
        site.get(f"/page/?{requete}")
    assert calculs == ["axe=1&axe=2&q=a", "axe=1&q=a"]


@pytest.mark.django_db
def test_a_page_cannot_say_a_parameter_that_its_view_does_not_read(site, client_de):
    for client in (site, client_de(UtilisateurFactory())):
        assert "zz" not in client.get("/page/?zz=1&q=a").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("statut", [429, 503])
def test_who_asks_too_much_takes_the_page_from_nobody(statut, site, monkeypatch):
    gardee = site.get("/page/?q=a").content
    ActionFactory(publiee=True)
    monkeypatch.setattr(PagesPubliques, "calculer", lambda *_: HttpResponse("non", status=statut))
    assert site.get("/page/?q=a").content == gardee
    assert site.get("/page/?q=b").status_code == statut


# --- Memory ----------------------------------------------------------------------------------------------


def test_memory_is_bounded_in_bytes_and_the_least_read_leaves_first():
    garde = Garde("essai-octets", {"OPTIONS": {"OCTETS": 100}})
    garde.clear()
    for cle in "abc":
        garde.set(cle, b"x" * 30)
    assert garde.get("a")
    garde.set("d", b"x" * 30)
    assert [cle for cle in "abcd" if garde.get(cle)] == ["a", "c", "d"]
    garde.set("e", b"x" * 101)
    assert [cle for cle in "abcde" if garde.get(cle)] == []


def test_what_is_replaced_is_counted_once():
    garde = Garde("essai-octets", {"OPTIONS": {"OCTETS": 100}})
    garde.clear()
    for _ in range(10):
        garde.set("a", b"x" * 60)
    assert garde.get("a")
    assert garde.delete("a")
    assert not garde.delete("a")


# --- One makes it ----------------------------------------------------------------------------------------


class Vue:
    """A public view that answers when it is told to; it counts how many times it is asked."""

    def __init__(self, reponse=HttpResponse):
        self.suite, self.commencee = threading.Event(), threading.Event()
        self.appels = 0
        self.reponse = reponse

    def __call__(self, request):
        self.appels += 1
        rang = self.appels
        self.commencee.set()
        assert self.suite.wait(5)
        reponse = self.reponse(f"page {rang}")
        reponse.page_publique = True
        return reponse


class Foule:
    """Requests for one page at once, through the middleware alone, without a database."""

    def __init__(self, vue):
        self.vue = vue
        self.pages = PagesPubliques(vue)
        self.etat = Etat(1, 1)
        self.pages.lire_etat = lambda: self.etat

    def demander(self, adresse="/"):
        return self.pages(RequestFactory().get(adresse))

    def lancer(self, combien=1):
        """Starts them; gives what to wait for, and their answers."""
        reponses: list = []
        fils = [
            threading.Thread(target=lambda: reponses.append(self.demander()), daemon=True)
            for _ in range(combien)
        ]
        for fil in fils:
            fil.start()
        return fils, reponses


@pytest.fixture
def foule(pages_gardees, monkeypatch):
    # Every address is of a public view.
    monkeypatch.setattr(cache, "parametres_de", lambda request: {"au": texte})
    return Foule(Vue())


def _finir(fils):
    for fil in fils:
        fil.join(5)
        assert not fil.is_alive()


def test_a_page_asked_for_by_a_crowd_is_made_once(foule):
    fils, reponses = foule.lancer(10)
    sleep(0.2)
    foule.vue.suite.set()
    _finir(fils)
    assert foule.vue.appels == 1
    assert {reponse.content for reponse in reponses} == {b"page 1"}


def test_while_a_page_is_made_again_others_are_given_the_previous_one_at_once(foule):
    foule.vue.suite.set()
    foule.demander()
    foule.vue.suite.clear()
    foule.vue.commencee.clear()
    foule.etat = Etat(2, 1)
    fils, reponses = foule.lancer()
    assert foule.vue.commencee.wait(5)
    assert foule.demander().content == b"page 1"
    foule.vue.suite.set()
    _finir(fils)
    assert reponses[0].content == foule.demander().content == b"page 2"
    assert foule.vue.appels == 2


def test_nobody_is_given_the_previous_page_once_something_public_was_withdrawn(foule):
    foule.vue.suite.set()
    foule.demander()
    foule.vue.suite.clear()
    foule.vue.commencee.clear()
    foule.etat = Etat(2, 2)
    fils, reponses = foule.lancer(5)
    assert foule.vue.commencee.wait(5)
    sleep(0.2)
    assert reponses == []
    foule.vue.suite.set()
    _finir(fils)
    assert {reponse.content for reponse in reponses} == {b"page 2"}


def test_a_page_begun_before_a_withdrawal_is_given_to_nobody_who_came_after(foule):
    avant, _ = foule.lancer()
    assert foule.vue.commencee.wait(5)
    foule.etat = Etat(2, 2)
    apres, reponses = foule.lancer(3)
    sleep(0.2)
    foule.vue.suite.set()
    _finir(avant + apres)
    assert {reponse.content for reponse in reponses} == {b"page 2"}


def test_what_is_not_kept_is_made_for_each_of_those_who_waited(foule):
    foule.vue.reponse = HttpResponseNotFound
    fils, reponses = foule.lancer(4)
    sleep(0.2)
    foule.vue.suite.set()
    _finir(fils)
    assert {reponse.status_code for reponse in reponses} == {404}
    assert foule.vue.appels == 4


def test_a_page_that_is_gone_is_no_longer_given(foule):
    foule.vue.suite.set()
    foule.demander()
    foule.etat, foule.vue.reponse = Etat(2, 1), HttpResponseNotFound
    assert foule.demander().status_code == 404
    assert [foule.demander().status_code for _ in range(2)] == [404, 404]


# --- Who waits is bounded --------------------------------------------------------------------------------


def test_beyond_the_places_and_the_queue_one_is_sent_away_at_once(foule):
    foule.pages.visiteurs = Guichet(places=1, file=1)
    reponses: list = []
    fils = [
        threading.Thread(target=lambda n=n: reponses.append(foule.demander(f"/{n}/")), daemon=True)
        for n in range(2)
    ]
    fils[0].start()
    assert foule.vue.commencee.wait(5)
    fils[1].start()
    sleep(0.2)
    debut = monotonic()
    refus = foule.demander("/autre/")
    assert monotonic() - debut < 1
    assert (refus.status_code, refus["Retry-After"]) == (503, "3")
    assert "Trop de pages" in refus.content.decode()
    foule.vue.suite.set()
    _finir(fils)
    assert [reponse.status_code for reponse in reponses] == [200, 200]


def test_a_place_is_given_back_to_who_waits_longest():
    guichet = Guichet(places=1, file=2)
    guichet.prendre()
    passe = threading.Event()
    fil = threading.Thread(target=lambda: (guichet.prendre(), passe.set()), daemon=True)
    fil.start()
    sleep(0.1)
    assert not passe.is_set()
    guichet.rendre()
    assert passe.wait(5)


def test_whose_turn_does_not_come_is_sent_away(monkeypatch):
    monkeypatch.setattr("partenariat.presentation.guichet.PATIENCE", 0.05)
    guichet = Guichet(places=1, file=2)
    guichet.prendre()
    with pytest.raises(Complet):
        guichet.prendre()
    guichet.rendre()
    guichet.prendre()


# --- The revision, asked once for all --------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_who_asks_while_the_revision_is_read_shares_the_next_reading():
    suite, commencee, lectures = threading.Event(), threading.Event(), []

    def lire():
        lectures.append(1)
        commencee.set()
        assert suite.wait(5)
        return Etat(len(lectures), 0)

    lecture, lues = Lecture(lire), []
    fils = [threading.Thread(target=lambda: lues.append(lecture().numero), daemon=True) for _ in range(9)]
    fils[0].start()
    assert commencee.wait(5)
    for fil in fils[1:]:
        fil.start()
    sleep(0.2)
    suite.set()
    _finir(fils)
    assert sorted(lues) == [1] + [2] * 8


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_fails_is_told_to_those_who_share_it_and_the_next_one_is_tried():
    etats = iter([OperationalError("partie"), Etat(7, 0)])

    def lire():
        if isinstance(etat := next(etats), Exception):
            raise etat
        return etat

    lecture = Lecture(lire)
    with pytest.raises(OperationalError):
        lecture()
    assert lecture() == Etat(7, 0)


# --- Compression -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_kept_page_is_well_compressed_after_it_was_served(site):
    quoi = {"accept-encoding": "br"}
    premiere = site.get("/page/", headers=quoi)
    limite = monotonic() + 5
    while "" in next(iter(_pages())).corps and monotonic() < limite:
        sleep(0.02)
    seconde = site.get("/page/", headers=quoi)
    assert len(seconde.content) <= len(premiere.content)
    texte = brotli.decompress(premiere.content)
    assert brotli.decompress(seconde.content) == texte
    assert gzip.decompress(site.get("/page/", headers={"accept-encoding": "gzip"}).content) == texte
    assert site.get("/page/").content == texte
    assert len(calculs) == 1


def _pages():
    return caches["pages"]._memoire.pages.values()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("adresse", "accepte", "codage"),
    [
        ("/longue/", "gzip, br", "br"),
        ("/longue/", "gzip", "gzip"),
        ("/longue/", "br;q=0, gzip", "gzip"),
        ("/longue/", "", None),
        ("/longue/?type=application/pdf", "br", None),
        ("/secrete/", "br", None),
    ],
)
def test_an_answer_to_someone_signed_in_is_compressed_where_it_is_text(
    adresse, accepte, codage, site, client_de
):
    client = client_de(UtilisateurFactory())
    reponse = client.get(adresse, headers={"accept-encoding": accepte})
    assert reponse.get("Content-Encoding") == codage
    lire = {"br": brotli.decompress, "gzip": gzip.decompress}.get(codage, bytes)
    assert lire(reponse.content) == client.get(adresse).content


def test_a_short_answer_is_not_compressed():
    reponse = HttpResponse("bref")
    compression.comprimer(RequestFactory().get("/", headers={"accept-encoding": "br"}), reponse)
    assert not reponse.has_header("Content-Encoding")
