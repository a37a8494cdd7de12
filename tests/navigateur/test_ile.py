"""The island as it is seen: names that neither spill nor meet, a list first on a phone, links by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from partenariat.presentation.dessins import ile
from tests.factories.actions import ActionFactory, AxeFactory, PartiePrenanteFactory, PlanFactory
from tests.factories.partenariat import OrganisationFactory

PAGE = "/plans/actif/arrondissements/"
NOMS = {
    "REM22": "Mercier–Hochelaga-Maisonneuve",
    "REM24": "Rosemont–La Petite-Patrie",
    "REM25": "Villeray–Saint-Michel–Parc-Extension",
    "REM32": "L'Île-Bizard–Sainte-Geneviève",
    "REM33": "Rivière-des-Prairies–Pointe-aux-Trembles",
    "REM34": "Côte-des-Neiges–Notre-Dame-de-Grâce",
}
"""As the City writes them; the source of the shapes has hyphens only."""


@pytest.fixture
def montreal(transactional_db):
    """The nineteen boroughs, each with an action of its own, some late."""
    plan = PlanFactory(actif=True, slug="actif")
    axe = AxeFactory(plan=plan, numero=1)
    for rang, (code, forme) in enumerate(ile.arrondissements().items()):
        lieu = OrganisationFactory(
            arrondissement=True, nom=NOMS.get(code, forme.nom), code_officiel=code, slug=code.lower()
        )
        PartiePrenanteFactory(plan=plan, organisation=lieu)
        action = ActionFactory(
            plan=plan, axe=axe, publiee=True, code=f"3.{rang + 10}", en_retard=rang % 4 == 0
        )
        action.arrondissements.add(lieu)
    return plan


MESURES = """() => {
  const svg = document.querySelector('.ile__dessin').getBoundingClientRect();
  const cadre = e => { const b = e.getBoundingClientRect();
    return {x: b.x - svg.x, y: b.y - svg.y, l: b.width, h: b.height, dit: e.textContent.trim()}; };
  return [...document.querySelectorAll('.ile__nom > tspan, .ile__noms.ile__drapeaux > g')]
    .map(e => ({...cadre(e), a: e.closest('text') ? e.closest('text').textContent.trim() : 'drapeau'}));
}"""


def test_at_1280_names_and_marks_neither_meet_nor_leave_the_map(page: Page, montreal):
    page.goto(PAGE)
    page.evaluate("document.fonts.ready")
    boites = page.evaluate(MESURES)
    assert len(boites) > 30
    largeur = page.locator(".ile__dessin").bounding_box()["width"]
    for boite in boites:
        assert boite["l"] > 0, boite
        assert boite["x"] >= 0, boite
        assert boite["x"] + boite["l"] <= largeur, boite
    for rang, un in enumerate(boites):
        for autre in boites[rang + 1 :]:
            # A line of text is higher than its letters: two of one name may touch.
            separes = (
                un["x"] + un["l"] <= autre["x"]
                or autre["x"] + autre["l"] <= un["x"]
                or un["y"] + un["h"] * 0.8 <= autre["y"] + autre["h"] * 0.15
                or autre["y"] + autre["h"] * 0.8 <= un["y"] + un["h"] * 0.15
            )
            assert separes, (un, autre)


DANS_SA_FORME = """() => [...document.querySelectorAll('.ile__sur > .ile__nom')].flatMap(nom => {
  const formes = [...document.querySelectorAll('.ile__dessin a > path')];
  return [...nom.children].map(ligne => {
    const n = ligne.getNumberOfChars(), p = document.querySelector('.ile__dessin').createSVGPoint();
    const dedans = [];
    for (let i = 0; i < n; i++) {
      const b = ligne.getExtentOfChar(i); p.x = b.x + b.width / 2; p.y = b.y + b.height * 0.6;
      dedans.push(formes.findIndex(f => f.isPointInFill(p)));
    }
    return {dit: ligne.textContent.trim(), dedans};
  });
})"""


def test_a_name_that_is_printed_inside_does_not_spill(page: Page, montreal):
    page.goto(PAGE)
    lignes = page.evaluate(DANS_SA_FORME)
    assert len(lignes) > 18
    for ligne in lignes:
        assert len(set(ligne["dedans"])) == 1, ligne
        assert ligne["dedans"][0] >= 0, ligne


def test_the_island_is_made_of_links_that_keys_and_clicks_follow(page: Page, montreal):
    page.goto(PAGE)
    liens = page.locator(".ile__dessin").get_by_role("link")
    expect(liens).to_have_count(19)
    verdun = liens.filter(has=page.locator("title", has_text="Verdun"))
    expect(page.get_by_role("link", name=re.compile(r"^Verdun\s: 1 action"))).to_have_count(1)
    verdun.focus()
    trait = "e => getComputedStyle(e.querySelector('path')).strokeWidth"
    assert float(verdun.evaluate(trait).removesuffix("px")) >= 6
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Verdun")
    page.go_back()
    page.locator(".ile__dessin").get_by_text("Outremont").last.click()
    expect(page.locator("h1")).to_have_text("Outremont")


def test_the_list_says_the_same_as_the_island(page: Page, montreal):
    page.goto(PAGE)
    expect(page.locator(".lieu")).to_have_count(19)
    expect(page.locator(".lieu__retard")).to_have_count(5)
    expect(page.locator(".lieu", has_text="Anjou").locator(".lieu__n")).to_contain_text("1")


def test_on_a_phone_the_list_comes_first_and_the_map_prints_counts_only(telephone: Page, montreal):
    telephone.goto(PAGE)
    liste, carte = telephone.locator(".lieux__liste"), telephone.locator(".ile__dessin")
    assert liste.bounding_box()["y"] < carte.bounding_box()["y"]
    expect(telephone.locator(".ile__dessin .ile__n").first).to_be_visible()
    for rien in (".ile__nom", ".ile__drapeaux text", ".ile__eau"):
        expect(telephone.locator(f".ile__dessin {rien}").first).to_be_hidden()
    haut = telephone.locator(".ile__dessin .ile__n").first.bounding_box()["height"]
    assert haut >= 13
    assert telephone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_borough_shows_where_it_is(page: Page, montreal):
    page.goto("/plans/actif/organisations/rem12/")
    plein = page.locator(".localisation__pleins").bounding_box()
    tout = page.locator(".localisation__ile").bounding_box()
    assert plein["y"] > tout["y"] + tout["height"] / 2, "Verdun, by the river, at the bottom"
