"""Who sends a form, or reads a file, one byte at a time holds a thread among few, and nobody's turn."""

import threading
from io import BytesIO

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from partenariat.entree.lents import Prets
from partenariat.lancement.serveur import FILS
from partenariat.presentation import cache
from partenariat.presentation.cache import PagesPubliques
from partenariat.presentation.guichet import Guichet

ICI, VOISIN, AILLEURS = "203.0.113.7", "203.0.113.8", "198.51.100.20"


class Corps(BytesIO):
    """A form of which nothing comes until it is told to."""

    def __init__(self, contenu: bytes):
        super().__init__(contenu)
        self.demande, self.suite = threading.Event(), threading.Event()

    def read(self, *args):
        self.demande.set()
        assert self.suite.wait(5)
        return super().read(*args)


def envoi(corps: BytesIO, qui: str = ICI, adresse: str = "/"):
    return RequestFactory().post(
        adresse,
        REMOTE_ADDR=qui,
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(corps.getvalue())),
        **{"wsgi.input": corps},
    )


def lue(request):
    return HttpResponse(request.POST.get("a", "rien"))


def site(vue) -> PagesPubliques:
    """One place, and no queue."""
    pages = PagesPubliques(vue)
    pages.visiteurs = Guichet(places=1, file=0)
    return pages


def test_a_form_that_arrives_slowly_takes_nobody_s_turn():
    pages, corps, reponses = site(lue), Corps(b"a=mot"), []
    fil = threading.Thread(target=lambda: reponses.append(pages(envoi(corps))), daemon=True)
    fil.start()
    assert corps.demande.wait(5)
    assert pages(RequestFactory().get("/espace/", REMOTE_ADDR=ICI)).status_code == 200
    corps.suite.set()
    fil.join(5)
    assert reponses[0].content == b"mot"


def test_beyond_the_threads_lent_a_form_is_refused_and_nobody_waits_to_know_what_it_says():
    pages, corps = site(lue), Corps(b"a=mot")
    pages.formulaires = Prets(0, 0)
    refus = pages(envoi(corps))
    assert (refus.status_code, refus["Retry-After"]) == (503, "3")
    assert "Trop de pages" in refus.content.decode()
    assert not corps.demande.is_set()


def test_the_thread_of_a_form_is_given_back_even_where_it_fails():
    class Rompu(BytesIO):
        def read(self, *args):
            raise OSError("partie")

    pages = site(lue)
    pages.formulaires = Prets(1, 1)
    for _ in range(2):
        with pytest.raises(BadRequest):
            pages(envoi(Rompu(b"a=mot")))
    corps = Corps(b"a=mot")
    corps.suite.set()
    assert pages(envoi(corps)).content == b"mot"


@pytest.mark.django_db
@pytest.mark.parametrize("manque", [0, 1], ids=["entier", "coupé"])
def test_a_form_that_was_cut_short_is_not_taken_for_what_was_written(manque, client: Client):
    reponse = client.post(
        "/compte/connexion/",
        b"username=a&password=b",
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH=21 + manque,
        **{"wsgi.input": BytesIO(b"username=a&password=b")},
    )
    assert reponse.status_code == (400 if manque else 200)


@pytest.mark.parametrize(("adresse", "langue"), [("/en/x/", "en"), ("/x/", "fr-ca")])
def test_what_is_said_of_a_file_as_it_arrives_is_in_the_language_of_the_page(adresse, langue, monkeypatch):
    dites = []
    monkeypatch.setattr(cache, "recevoir", lambda _request: dites.append(translation.get_language()))
    for restee in ("fr-ca", "en"):
        with translation.override(restee):
            site(lue)(envoi(BytesIO(b""), adresse=adresse))
    assert dites == [langue] * 2


# --- Files -----------------------------------------------------------------------------------------------


def fichier(_request):
    return FileResponse(BytesIO(b"octets"))


def demander(pages, qui=ICI):
    return pages(RequestFactory().get("/espace/", REMOTE_ADDR=qui))


def test_a_file_that_is_read_slowly_takes_nobody_s_turn():
    pages = site(fichier)
    tenue = demander(pages)
    assert demander(pages).status_code == 200
    assert b"".join(tenue) == b"octets"


def test_beyond_the_threads_lent_a_file_is_for_later_until_one_was_read():
    pages = site(fichier)
    pages.fichiers = Prets(en_tout=2, par_adresse=1)
    premiere = demander(pages)
    assert [demander(pages, qui).status_code for qui in (ICI, VOISIN, AILLEURS)] == [503, 200, 503]
    premiere.close()
    assert demander(pages).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_who_reads_a_file_holds_no_connection():
    def vue(_request):
        connection.ensure_connection()
        return fichier(_request)

    demander(site(vue))
    assert connection.connection is None


# --- How many --------------------------------------------------------------------------------------------


def test_one_address_holds_a_part_and_what_is_given_back_is_lent_again():
    prets = Prets(en_tout=3, par_adresse=2)
    a, b, c = (RequestFactory().get("/", REMOTE_ADDR=qui) for qui in (ICI, VOISIN, AILLEURS))
    assert [prets.prendre(qui) for qui in (a, a, a, b, c)] == [True, True, False, True, False]
    prets.rendre(a)
    assert [prets.prendre(qui) for qui in (c, c)] == [True, False]
    for qui in (a, b, c):
        prets.rendre(qui)
    assert not prets._tenus


def test_behind_a_proxy_that_nobody_told_us_about_stands_everyone():
    prets = Prets(en_tout=3, par_adresse=1)
    ici_meme = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")
    assert [prets.prendre(ici_meme) for _ in range(4)] == [True] * 3 + [False]


def test_some_threads_are_always_left_for_the_pages_that_are_ready():
    attendent = 2 * (cache.PLACES + cache.FILE) + cache.LECTEURS
    assert attendent + cache.FORMULAIRES + cache.FICHIERS <= FILS - 16
