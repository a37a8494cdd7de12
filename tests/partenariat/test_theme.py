"""Light or dark, by choice: kept by a cookie alone, said by the page, apart in the page cache."""

import re
from http.cookies import SimpleCookie

import pytest
from django.test import Client

from partenariat.presentation.theme import THEMES
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return PlanFactory(actif=True, slug="actif")


def dit(page: bytes) -> tuple[str, str]:
    """The theme that a page bears, and what it tells the browser of its colours."""
    texte = page.decode()
    porte = re.search(r'<html[^>]* data-theme="(\w+)"', texte)
    schema = re.search(r'<meta name="color-scheme" content="([^"]+)"', texte)
    return (porte[1] if porte else "", schema[1] if schema else "")


@pytest.mark.parametrize(
    ("choisi", "attendu"),
    {"": ("", "light dark"), "clair": ("clair", "light"), "sombre": ("sombre", "dark")}.items(),
)
def test_what_was_chosen_is_what_pages_say(client, plan, choisi, attendu):
    reponse = client.post("/apparence/", {"theme": choisi}, headers={"referer": "http://testserver/methode/"})
    assert (reponse.status_code, reponse["Location"]) == (302, "http://testserver/methode/")
    assert dit(client.get("/plans/actif/").content) == attendu


def test_the_way_back_to_the_device_forgets_the_cookie(client, plan):
    client.post("/apparence/", {"theme": "sombre"})
    assert client.cookies["theme"].value == "sombre"
    assert client.cookies["theme"]["httponly"]
    assert client.cookies["theme"]["samesite"] == "Lax"
    assert client.post("/apparence/", {"theme": ""}).cookies["theme"]["max-age"] == 0


@pytest.mark.parametrize("envoi", [{"theme": "rose"}, {"theme": "sombre;x"}], ids=str)
def test_another_theme_is_refused(client, plan, envoi):
    reponse = client.post("/apparence/", envoi)
    assert reponse.status_code == 400
    assert "theme" not in reponse.cookies


@pytest.mark.parametrize(
    ("d_ou", "vers", "attendu"),
    [
        ("http://testserver/actions/?q=a", "/", "http://testserver/actions/?q=a"),
        ("", "/actions/", "/actions/"),
        ("https://ailleurs.test/", "//ailleurs.test/", "/"),
        ("https://ailleurs.test/", "javascript:alert(1)", "/"),
    ],
)
def test_one_comes_back_to_this_site_and_no_other(client, plan, d_ou, vers, attendu):
    reponse = client.post("/apparence/", {"theme": "clair", "vers": vers}, headers={"referer": d_ou})
    assert reponse["Location"] == attendu


def test_it_asks_for_no_token_and_opens_no_session(plan):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/apparence/", {"theme": "sombre"}).status_code == 302
    assert set(client.cookies) == {"theme"}
    assert not client.get("/plans/actif/").cookies


def test_each_theme_has_its_own_kept_page(plan, pages_gardees):
    lues = {}
    for _tour in range(2):
        for theme in (*THEMES, "rose"):
            client = Client()
            client.cookies = SimpleCookie({"theme": theme} if theme else {})
            lues.setdefault(theme, set()).add(client.get("/plans/actif/").content)
    assert {theme: dit(next(iter(pages)))[0] for theme, pages in lues.items()} == {
        "": "",
        "clair": "clair",
        "sombre": "sombre",
        "rose": "",
    }
    assert all(len(pages) == 1 for pages in lues.values())
