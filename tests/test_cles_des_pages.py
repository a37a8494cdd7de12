"""Who varies an address fills no memory: what there are many ways to ask for is kept once, or for nobody."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from actions.filters import FiltreActions
from actions.models import Action
from comite.decisions.filters import FiltreDecisions
from engagements.filters import FiltreEngagements
from partenariat.donnees.criteres import CritereAFacette
from partenariat.models import Organisation
from partenariat.presentation import listes, pages
from partenariat.presentation.parametres import declarer, numero, texte, valeurs
from tests.factories import ActionFactory, ParticipationFactory, PlanFactory
from tests.passe import reculer
from tests.reponses import corps
from tests.test_adresses import SERVIES, contenu, remplir

pytestmark = pytest.mark.django_db

ROUTES = [route for route, _nom in SERVIES]
COMBIEN = 6
"""Addresses of each kind. Some hundreds show no more."""
JOURS = 30
"""Those of history."""


@pytest.fixture(scope="module")
def plans(base_du_module):
    with base_du_module():
        tous = {False: contenu(PlanFactory(actif=True)), True: contenu(PlanFactory())}
        action = Action.objects.get(plan__actif=True)
        Organisation.objects.filter(pk=action.responsable_id).update(sigle="SDÉSQ")
        for _ in range(4):
            autre = ActionFactory(publiee=True, axe=action.axe, responsable=action.responsable)
            ParticipationFactory(action=autre, organisation=action.responsable)
        reculer(JOURS)
        return tous


def gardees(adresses) -> int:
    """How many pages are kept of those that answer to these addresses."""
    caches["pages"].clear()
    for adresse in adresses:
        reponse = Client().get(adresse)
        corps(reponse)
        assert reponse.status_code in (200, 404), adresse
    return len(caches["pages"]._memoire.pages)


def des_numeros(adresse, nom, combien=COMBIEN):
    return [f"{adresse}?{nom}={n}" for n in range(2, 2 + combien)]


def des_jours(adresse, nom="au", combien=COMBIEN, depuis=JOURS + 1):
    return [f"{adresse}?{nom}={timezone.localdate() - timedelta(days=depuis + n)}" for n in range(combien)]


def les_deux_casses(mot):
    """The ways to write a word in small letters and capitals."""
    for rang in range(2 ** len(mot)):
        yield "".join(c.lower() if rang >> n & 1 else c.upper() for n, c in enumerate(mot))


# --- Any public page -------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_beyond_the_last_of_any_list_is_kept_for_nobody(route, plans, pages_gardees):
    adresse = remplir(route, plans["<slug:plan>" in route])
    for nom, lire in getattr(resolve(adresse).func, "parametres", {}).items():
        if lire is numero:
            assert gardees(des_numeros(adresse, nom)) == 0, nom
            assert gardees(f"{adresse}?{nom}={n}" for n in (1_000, 1_001)) <= 1, nom
            assert gardees([adresse, *(f"{adresse}?{nom}={n}" for n in (1, 0, -4, "x"))]) <= 1, nom


@pytest.mark.parametrize("route", ROUTES)
def test_the_days_before_history_are_kept_for_nobody(route, plans, pages_gardees):
    assert gardees(des_jours(remplir(route, plans["<slug:plan>" in route]))) == 0


@pytest.mark.parametrize("adresse", ["/", "/methode/", "/plans/", "/retraits/", "/compte/connexion/"])
def test_without_any_plan_no_day_is_of_history(adresse, pages_gardees):
    assert gardees(des_jours(adresse)) == 0


@pytest.mark.parametrize("route", [route for route in ROUTES if "<int:" in route])
def test_a_number_that_the_site_would_write_otherwise_is_kept_for_nobody(route, plans, pages_gardees):
    siennes = plans["<slug:plan>" in route]
    entiers = ("numero", "annee", "pk")
    autrement = [
        remplir(route, siennes | {nom: f"{'0' * n}{siennes[nom]}" for nom in entiers})
        for n in range(1, COMBIEN)
    ]
    assert gardees(adresse for adresse in autrement if resolve(adresse)) == 0


# --- What is kept ----------------------------------------------------------------------------------------


@pytest.fixture
def courtes(monkeypatch):
    monkeypatch.setattr(pages, "PAR_TABLE", 2)
    monkeypatch.setattr(listes, "PAR_PAGE", 2)


@pytest.mark.parametrize(
    ("adresse", "nom"),
    [
        ("/plans/actif/actions/", "page"),
        ("/plans/actif/axes/1/", "page"),
        ("/plans/actif/organisations/{slug}/", "page-repond"),
    ],
)
def test_the_pages_that_a_list_has_are_kept_each(adresse, nom, plans, pages_gardees, courtes):
    adresse = adresse.format(**plans[False])
    # Five rows are three pages.
    assert gardees([adresse, *des_numeros(adresse, nom)]) == 3


def test_two_tables_turned_at_once_are_kept_for_nobody(plans, pages_gardees, courtes):
    adresse = f"/plans/actif/organisations/{plans[False]['slug']}/"
    assert gardees([f"{adresse}?page-participe=2", f"{adresse}?page-repond=2"]) == 2
    assert gardees([f"{adresse}?page-participe=2&page-repond=2"]) == 0


def test_the_page_beyond_the_last_is_the_last(plans, courtes):
    def lue(n):
        return Client().get(f"/plans/actif/actions/?page={n}").context["page"]

    assert [lue(n).number for n in (3, 4, 999, 1_000)] == [3] * 4
    assert list(lue(4)) == list(lue(3))


@pytest.mark.parametrize(
    ("depuis", "n"),
    [(JOURS, 1), (JOURS + 1, 0)],
    ids=["the first day of history", "the day before"],
)
def test_the_days_of_history_are_kept(depuis, n, plans, pages_gardees):
    assert gardees(des_jours("/plans/actif/actions/", combien=1, depuis=depuis)) == n


# --- Equal meaning ---------------------------------------------------------------------------------------


def requetes(*paires) -> list[str]:
    return [urlencode(dites) for dites in paires]


EGALES = {
    "a search said again": requetes([("q", "a")], [("q", "b"), ("q", "a")], [("q", " a ")]),
    "an order said again": requetes([("tri", "fin")], [("tri", "code"), ("tri", "fin")]),
    "values in any order": requetes(
        [("statut", "en_cours"), ("statut", "a_venir")],
        [("statut", "a_venir"), ("statut", "en_cours"), ("statut", "a_venir")],
    ),
}


@pytest.mark.parametrize("egales", EGALES.values(), ids=EGALES)
def test_what_means_the_same_is_one_page(egales, plans, pages_gardees):
    assert gardees(f"/plans/actif/actions/?{requete}" for requete in egales) == 1
    assert len({corps(Client().get(f"/plans/actif/actions/?{requete}")) for requete in egales}) == 1


@pytest.mark.parametrize(
    ("adresse", "nom"),
    [("/plans/actif/actions/", "organisation"), ("/plans/actif/engagements/", "organisation")],
)
def test_a_value_that_is_spelled_otherwise_is_found_and_kept_for_nobody(adresse, nom, plans, pages_gardees):
    slug = plans[False]["slug"]
    assert gardees([f"{adresse}?{nom}={slug}"]) == 1
    autrement = [f"{adresse}?{urlencode({nom: mot})}" for mot in les_deux_casses("sdésq")]
    assert gardees(autrement) == 0
    trouvees = [
        Client().get(autre).context["page"].total for autre in (f"{adresse}?{nom}={slug}", *autrement)
    ]
    assert len(set(trouvees)) == 1


@pytest.mark.parametrize("filtre", [FiltreActions, FiltreEngagements, FiltreDecisions])
def test_what_may_be_chosen_several_times_is_declared_so(filtre):
    lus = declarer(filtre.base_filters)
    for critere in filtre.CRITERES:
        assert lus[critere.nom] is (valeurs if isinstance(critere, CritereAFacette) else texte)
    assert lus["tri"] is texte


# --- The committee of a day ------------------------------------------------------------------------------


def test_a_day_on_which_nobody_sat_is_kept_for_nobody(plans, pages_gardees):
    assert gardees(des_jours("/plans/actif/comite/", "le")) == 0
    assert gardees(f"/plans/actif/comite/?le={annee}-01-01" for annee in range(1900, 2009)) == 1
