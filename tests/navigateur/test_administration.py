"""The back office in a real browser: policy, accessibility, phone, keyboard."""

import pytest
from playwright.sync_api import expect

from tests.factories import (
    ActionFactory,
    HistoireFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    ParticipationFactory,
    UtilisateurFactory,
    VoletFactory,
)

PAGES = {
    "index": "/admin/",
    "list": "/admin/actions/action/",
    "form": "/admin/actions/action/{action}/change/",
    "new": "/admin/actions/action/add/",
    "history": "/admin/actions/action/{action}/history/",
    "indicator": "/admin/actions/indicateur/{indicateur}/change/",
    "story": "/admin/actions/histoire/{histoire}/change/",
    "stories": "/admin/actions/histoire/",
    "axis": "/admin/actions/axe/{axe}/change/",
    "organisations": "/admin/partenariat/organisation/",
    "accounts": "/admin/partenariat/utilisateur/add/",
    "password": "/admin/password_change/",
}


@pytest.fixture
def numeros(transactional_db):
    action = ActionFactory(plan__actif=True, publiee=True, responsable=OrganisationFactory(service=True))
    VoletFactory(axe=action.axe)
    JalonFactory(action=action, titre="Appel de projets")
    NouvelleFactory(action=action), ParticipationFactory(action=action)
    mesure = MesureFactory(indicateur=IndicateurFactory(action=action))
    histoire = HistoireFactory(action=action, publiee=True).pk
    return {
        "action": action.pk, "indicateur": mesure.indicateur_id, "axe": action.axe_id, "histoire": histoire,
    }  # fmt: skip


@pytest.mark.parametrize("largeur", [1280, 360])
@pytest.mark.parametrize("adresse", PAGES.values(), ids=PAGES.keys())
def test_each_page_keeps_to_the_policy_the_width_and_the_accessibility_rules(
    ouvrir, connecter, axe, permis, numeros, adresse, largeur
):
    page = connecter(ouvrir(largeur), UtilisateurFactory(superutilisateur=True))
    page.goto(adresse.format(**numeros))
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    # What axe itself injects to measure colours is refused by the policy, which is as it should be.
    permis += ["Applying inline style", "404"]
    axe(page)


def deplier(page, nom: str) -> None:
    page.locator("details.section:not([open]) > summary", has_text=nom).click()


def test_an_officer_adds_a_milestone_and_the_latest_measure_with_the_keyboard(
    page, connecter, permis, numeros
):
    connecter(page, UtilisateurFactory(coordination=True))
    page.goto(PAGES["form"].format(**numeros))
    page.get_by_role("link", name="Jalons").press("Enter")
    page.locator("#jalons-group .add-row a").press("Enter")
    expect(page.locator("[name=jalons-1-titre]")).to_be_focused()
    page.keyboard.type("Bilan")
    page.fill("[name=jalons-1-echeance]", "2027-06-30")
    deplier(page, "Indicateurs")
    page.fill("[name=indicateurs-0-mesure_valeur]", "1 234,5")
    page.locator("[name=_continue]").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    expect(page.locator("[name=jalons-1-titre]")).to_have_value("Bilan")
    deplier(page, "Indicateurs")
    expect(page.locator(".readonly", has_text="1\N{NO-BREAK SPACE}234,5")).to_be_visible()


def test_the_loser_of_two_saves_sees_both_texts_on_a_phone(ouvrir, connecter, permis, axe, numeros):
    premiere = connecter(ouvrir(), UtilisateurFactory(coordination=True))
    seconde = connecter(ouvrir(360), UtilisateurFactory(coordination=True))
    for page in (premiere, seconde):
        page.goto(PAGES["form"].format(**numeros))
        deplier(page, "Quoi")
    premiere.fill("[name=titre]", "Le sien")
    premiere.click("[name=_continue]")
    expect(premiere.locator(".messagelist .success")).to_be_visible()
    seconde.fill("[name=titre]", "Le mien")
    seconde.click(".barre__autres > summary")
    seconde.click("[name=_continue]")
    panneau = seconde.get_by_role("alert")
    expect(panneau).to_contain_text("Le sien")
    expect(panneau).to_contain_text("Le mien")
    expect(seconde.locator("[name=titre]")).to_have_value("Le mien")
    assert seconde.evaluate("document.documentElement.scrollWidth") <= 360
    permis += ["Applying inline style", "404"]
    axe(seconde)


def test_the_form_saves_without_javascript(sans_javascript, connecter, numeros):
    page = connecter(sans_javascript, UtilisateurFactory(coordination=True))
    page.goto(PAGES["form"].format(**numeros))
    deplier(page, "Quoi")
    page.fill("[name=titre]", "Sans script")
    page.click("[name=_continue]")
    expect(page.locator("[name=titre]")).to_have_value("Sans script")


@pytest.mark.parametrize("largeur", [1280, 360])
def test_what_is_refused_takes_the_focus_and_leads_to_its_field_which_the_bar_does_not_cover(
    ouvrir, connecter, axe, permis, numeros, largeur
):
    page = connecter(ouvrir(largeur), UtilisateurFactory(coordination=True))
    page.goto(PAGES["form"].format(**numeros))
    page.fill("[name=jalons-0-echeance]", "")
    bouton = page.locator("input[name=_save]")
    expect(bouton).to_be_in_viewport()
    bouton.press("Enter")
    resume = page.locator(".a-regler")
    expect(resume).to_be_focused()
    permis += ["Applying inline style", "404"]
    axe(page)
    resume.get_by_role("link").first.press("Enter")
    champ = page.locator("[name=jalons-0-echeance]")
    expect(champ).to_be_focused()
    boite, barre = champ.bounding_box(), page.locator("input[name=_save]").bounding_box()
    assert boite["y"] + boite["height"] <= barre["y"] or boite["y"] >= barre["y"] + barre["height"]


@pytest.mark.parametrize("largeur", [1280, 360])
def test_what_saves_is_in_view_wherever_one_reads(ouvrir, connecter, numeros, largeur):
    page = connecter(ouvrir(largeur), UtilisateurFactory(coordination=True))
    page.goto(PAGES["form"].format(**numeros))
    haut = page.evaluate("document.documentElement.scrollHeight")
    assert haut > 2 * page.viewport_size["height"]
    for part in (0, 0.3, 0.6):
        page.evaluate("y => scrollTo(0, y)", haut * part)
        expect(page.locator("input[name=_save]")).to_be_in_viewport()


def test_what_is_printed_is_whole(page, connecter, numeros):
    connecter(page, UtilisateurFactory(coordination=True))
    page.goto(PAGES["form"].format(**numeros))
    assert not page.locator("[name=titre]").is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("[name=titre]")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not page.locator("[name=titre]").is_visible()
