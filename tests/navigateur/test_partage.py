"""What is shared, cited and found, in a real browser: the policy lets the data be, and refuses none of it."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories.actions import ActionFactory, PlanFactory

LIEES = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)"


@pytest.fixture
def action(transactional_db):
    PlanFactory(titre="Plan d'avant")
    plan = PlanFactory(actif=True, avis="Données de démonstration.")
    return ActionFactory(plan=plan, code="1.1", publiee=True, titre="Un titre </script> qui ferme tout")


def test_the_policy_leaves_the_block_of_data_alone(page: Page, action):
    """Whatever a browser refuses is a complaint of `ouvrir`."""
    page.goto(action.get_absolute_url())
    assert page.evaluate(f"{LIEES}.mainEntity.name") == action.titre
    assert page.evaluate(f"{LIEES}.url") == page.url.partition("?")[0].replace(
        page.evaluate("location.origin"), page.evaluate(f"new URL({LIEES}.url).origin")
    )


def test_a_page_is_cited_by_keyboard_without_scripts_on_the_narrowest_screen(ouvrir, action):
    page = ouvrir(320, 640, javascript=False)
    page.goto(action.get_absolute_url())
    resume = page.get_by_text("Citer cette page")
    resume.focus()
    page.keyboard.press("Enter")
    adresse = page.locator(".citer__adresse")
    expect(adresse).to_be_visible()
    expect(adresse).to_contain_text("/plans/actif/actions/1.1/?au=")
    boite = adresse.bounding_box()
    assert boite
    assert boite["x"] + boite["width"] <= 320


def test_an_open_citation_is_accessible_and_paper_tells_it(page: Page, action, axe):
    page.goto(action.get_absolute_url())
    page.get_by_text("Citer cette page").click()
    axe(page)
    page.emulate_media(media="print")
    expect(page.locator(".citer")).to_be_hidden()
    papier = page.locator(".pied p.papier")
    expect(papier).to_be_visible()
    expect(papier).to_contain_text("/plans/actif/actions/1.1/?au=")


@pytest.mark.parametrize("largeur", [320, 1280])
def test_a_missing_page_is_searched_from(largeur, ouvrir, action, axe, permis):
    permis.append("404")
    page = ouvrir(largeur)
    page.goto("/nulle-part/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("Chercher dans tout le site").fill("1.1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Un titre </script> qui ferme tout")).to_be_visible()
