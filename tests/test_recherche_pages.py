"""The words of the facets, and the names of the lists, lead to the lists."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from actions.filters import FiltreActions
from comite.decisions.filters import FiltreDecisions
from engagements.filters import FiltreEngagements
from partenariat.donnees.recherche import couper
from partenariat.recherche import pages_du_site
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db

FILTRES = {"actions": FiltreActions, "engagements": FiltreEngagements, "decisions": FiltreDecisions}
VALEURS = [
    (liste, critere.nom, valeur, mot)
    for liste, filtre in FILTRES.items()
    for critere in filtre.facettes()
    for valeur, mot in critere.choix
]


@pytest.fixture
def plan():
    return PlanFactory(actif=True)


def listes(plan, saisie) -> list[str]:
    trouvees, _pages = pages_du_site.trouver(plan, *couper(saisie))
    return [liste.adresse for liste in trouvees]


@pytest.mark.parametrize("langue", ["fr-ca", "en"])
def test_every_value_of_every_facet_leads_to_its_list(plan, langue):
    assert len(VALEURS) > 30
    with translation.override(langue):
        for liste, critere, valeur, mot in VALEURS:
            for saisie in (str(mot), str(mot).upper(), f"« {mot} »"):
                attendue = f"{plan.adresse(liste)}?{critere}={valeur}"
                assert attendue in listes(plan, saisie), saisie
            page = Client().get(attendue)
            assert page.context["filtre"].choisis == {critere: [valeur]}


def test_with_the_name_of_the_list_it_is_that_list_alone(plan):
    assert listes(plan, "actions en retard") == [f"{plan.adresse('actions')}?echeancier=en_retard"]
    assert listes(plan, "Engagement contesté") == [f"{plan.adresse('engagements')}?attention=conteste"]


def test_a_word_of_a_value_is_no_value(plan):
    """Pages are no rows: what a text says is looked for in texts."""
    assert listes(plan, "décision consignée") == []
    assert listes(plan, "en retard de paiement") == []


@pytest.mark.parametrize(
    ("saisie", "liste", "requete"),
    [
        ("retard", "actions", "echeancier=en_retard"),
        ("actions en retard", "actions", "echeancier=en_retard"),
        ("engagements en retard", "engagements", "attention=en_retard"),
        ("engagements non tenus", "engagements", "etat=non_tenu"),
        ("tenus", "engagements", "etat=tenu"),
        ("action réalisé", "actions", "statut=realisee"),
        ("abandonnées", "actions", "statut=abandonnee"),
        ("surveiller engagements contestés", "", ""),
    ],
)
def test_plural_feminine_and_order_do_not_matter(plan, saisie, liste, requete):
    trouvees = listes(plan, saisie)
    assert (f"{plan.adresse(liste)}?{requete}" in trouvees) if liste else trouvees == []


@pytest.mark.parametrize(
    "saisie", ["late actions", "actions late", "kept commitments", "in progress actions"]
)
def test_in_english_the_word_comes_first(plan, saisie):
    with translation.override("en"):
        assert listes(plan, saisie)


@pytest.mark.parametrize(
    ("saisie", "nom"),
    [
        ("actions", "actions"),
        ("engagement", "engagements"),
        ("décisions", "decisions"),
        ("décisions du comité", "decisions"),
        ("organisations", "organisations"),
        ("arrondissement", "arrondissements"),
    ],
)
def test_a_list_is_found_by_its_name(plan, saisie, nom):
    assert plan.adresse(nom) in listes(plan, saisie)


def test_the_page_shows_them_with_what_they_filter(plan):
    page = Client().get(reverse("recherche"), {"q": "en retard"}, follow=True)
    # Where one is led comes before what speaks of it.
    groupe = page.context["reponse"].groupes[0]
    (resultat,) = [un for un in groupe.resultats if "echeancier" in un.adresse]
    assert groupe.nom == pages_du_site.LISTES
    assert parse_qs(urlsplit(resultat.adresse).query) == {"echeancier": ["en_retard"]}
    assert "<mark>" in resultat.titre
