"""The box as one uses it: from any page, by keyboard, without scripts, on a phone, printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ActionFactory, AxeFactory, EngagementFactory, PlanFactory

BOITE = "Chercher dans tout le site"


@pytest.fixture
def plan(transactional_db):
    plan = PlanFactory(actif=True, slug="actif", titre="Partenariat")
    axe = AxeFactory(plan=plan, numero=1, titre="Entreprendre")
    dit = {"description": "Une longue phrase sur les *coopératives* d'habitation. Une autre."}
    for rang in range(8):
        ActionFactory(plan=plan, axe=axe, code=f"1.{rang}", titre=f"Mesure {rang}", publiee=True, **dit)
    EngagementFactory(plan=plan, code="E-06", titre="Soutenir une coopérative", publie=True)
    return plan


def test_from_any_page_by_keyboard(page: Page, plan):
    page.goto("/plans/actif/donnees/")
    page.locator(".loupe summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("search", name=BOITE).get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("cooperative")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/plans/actif/recherche/\?q=cooperative$"))
    expect(page.get_by_text(re.compile("9 résultats pour"))).to_be_visible()
    expect(page.locator("mark").first).to_have_text("coopératives")
    page.get_by_role("link", name="Voir les 8 actions").click()
    expect(page.locator("#compte")).to_contain_text("8 actions")


def test_an_empty_question_leads_to_the_box(page: Page, plan):
    page.goto("/")
    page.get_by_role("search", name=BOITE).get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/plans/actif/recherche/\??$"))
    expect(page.locator("h1")).to_have_text("Rechercher")


def test_without_scripts_a_code_comes_first_and_the_others_unfold(sans_javascript: Page, plan):
    page = sans_javascript
    ActionFactory(plan=plan, axe=plan.axes.get(), code="2.1", titre="Voir E-06 aussi", publiee=True)
    page.goto("/plans/actif/actions/")
    page.locator(".loupe summary").click()
    page.get_by_role("search", name=BOITE).get_by_role("searchbox").fill("e 06")
    page.get_by_role("search", name=BOITE).get_by_role("button").click()
    expect(page.get_by_role("heading", name="Résultat exact")).to_be_visible()
    expect(page.get_by_role("link", name="Soutenir une coopérative")).to_be_visible()
    autre = page.get_by_role("link", name="Voir E-06 aussi")
    expect(autre).to_be_hidden()
    page.get_by_text("Et 1 autre résultat").click()
    expect(autre).to_be_visible()


def test_on_a_phone_it_is_in_the_menu(telephone: Page, plan):
    telephone.goto("/plans/actif/donnees/")
    boite = telephone.get_by_role("search", name=BOITE)
    expect(boite).to_be_hidden()
    telephone.get_by_text("Menu", exact=True).click()
    boite.get_by_role("searchbox").fill("cooperative")
    boite.get_by_role("button").click()
    expect(telephone.get_by_text(re.compile("9 résultats pour"))).to_be_visible()


def test_what_answered_is_told_apart_without_colour(page: Page, plan):
    page.goto("/plans/actif/recherche/?q=cooperative")
    marque = page.locator("mark").first
    expect(marque).to_have_css("text-decoration-line", "underline")
    page.emulate_media(media="print")
    expect(marque).to_be_visible()
    expect(page.get_by_label(BOITE)).to_be_hidden()
