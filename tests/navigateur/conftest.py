"""A real Chromium. Every page opened here is watched: no console error, no refusal by the content policy, no
request to another host, no answer of 500.

`page` is 1,280 pixels wide, `telephone` 360, `sans_javascript` runs no script. Addresses are relative to the
live server (`page.goto("/plans/actif/actions/")`). Nothing is mocked: each test has real transactions.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.factories import UtilisateurFactory

ICI = Path(__file__).parent
OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NORMES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def pytest_collection_modifyitems(items):
    for item in items:
        if ICI in item.path.parents:
            item.add_marker(pytest.mark.navigateur)


def _chemin() -> str:
    chemin = next(
        (c for nom in ("/usr/bin/chromium", "chromium", "chromium-browser") if (c := shutil.which(nom))), None
    )
    if chemin:
        return chemin
    phrase = "Chromium est introuvable : les essais de navigateur sont sautés."
    if os.environ.get("NAVIGATEUR_REQUIS") == "1":
        pytest.fail(f"{phrase} NAVIGATEUR_REQUIS=1 l'interdit.", pytrace=False)
    pytest.skip(phrase)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a worker."""
    chemin = _chemin()
    with pytest.MonkeyPatch.context() as env, sync_playwright() as pilote:
        # Playwright keeps an event loop in this thread, in which Django would refuse the database.
        env.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        en_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        navigateur = pilote.chromium.launch(executable_path=chemin, args=[*OPTIONS, *en_root])
        yield navigateur
        navigateur.close()


class Veille:
    """Notes what a page must never do; `plaintes` is empty for a good one."""

    def __init__(self, hote: str, permis: list[str]):
        self.hote, self.permis = hote, permis
        self.notes: list[str] = []

    def suivre(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda erreur: self.notes.append(f"script : {erreur}"))
        page.on("request", self._requete)
        page.on("response", self._reponse)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.notes.append(f"console : {message.text} ({message.location.get('url')})")

    def _requete(self, requete: Request) -> None:
        adresse = urlsplit(requete.url)
        if adresse.scheme in ("http", "https", "ws", "wss") and adresse.netloc != self.hote:
            self.notes.append(f"tiers : {requete.url}")

    def _reponse(self, reponse: Response) -> None:
        if reponse.status >= 500:
            self.notes.append(f"panne : {reponse.status} {reponse.url}")

    @property
    def plaintes(self) -> list[str]:
        return [note for note in self.notes if not any(texte in note for texte in self.permis)]


@pytest.fixture
def permis() -> list[str]:
    """Texts of the notes that this test expects: `permis.append("404")` before opening a missing page."""
    return []


@pytest.fixture
def ouvrir(chromium, live_server, permis) -> Iterator[Callable[..., Page]]:
    """Opens a page of a given width, in its own session; watched until the end of the test."""
    veille = Veille(urlsplit(live_server.url).netloc, permis)
    contextes = []

    def nouvelle(largeur: int = 1280, hauteur: int = 800, *, javascript: bool = True, **options) -> Page:
        contexte = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": largeur, "height": hauteur},
            java_script_enabled=javascript,
            locale="fr-CA",
            timezone_id="America/Toronto",
            **options,
        )
        contexte.set_default_timeout(10_000)
        contextes.append(contexte)
        page = contexte.new_page()
        veille.suivre(page)
        contexte.on("page", veille.suivre)
        return page

    yield nouvelle
    for contexte in contextes:
        contexte.close()
    assert not veille.plaintes, "\n".join(veille.plaintes)


@pytest.fixture
def page(ouvrir) -> Page:
    return ouvrir()


@pytest.fixture
def telephone(ouvrir) -> Page:
    """360 × 740, touch, as the narrowest phone that we serve."""
    return ouvrir(360, 740, has_touch=True, is_mobile=True)


@pytest.fixture
def sans_javascript(ouvrir) -> Page:
    return ouvrir(javascript=False)


@pytest.fixture
def connecter(live_server) -> Callable[[Page, object], Page]:
    """Signs a person in on that page, without the form."""

    def entrer(page: Page, utilisateur) -> Page:
        client = Client()
        client.force_login(utilisateur)
        valeur = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": valeur, "url": live_server.url}]
        )
        return page

    return entrer


@pytest.fixture
def tableau(ouvrir, connecter) -> Callable[..., Page]:
    """Opens the dashboard of the active plan, as someone of the committee: `tableau(360, "?axe=1")`."""

    def entrer(largeur: int = 1280, criteres: str = "", **voulu) -> Page:
        page = connecter(ouvrir(largeur, **voulu), UtilisateurFactory(comite=True))
        page.goto(f"/plans/actif/tableau-de-bord/{criteres}")
        return page

    return entrer


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Asserts that a page has no violation of WCAG 2.2 AA that a machine can find."""

    def verifier(page: Page) -> None:
        resultats = Axe().run(page, options={"runOnly": {"type": "tag", "values": NORMES}})
        assert resultats.violations_count == 0, resultats.generate_report()

    return verifier
