"""What the database keeps of a session opens none."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as EnClair
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partenariat.entree.sessions import SessionStore, emise, empreinte
from tests.factories.partenariat import UtilisateurFactory

pytestmark = pytest.mark.django_db

MEMBRES = reverse("espace")


@pytest.fixture
def entree():
    """Someone who signed in: the client, and the key that their cookie holds."""
    client = Client()
    client.force_login(UtilisateurFactory(redaction=True))
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


def statut(cle: str) -> int:
    visiteur = Client()
    visiteur.cookies[settings.SESSION_COOKIE_NAME] = cle
    return visiteur.get(MEMBRES).status_code


def test_the_table_holds_no_key_that_enters(entree):
    _client, cle = entree
    (ligne,) = Session.objects.all()
    assert statut(cle) == 200
    assert cle not in f"{ligne.session_key} {ligne.session_data}"
    assert statut(ligne.session_key) == 302


def test_nobody_s_session_is_copied_under_another_key(entree):
    _client, cle = entree
    (ligne,) = Session.objects.all()
    mienne = SessionStore()._get_new_session_key()
    Session.objects.create(
        session_key=empreinte(mienne), session_data=ligne.session_data, expire_date=ligne.expire_date
    )
    assert [statut(cle), statut(mienne)] == [200, 302]


def test_a_session_from_before_ends(entree):
    ancienne = EnClair()
    ancienne.update(SessionStore(entree[1]).load())
    ancienne.create()
    assert statut(ancienne.session_key) == 302


def test_signing_in_changes_the_key_and_leaving_forgets_it():
    personne = UtilisateurFactory(redaction=True)
    personne.set_password("Un mot de passe assez long.")
    personne.save()
    client = Client()
    avant = client.session
    avant["vu"] = True
    avant.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = avant.session_key
    client.post(
        reverse("connexion"), {"username": personne.username, "password": "Un mot de passe assez long."}
    )
    apres = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert apres != avant.session_key
    assert [statut(avant.session_key), statut(apres)] == [302, 200]
    assert not Session.objects.filter(session_key=empreinte(avant.session_key)).exists()
    client.post(reverse("deconnexion"))
    assert statut(apres) == 302
    assert not Session.objects.exists()


def test_a_session_that_expired_opens_nothing(entree, time_machine):
    time_machine.move_to(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60))
    assert statut(entree[1]) == 302


def test_what_is_kept_is_read_back_and_written_again(entree):
    client, cle = entree
    session = client.session
    session["brouillon"] = "un texte"
    session.save()
    assert SessionStore(cle)["brouillon"] == "un texte"
    assert Session.objects.count() == 1
    assert SessionStore().exists(cle)
    assert not SessionStore().exists("z" * 32)


def test_a_key_says_without_the_database_that_it_was_made_here(settings):
    cle = SessionStore()._get_new_session_key()
    assert emise(cle)
    for fausse in (
        "",
        "faux",
        cle[:32],
        f"{cle[:-1]}{'0' if cle[-1] != '0' else '1'}",
        f"x{cle[1:]}y",
        "é" * 48,
    ):
        assert not emise(fausse)
    ancienne, settings.SECRET_KEY = settings.SECRET_KEY, "une autre"
    assert not emise(cle)
    settings.SECRET_KEY_FALLBACKS = [ancienne]
    assert emise(cle)
