"""The dashboard in a real browser: folds that open for what is inside, charts on a phone, paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories import (
    ActionFactory,
    AxeFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    OrganisationFactory,
    PlanFactory,
    PreuveFactory,
    SeanceFactory,
    SuiteFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def garni(transactional_db):
    """Two axes, eighteen actions with a milestone and an indicator each, commitments, late follow-ups."""
    plan = PlanFactory(actif=True, titre="Plan d'essai")
    service = OrganisationFactory(service=True, nom="Service de l'habitation", slug="sha", sigle="SHA")
    for n in (1, 2):
        axe = AxeFactory(plan=plan, numero=n, code=f"A{n}", titre=f"Un long titre d'axe, le numéro {n}")
        for rang in range(9):
            action = ActionFactory(
                plan=plan, axe=axe, publiee=True, code=f"{n}.{rang}", responsable=service, en_retard=True
            )
            JalonFactory(action=action, atteint=True)
            indicateur = IndicateurFactory(
                action=action, reference_annee=2020, reference_valeur=0, cible_annee=2024, cible_valeur=20
            )
            MesureFactory(indicateur=indicateur, valeur=rang)
    for rang in range(4):
        engagement = EngagementFactory(plan=plan, publie=True, signe=True, code=f"E-{rang}")
        if rang:
            PreuveFactory(engagement=engagement)
    seance = SeanceFactory(plan=plan, tenue=True)
    SuiteFactory(seance=seance, responsable=service, echeance=AUJOURD_HUI - timedelta(days=2))


def test_a_figure_opens_the_fold_that_holds_what_it_counts(tableau, garni):
    page = tableau(javascript=False)
    mesurees = page.locator("#parts-axes-mesurees li")
    expect(mesurees.first).to_be_hidden()
    page.get_by_role("link", name=re.compile("Avancement moyen")).click()
    expect(mesurees.first).to_be_visible()
    # A fold within the fold opens too.
    prevus = page.locator("#parts-jalons-prevus li")
    expect(prevus).to_have_count(18)
    page.get_by_role("link", name=re.compile("Prévus à la fin de")).click()
    expect(prevus.last).to_be_visible()
    page.get_by_role("link", name=re.compile("^1 En retard")).click()
    expect(page.locator("#suites-en-retard tr")).to_be_in_viewport()


def test_several_values_are_chosen_and_one_taken_away_without_script(tableau, garni):
    page = tableau(360, javascript=False)
    page.locator(".filtrer > summary").click()
    page.locator(".filtre > summary").first.click()
    page.get_by_label(re.compile("^1\\. ")).check()
    page.get_by_label(re.compile("^2\\. ")).check()
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator(".portee")).to_contain_text("Axes 1 et 2.")
    page.get_by_role("link", name=re.compile("^Axe 1 ")).click()
    expect(page.locator(".portee")).to_contain_text("Axe 2.")
    page.get_by_role("button", name="Garder ce choix").click()
    expect(page.locator(".message--success")).to_contain_text("Choix gardé")
    expect(page.locator(".portee")).to_contain_text("Axe 2.")


@pytest.mark.parametrize("largeur", [360, 320])
def test_on_a_phone_a_chart_is_one_touch_away_and_fits(tableau, garni, largeur):
    page = tableau(largeur)
    figures = page.locator(".module .figure").all()
    assert figures
    assert not any(figure.is_visible() for figure in figures)
    for pli in page.locator(".module__tiroir > summary").all():
        pli.click()
    for figure in figures:
        expect(figure).to_be_visible()
        assert figure.bounding_box()["width"] <= largeur
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    police = "e => getComputedStyle(e).fontFamily"
    assert page.locator(".figure text").first.evaluate(police) == page.locator("body").evaluate(police)


def test_on_paper_the_essential_is_read_and_the_rest_is_said_to_be_elsewhere(tableau, garni):
    page = tableau(criteres="?axe=1&organisation=sha")
    page.emulate_media(media="print")
    expect(page.locator(".portee")).to_contain_text("Axe 1; Service de l'habitation.")
    expect(page.locator(".tableau__papier")).to_contain_text("à l'écran")
    for cache in (".filtres-tableau", ".choix-modules", ".menu", "#module-jalons", "#formule-axes"):
        expect(page.locator(cache)).to_be_hidden()
    # On a sheet as narrow as a phone, a table stays a table.
    page.set_viewport_size({"width": 700, "height": 900})
    assert page.locator("#module-axes table").first.evaluate("e => getComputedStyle(e).display") == "table"


@pytest.mark.parametrize("largeur", [1280, 320])
def test_unfolded_it_is_accessible_and_fits(tableau, axe, garni, largeur):
    page = tableau(largeur, "?axe=1&axe=2")
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
