"""Walks the English pages: what is translated is shown so, and what stays in French says so."""

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from partenariat.parties.organisations import Organisation
from partenariat.presentation.traduction import Traduit
from tests.balises import AvecPile
from tests.factories import PlanFactory
from tests.monde import endormir_les_gardes, monde
from tests.reponses import corps
from tests.test_adresses import DURABLES, SANS_LANGUE, remplir

pytestmark = pytest.mark.django_db

FRANCAIS, ANGLAIS = "zébulique", "zebulish"
SEUL = re.compile(rf"(?:[\w.]+ · )?(?:{FRANCAIS}|{ANGLAIS})")
"""A text by itself, or after its code: a language is not told apart within a sentence of the site, nor
among the choices of a filter, nor in the names of what changed of late (`nouveautes`: a code and a title)."""
PAGES = [(route, nom) for route, nom in DURABLES if nom not in SANS_LANGUE]


def traduisibles() -> list[tuple[type[models.Model], str]]:
    """Each field that has its translation beside it."""
    trouves = []
    for modele in apps.get_models():
        noms = {champ.name for champ in modele._meta.get_fields()}
        # The name of a body is its own in every language.
        if issubclass(modele, Traduit) and modele is not Organisation and not modele._meta.proxy:
            trouves += [(modele, nom) for nom in noms if f"{nom}_en" in noms]
    return sorted(trouves, key=lambda couple: (couple[0]._meta.label, couple[1]))


TRADUISIBLES = traduisibles()


def dire(traduction: str) -> int:
    """Each of these says the word, and its translation; how many fields took it."""
    dits = 0
    for modele, nom in TRADUISIBLES:
        try:
            with transaction.atomic():
                dits += bool(modele.objects.update(**{nom: FRANCAIS, f"{nom}_en": traduction}))
        except DatabaseError:
            # Two of them bear the same, or it was signed.
            continue
    return dits


@pytest.fixture(scope="module")
def valeurs(base_du_module):
    with base_du_module():
        return monde(PlanFactory(actif=True))


class Mots(AvecPile[tuple[str, str, bool]]):
    """The words of a page that hold one of ours, each with the language that the page says it is in."""

    def __init__(self, page: str):
        self.dits: list[tuple[str, str, str]] = []
        super().__init__(page, ("", "", False))

    def noter(self, mots: str, langue: str, ou: str) -> None:
        """Args:
        ou: the elements in which it is said.
        """
        self.dits += [
            (mot, langue, ou) for mot in (FRANCAIS, ANGLAIS) if SEUL.fullmatch(mots.strip()) and mot in mots
        ]

    @property
    def ou(self) -> str:
        return self.get_starttag_text() or ""

    def ouvrir(self, nom, dits):
        _, avant, tu = self.pile[-1]
        langue, tu = (
            dits.get("lang") or avant,
            tu
            or nom in ("script", "head", "label")
            or "data-exact" in dits
            or dits.get("class") == "nouveautes",
        )
        for cle in ("aria-label", "alt", "title"):
            self.noter(dits.get(cle) or "", langue, f"{cle} {self.ou}")
        return nom, langue, tu

    def handle_data(self, mots):
        _, langue, tu = self.pile[-1]
        if not tu:
            self.noter(mots, langue, f"{self.ou}{mots.strip()}")


def lue(route: str, valeurs) -> list[tuple[str, str, str]]:
    reponse = Client().get("/en" + remplir(route, valeurs), follow=True)
    page = corps(reponse)
    return Mots(page.decode()).dits if reponse["Content-Type"].startswith("text/html") else []


def test_fields_are_translated_in_the_plan_and_in_the_promises():
    assert len(TRADUISIBLES) > 10


@pytest.mark.parametrize(("route", "nom"), PAGES, ids=[route for route, _ in PAGES])
def test_what_stays_in_french_says_so(route, nom, valeurs):
    endormir_les_gardes()
    assert dire("") > 5
    assert [ou for _mot, langue, ou in lue(route, valeurs) if not langue.startswith("fr")] == []


@pytest.mark.parametrize(("route", "nom"), PAGES, ids=[route for route, _ in PAGES])
def test_what_is_translated_is_not_shown_in_french(route, nom, valeurs):
    endormir_les_gardes()
    dire(ANGLAIS)
    dits = lue(route, valeurs)
    assert [ou for mot, _langue, ou in dits if mot == FRANCAIS] == []
    assert [ou for mot, langue, ou in dits if mot == ANGLAIS and langue != "en"] == []
