"""Walks the pages with their apostrophes on: each address of the public, the back office, the space, errors.

Beside the same page without (as every other test reads it): nothing differs but apostrophes and blanks of
words that are read.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from actions.models import Action
from engagements.models import Engagement
from partenariat import erreurs
from partenariat.presentation.typographie import APOSTROPHE, EXACTS, LUS
from tests.factories import PlanFactory, UtilisateurFactory
from tests.monde import monde
from tests.reponses import corps
from tests.test_adresses import DURABLES, SANS_LANGUE, remplir

pytestmark = pytest.mark.django_db

PAGES = [(route, nom) for route, nom in DURABLES if nom not in SANS_LANGUE]


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    """Texts with straight apostrophes, and blanks that French does not put."""
    with base_du_module():
        plan = PlanFactory(actif=True, titre="Le plan d'essai")
        valeurs = monde(plan)
        Action.objects.filter(plan=plan).update(
            titre="L'action d'« essai » ; oui", description="Qu'on l'ait ?"
        )
        return valeurs


@pytest.fixture
def en_ligne(settings):
    """Turns it on, or off again."""
    settings.TYPOGRAPHIE = True

    def mettre(oui: bool) -> None:
        settings.TYPOGRAPHIE = oui

    return mettre


class Lus(HTMLParser):
    """The words that one reads on a page, and its attributes that are not."""

    def __init__(self, page: str):
        super().__init__()
        self.pile: list[tuple[str, bool]] = []
        self.mots: list[str] = []
        self.dits: list[str] = []
        self.exacts: list[str] = []
        self.gardes: list[tuple[str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, nom, attributs):
        dits = dict(attributs)
        self.dits += [valeur for cle, valeur in attributs if cle in LUS and valeur]
        self.gardes += [(cle, valeur) for cle, valeur in attributs if cle not in LUS and nom != "meta"]
        exact = nom in EXACTS or "data-exact" in dits or (nom == "option" and "value" not in dits)
        if nom not in ("br", "hr", "img", "input", "link", "meta", "wbr"):
            self.pile.append((nom, exact or self.exact))

    @property
    def exact(self) -> bool:
        return bool(self.pile) and self.pile[-1][1]

    def handle_endtag(self, nom):
        while self.pile and self.pile.pop()[0] != nom:
            pass

    def handle_data(self, mots):
        (self.exacts if self.exact else self.mots).append(mots)


DROITE = re.compile(r"[^\W\d_]'(?![\w.+'-]*@)")
BLANC = re.compile(r"« |\S »|\S +[;!?](?:\s|$)")


def fautes(page: str) -> list[str]:
    """An apostrophe in words seen or heard, a blank in those that are seen."""
    lus = Lus(page)
    return [
        mots
        for motif, dits in ((DROITE, lus.mots + lus.dits), (BLANC, lus.mots))
        for mots in dits
        if "://" not in mots and motif.search(mots)
    ]


def juger(page: str, sans: str) -> None:
    """Args:
    sans: the same page without.
    """
    assert not fautes(page)
    avec, avant = Lus(page), Lus(sans)
    # The key of a form is its own.
    assert [cle for cle, _ in avec.gardes] == [cle for cle, _ in avant.gardes]
    assert lettres(avec) == lettres(avant)


def lettres(lus: Lus) -> str:
    return re.sub(r"\s", "", "".join(lus.mots + lus.dits)).replace(APOSTROPHE, "'")


def lue(client: Client, adresse: str) -> str | None:
    reponse = client.get(adresse, follow=True)
    page = corps(reponse)
    return page.decode() if reponse["Content-Type"].startswith("text/html") else None


def parcourir(client: Client, adresse: str, en_ligne) -> str | None:
    page = lue(client, adresse)
    en_ligne(False)
    sans = lue(client, adresse)
    en_ligne(True)
    if page is not None:
        juger(page, sans)
    return page


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
@pytest.mark.parametrize(("route", "nom"), PAGES, ids=[route for route, _ in PAGES])
def test_every_public_page(route, nom, langue, valeurs, en_ligne):
    parcourir(Client(), langue + remplir(route, valeurs), en_ligne)


@pytest.mark.parametrize("adresse", ["/rien-d'ici/", "/en/rien-d'ici/", "/plans/inconnu/actions/"])
def test_the_pages_of_error(adresse, valeurs, en_ligne):
    assert "<h1>" in parcourir(Client(), adresse, en_ligne)


@pytest.mark.parametrize("page", [erreurs.affluence, erreurs.base_absente, erreurs.restauration_en_cours])
def test_an_error_said_before_the_pages_are_made(page, rf, en_ligne):
    dite = page(rf.get("/", headers={"accept": "text/html"})).content.decode()
    assert "<h1>" in dite
    assert not fautes(dite)


def test_a_part_asked_for_by_htmx(valeurs, en_ligne):
    adresse = reverse("actions", kwargs={"plan": valeurs["plan"]})
    page = Client().get(adresse, headers={"HX-Request": "true"}).content.decode()
    assert "L’action d’" in page
    assert not fautes(page)


@pytest.mark.parametrize("modele", admin.site._registry, ids=lambda modele: modele._meta.label)
def test_the_back_office(modele, valeurs, en_ligne, client_de):
    client = client_de(UtilisateurFactory(coordination=True))
    debut = f"admin:{modele._meta.app_label}_{modele._meta.model_name}"
    adresses = [reverse(f"{debut}_changelist"), reverse(f"{debut}_add")]
    adresses += [
        reverse(f"{debut}_change", args=[pk]) for pk in modele.objects.values_list("pk", flat=True)[:1]
    ]
    for adresse in adresses:
        parcourir(client, adresse, en_ligne)


@pytest.mark.parametrize("langue", ["", "/en"], ids=["fr", "en"])
def test_the_space(langue, valeurs, en_ligne, client_de):
    promesse = Engagement.objects.get(plan__slug=valeurs["plan"], code=valeurs["code"])
    membre = UtilisateurFactory(partenaire=True, organisation=promesse.partie)
    for nom, parties in (("espace", []), ("espace-engagement", [promesse.pk])):
        page = parcourir(client_de(membre), langue + reverse(nom, args=parties), en_ligne)
        assert "<h1" in page


# --- The exact texts --------------------------------------------------------------------------------------


def test_the_text_that_was_signed_is_shown_to_the_letter(valeurs, en_ligne):
    promesse = Engagement.objects.get(plan__slug=valeurs["plan"], code=valeurs["code"])
    exact = promesse.texte_fige
    page = Client().get(promesse.plan.adresse("engagement", code=promesse.code)).content.decode()
    montre = "".join(Lus(page).exacts)
    assert "'" in exact
    # Its lines are paragraphs.
    assert "".join(exact.split()) in "".join(montre.split())


@pytest.mark.parametrize("gabarit", sorted(Path("templates").rglob("*.html")), ids=str)
def test_a_template_that_shows_an_exact_text_says_so(gabarit):
    for element in re.findall(r"<[^<>]*>\s*\{\{[^{}]*texte_fige[^{}]*\}\}", gabarit.read_text()):
        assert "data-exact" in element, escape(element)


# --- What is kept -----------------------------------------------------------------------------------------


def test_what_is_kept_is_what_is_shown(valeurs, en_ligne, pages_gardees):
    adresse = reverse("actions", kwargs={"plan": valeurs["plan"]})
    premiere, seconde = Client().get(adresse), Client().get(adresse)
    assert premiere.content == seconde.content
    assert premiere["ETag"] == seconde["ETag"]
    assert "L’action d’" in seconde.content.decode()
    assert int(seconde["Content-Length"]) == len(seconde.content)


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_a_file_says_what_was_written(format_, valeurs, en_ligne):
    adresse = reverse("donnees-actions", kwargs={"plan": valeurs["plan"], "format_": format_})
    fichier = corps(Client().get(adresse)).decode()
    assert "L'action d'« essai » ; oui" in fichier
    assert APOSTROPHE not in fichier.partition("L'action")[2]
