"""A connection that is waited for and does not advance is cut; the others are left alone."""

import errno
import socket
from contextlib import closing, suppress
from time import monotonic

import pytest
from django.test import RequestFactory

from partenariat.entree import lents, veille
from partenariat.entree.lents import Prets
from partenariat.entree.veille import Veille


@pytest.fixture
def ecoute(monkeypatch):
    monkeypatch.setattr(veille, "DELAI", 0.02)
    with closing(socket.create_server(("127.0.0.1", 0))) as prise:
        yield prise


@pytest.fixture
def connexion(ecoute):
    """Both ends: the visitor's, ours."""
    visiteur = socket.create_connection(ecoute.getsockname())
    notre, _ = ecoute.accept()
    with closing(visiteur), closing(notre):
        yield visiteur, notre


def coupee(notre: socket.socket) -> bool:
    notre.setblocking(False)
    try:
        while recu := notre.recv(1_000_000):
            del recu
        return True
    except BlockingIOError:
        return False


def deux_fois(ecoute, entre=lambda: None, *, prets: int = 0) -> None:
    regard, port = Veille(), ecoute.getsockname()[1]
    regard._prets = [monotonic()] * prets
    regard.regarder(port)
    entre()
    veille.sleep(0.05)
    regard.regarder(port)


def commencer(visiteur, notre):
    """Something was answered, then something is asked: age tells which came last."""
    notre.sendall(b"avant")
    visiteur.recv(10)
    veille.sleep(0.05)
    visiteur.sendall(b"POST")
    veille.sleep(0.05)


def repondue(connexion, demande: bytes) -> socket.socket:
    """Our end, once what was asked is read and answered."""
    visiteur, notre = connexion
    visiteur.sendall(demande)
    notre.recv(10)
    veille.sleep(0.05)
    notre.sendall(b"fait")
    visiteur.recv(10)
    veille.sleep(0.05)
    return notre


def test_a_form_of_which_nothing_more_comes_is_cut(ecoute, connexion):
    commencer(*connexion)
    deux_fois(ecoute)
    assert coupee(connexion[1])


def test_so_is_one_that_came_with_its_connection_and_was_never_answered(ecoute, connexion):
    visiteur, notre = connexion
    visiteur.sendall(b"POST")
    notre.recv(10)
    deux_fois(ecoute)
    assert coupee(notre)


def test_a_connection_that_says_nothing_holds_nothing_and_is_left_alone(ecoute, connexion):
    deux_fois(ecoute)
    assert not coupee(connexion[1])


def test_a_form_that_advances_is_not(ecoute, connexion):
    visiteur, notre = connexion
    commencer(visiteur, notre)

    def avancer():
        visiteur.sendall(b"x" * veille.AVANCE)

    deux_fois(ecoute, avancer)
    assert not coupee(notre)


def test_a_file_that_nobody_reads_is_cut(ecoute, connexion):
    _visiteur, notre = connexion
    notre.setblocking(False)
    notre.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 100_000)
    with suppress(BlockingIOError):
        while notre.send(b"x" * 1_000_000):
            pass
    veille.sleep(0.3)  # what the system had kept has gone as far as it goes
    deux_fois(ecoute)
    with pytest.raises(OSError, match=r"Broken pipe|reset"):
        notre.send(b"x")


def test_a_connection_that_was_answered_is_kept_for_what_comes_next(ecoute, connexion):
    notre = repondue(connexion, b"GET")
    deux_fois(ecoute)
    assert not coupee(notre)


@pytest.mark.parametrize(
    ("lent", "cut"),
    [(0, False), (1, True)],
    ids=["no thread is lent", "a thread is lent, and nobody seems to be waited for"],
)
def test_who_is_answered_before_the_end_of_what_he_sent_is_cut_for_the_thread_he_holds(
    lent, cut, ecoute, connexion
):
    notre = repondue(connexion, b"GET" + b"POST")
    deux_fois(ecoute, prets=lent)
    assert coupee(notre) is cut


def test_the_others_are_not_cut_for_the_thread_of_one_that_is_waited_for(ecoute, connexion):
    visiteur, notre = connexion
    visiteur.sendall(b"GET")
    notre.recv(10)
    veille.sleep(0.05)
    notre.sendall(b"fait")
    with closing(socket.create_connection(ecoute.getsockname())) as lent:
        lui, _ = ecoute.accept()
        with closing(lui):
            lent.sendall(b"POST")
            deux_fois(ecoute, lambda: lent.sendall(b"x" * veille.AVANCE), prets=1)
            assert not coupee(lui)
    assert not coupee(notre)


def test_neither_is_one_that_came_to_another_port(ecoute, connexion):
    commencer(*connexion)
    regard = Veille()
    for _ in range(2):
        regard.regarder(ecoute.getsockname()[1] + 1)
        veille.sleep(0.05)
    assert not coupee(connexion[1])


def test_it_waits_for_as_long_as_an_answer_may_take(ecoute, connexion, monkeypatch):
    monkeypatch.setattr(veille, "DELAI", 60.0)
    commencer(*connexion)
    deux_fois(ecoute)
    assert not coupee(connexion[1])


# --- For how long it looks -------------------------------------------------------------------------------


@pytest.fixture
def regard(monkeypatch):
    """One that never sees anybody waited for, and counts its looks."""
    monkeypatch.setattr(veille, "PAS", 0.01)
    regard = Veille()
    regard.regards = 0

    def regarder(_port):
        regard.regards += 1
        if regard.regards == 2:
            raise OSError(errno.EMFILE, "Too many open files")

    monkeypatch.setattr(regard, "regarder", regarder)
    return regard


def regarde_encore(regard) -> bool:
    avant, limite = regard.regards, monotonic() + 1
    while regard.regards < avant + 2 and monotonic() < limite:
        veille.sleep(0.01)
    return regard.regards >= avant + 2


def test_it_looks_for_as_long_as_a_thread_is_lent_even_once_it_cannot(regard):
    pretes = [regard.preter(0) for _ in range(2)]
    assert regarde_encore(regard)
    assert regarde_encore(regard)
    regard.reprendre(pretes[1])
    assert regarde_encore(regard)
    regard.reprendre(pretes[0])
    veille.sleep(0.1)
    assert not regarde_encore(regard)
    troisieme = regard.preter(0)
    assert regarde_encore(regard)
    regard.reprendre(troisieme)


def test_a_thread_is_lent_for_the_time_of_a_form(settings, monkeypatch):
    settings.WEB = True
    regard = Veille()
    monkeypatch.setattr(lents, "veille", regard)
    monkeypatch.setattr(regard, "_veiller", lambda _port: None)
    prets, request = Prets(1, 1), RequestFactory().get("/")
    for _ in range(2):
        assert prets.prendre(request)
        assert not prets.prendre(request)
        assert len(regard._prets) == 1
        prets.rendre(request)
        assert not regard._prets
