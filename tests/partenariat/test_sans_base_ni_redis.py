"""The database or Redis is away: what is kept goes on, the rest says so, and all comes back."""

import logging
import os
import resource
import socket
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import DataError, InterfaceError, OperationalError, connection
from django.test import Client
from django.utils import timezone

from actions.models import Action
from partenariat import erreurs
from partenariat.donnees import antememoire
from partenariat.donnees.absence import SansPlace, est_absente
from partenariat.donnees.antememoire import sans_tomber
from partenariat.donnees.bassin.base import Bassin, DatabaseWrapper
from partenariat.entree.sessions import SessionStore
from partenariat.erreurs import attente
from partenariat.histoire.revision import revision
from partenariat.presentation import cache
from tests.factories import ActionFactory, PlanFactory

# --- PostgreSQL away --------------------------------------------------------------------------------------


@pytest.fixture
def partir():
    """Makes the database leave, and come back."""
    adresse = connection.settings_dict["HOST"]

    def mettre(absente: bool = True) -> None:
        connection.close()
        connection.settings_dict["HOST"] = "/nulle-part" if absente else adresse

    yield mettre
    mettre(False)


@pytest.fixture
def site(pages_gardees, transactional_db):
    client = Client(raise_request_exception=False)
    PlanFactory(actif=True)
    return client


def test_a_kept_page_goes_on_and_says_so(site, partir):
    gardee = site.get("/methode/").content
    partir()
    reponse = site.get("/methode/")
    assert (reponse.status_code, reponse.content) == (200, gardee)
    assert reponse["Partenariat-Etat"] == "garde; base-absente"
    assert reponse["Age"] == "0"
    partir(False)
    assert "Partenariat-Etat" not in site.get("/methode/")


def test_a_kept_page_does_not_go_on_for_ever(site, partir, monkeypatch):
    site.get("/methode/")
    partir()
    monkeypatch.setattr(cache, "SANS_BASE", -1.0)
    assert site.get("/methode/").status_code == 503


def test_a_kept_page_does_not_go_on_after_midnight(site, partir, time_machine):
    site.get("/methode/")
    partir()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    assert site.get("/methode/").status_code == 503


def test_a_page_of_before_a_withdrawal_does_not_go_on(site, partir):
    action = ActionFactory(publiee=True, plan__actif=False)
    pages = ("actions", "plans", "methode")
    for nom in pages:
        site.get(f"/{nom}/")
    Action.objects.filter(pk=action.pk).update(titre="Un autre titre")
    site.get("/plans/")
    partir()
    # Made again since, shown no more, made of nothing that was withdrawn.
    assert {nom: site.get(f"/{nom}/").status_code for nom in pages} == {
        "actions": 503,
        "plans": 200,
        "methode": 200,
    }


ADRESSES = [
    "/",
    "/en/plans/actif/actions/",
    "/plans/actif/donnees/actions.csv",
    "/espace/",
    "/admin/",
    "/plans/actif/tableau-de-bord/",
]


@pytest.mark.parametrize("connecte", [False, True], ids=["visiteur", "connecté"])
@pytest.mark.parametrize("adresse", ADRESSES)
def test_other_pages_say_that_it_is_away_in_the_look_of_the_site(adresse, connecte, site, partir, caplog):
    if connecte:
        site.cookies["session"] = SessionStore()._get_new_session_key()
    partir()
    with caplog.at_level(logging.WARNING):
        reponse = site.get(adresse, headers={"accept": "text/html"})
    if not connecte and reponse.status_code == 302:
        assert "/connexion/" in reponse["Location"] or "/login/" in reponse["Location"]
        return
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "5")
    assert 'class="cadre erreur"' in reponse.content.decode()
    assert "Content-Security-Policy" in reponse
    assert len(caplog.records) <= 1
    assert not any(ligne.exc_info for ligne in caplog.records)


def test_every_connection_in_use_is_a_crowd_and_not_a_base_that_is_away(site, monkeypatch, caplog):
    def prise(*_args, **_kwargs):
        raise SansPlace("toutes les connexions de ce processus sont prises")

    site.raise_request_exception = False
    monkeypatch.setattr("partenariat.presentation.cache.PagesPubliques.calculer", prise)
    reponse = site.get("/methode/")
    assert (reponse.status_code, reponse["Retry-After"]) == (503, "3")
    assert "Trop de pages" in reponse.content.decode()
    assert not any(ligne.exc_info for ligne in caplog.records)


def test_a_form_gives_back_what_was_typed(site, partir):
    partir()
    reponse = site.post("/compte/connexion/", {"username": "mot à mot", "password": "deux mots"})
    assert reponse.status_code == 503
    assert "mot à mot" in reponse.content.decode()
    assert "deux mots" not in reponse.content.decode()


def test_the_log_says_it_once_in_a_while(rf, caplog, monkeypatch):
    monkeypatch.setattr(attente, "_dite", -1e9)
    for _ in range(20):
        erreurs.base_absente(rf.get("/"))
    assert [ligne.getMessage() for ligne in caplog.records] == ["la base de données ne répond pas"]


def _avec_code(code):
    class Cause(Exception):
        pgcode = code

    erreur = OperationalError("x")
    erreur.__cause__ = Cause()
    return erreur


@pytest.mark.parametrize(
    ("erreur", "absente"),
    [
        (OperationalError("could not connect"), True),
        (InterfaceError("connection already closed"), True),
        (_avec_code("57P01"), True),
        (_avec_code("53300"), True),
        (_avec_code("57014"), False),
        (_avec_code("55P03"), False),
        (DataError("x"), False),
        (ValueError("x"), False),
        (None, False),
    ],
    ids=["unreachable", "closed", "stopping", "full", "too slow", "locked", "data", "other", "none"],
)
def test_what_says_that_the_database_is_away(erreur, absente):
    assert est_absente(erreur) is absente


# --- Connections that the threads share -------------------------------------------------------------------


@pytest.fixture
def bassin(transactional_db, monkeypatch):
    bassin = Bassin(places=2)
    monkeypatch.setattr("partenariat.donnees.bassin.base.BASSIN", bassin)
    monkeypatch.setattr("partenariat.donnees.bassin.base.PATIENCE", 0.05)
    yield bassin
    for _reglages, connexion in bassin.libres:
        connexion.close()


def _numero(base) -> int:
    with base.cursor() as curseur:
        curseur.execute("SELECT pg_backend_pid()")
        return curseur.fetchone()[0]


def _ouvrir():
    return DatabaseWrapper(connection.settings_dict, "default")


def test_a_connection_that_is_closed_serves_the_next(bassin):
    une, autre = _ouvrir(), _ouvrir()
    numero = _numero(une)
    une.close()
    assert _numero(autre) == numero
    autre.close()


def test_no_more_connections_than_places(bassin):
    ouvertes = [_ouvrir(), _ouvrir(), _ouvrir()]
    _numero(ouvertes[0]), _numero(ouvertes[1])
    with pytest.raises(OperationalError):
        _numero(ouvertes[2])
    ouvertes[0].close()
    assert _numero(ouvertes[2])
    for ouverte in ouvertes:
        ouverte.close()


@pytest.mark.parametrize("ou", ["_finie", "close"])
def test_a_connection_that_cannot_be_looked_at_gives_its_place_back(bassin, monkeypatch, ou):
    def tomber(*_args):
        raise OSError(9, "Bad file descriptor")

    class Morte:
        closed = 1
        close = tomber

    if ou == "_finie":
        monkeypatch.setattr("partenariat.donnees.bassin.base._finie", tomber)
    for _fois in range(3):
        bassin.libres.append((_ouvrir().get_connection_params(), Morte()))
        with pytest.raises(OSError, match="descriptor"):
            _numero(_ouvrir())
    assert bassin.places._value == 2


def test_a_connection_of_a_process_that_holds_many_others_is_looked_at_too(bassin):
    une, autre = _ouvrir(), _ouvrir()
    bas = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(1100, bas[0]), bas[1]))
    tenus = [os.open(os.devnull, os.O_RDONLY) for _ in range(1040)]
    try:
        numero = _numero(une)
        une.close()
        assert _numero(autre) == numero
    finally:
        autre.close()
        for tenu in tenus:
            os.close(tenu)
        resource.setrlimit(resource.RLIMIT_NOFILE, bas)


def test_a_connection_that_the_server_ended_is_not_given_again(bassin):
    une, autre = _ouvrir(), _ouvrir()
    numero = _numero(une)
    une.close()
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_terminate_backend(%s, 2000)", [numero])
    assert _numero(autre) != numero
    autre.close()


def test_a_transaction_is_taken_over_by_nobody(bassin):
    une, autre = _ouvrir(), _ouvrir()
    numero = _numero(une)
    une.set_autocommit(False)
    _numero(une)
    une.close()
    assert _numero(autre) != numero
    autre.close()


# --- Redis away -------------------------------------------------------------------------------------------


@pytest.fixture
def redis_absent(settings):
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    antememoire._absent_jusqu_a.clear()
    reglages = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}",
    }
    settings.CACHES = {**settings.CACHES, "default": sans_tomber(reglages)}
    yield caches["default"]
    antememoire._absent_jusqu_a.clear()


def test_each_use_of_the_cache_goes_on_in_the_memory_of_the_process(redis_absent):
    redis_absent.set("a", 1)
    assert redis_absent.incr("a") == 2
    assert redis_absent.decr("a") == 1
    assert not redis_absent.add("a", 5)
    assert redis_absent.get_or_set("b", 7) == 7
    assert redis_absent.get_many(["a", "b"]) == {"a": 1, "b": 7}
    assert redis_absent.has_key("a")
    redis_absent.delete("a")
    assert redis_absent.get("a", "rien") == "rien"
    redis_absent.clear()
    assert redis_absent.absent


@pytest.mark.django_db
def test_the_site_serves_and_says_that_it_is_degraded(redis_absent):
    PlanFactory(actif=True)
    assert Client().get("/").status_code == 200
    assert Client().get("/readyz").json()["etat"] == "degrade"


def test_a_cache_that_is_not_redis_is_left_as_it_is():
    reglages = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    assert sans_tomber(reglages) == reglages


# --- What moves the revision, what withdraws ---------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("avant", "apres", "numero", "retrait"),
    [
        ("brouillon", "brouillon", False, False),
        ("brouillon", "publiee", True, False),
        ("publiee", "publiee", True, False),
        ("publiee", "archivee", True, True),
        ("publiee", "brouillon", True, True),
    ],
)
def test_an_action_moves_what_the_public_sees_of_it(avant, apres, numero, retrait, replique):
    action = ActionFactory(publiee=avant == "publiee")
    Action.objects.filter(pk=action.pk).update(titre="Un")
    premiere = {"publiee_le": timezone.now()} if apres == "publiee" != avant else {}
    debut = revision()
    Action.objects.filter(pk=action.pk).update(titre="Deux", publication=apres, **premiere)
    fin = revision()
    assert (fin.numero > debut.numero, fin.retrait > debut.retrait) == (numero, retrait)
