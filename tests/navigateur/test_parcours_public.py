"""The public pages as a citizen uses them: wide, on a phone, without scripts, by keyboard."""

import re

import pytest
from django.test import RequestFactory
from playwright.sync_api import Page, expect

from partenariat import erreurs
from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    HistoireFactory,
    ImageFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    PartiePrenanteFactory,
    PlanFactory,
    RepereFactory,
    VoletFactory,
)
from tests.factories.partenariat import OrganisationFactory

PAGES = [
    "/",
    "/plans/actif/actions/",
    "/plans/actif/actions/?q=introuvable&statut=en_cours",
    "/plans/actif/actions/1.1/",
    "/plans/actif/axes/1/",
    "/plans/actif/organisations/",
    "/plans/actif/organisations/sde/",
    "/plans/actif/arrondissements/",
    "/plans/actif/recherche/",
    "/plans/actif/recherche/?q=cooperatives",
    "/plans/actif/recherche/?q=1.1",
    "/plans/actif/recherche/?q=cooperatvie",
    "/plans/actif/recherche/?q=service&genre=organisations",
    "/plans/actif/donnees/",
    "/plans/",
    "/methode/",
    "/accessibilite/",
    "/confidentialite/",
    "/temoins/",
    "/licence/",
    "/demande-acces/",
    "/contact/",
    "/en/accessibilite/",
    "/compte/connexion/",
    "/en/",
    "/nulle-part/",
]


@pytest.fixture
def site(transactional_db):
    """Thirty actions in every state, with all that a page can show."""
    plan = PlanFactory(actif=True, titre="Partenariat en économie sociale", avis="Données de démonstration.")
    axes = [AxeFactory(plan=plan, numero=n, titre=f"Axe d'intervention numéro {n}") for n in range(1, 6)]
    volet = VoletFactory(axe=axes[0], titre="Ancrage local")
    sde = OrganisationFactory(
        service=True, nom="Service du développement économique", slug="sde", sigle="SDE"
    )
    lieux = {"REM12": "Verdun", "REM09": "Anjou", "REM34": "Côte-des-Neiges–Notre-Dame-de-Grâce"}
    for code, nom in lieux.items():
        PartiePrenanteFactory(
            plan=plan,
            organisation=OrganisationFactory(arrondissement=True, nom=nom, code_officiel=code, sigle=nom[:3]),
        )
    RepereFactory(plan=plan)
    etats = ["en_retard", "a_surveiller", "dans_les_temps", "realisee", "suspendue", "abandonnee", "a_venir"]
    for n in range(30):
        action = ActionFactory(
            plan=plan,
            axe=axes[n % 5],
            volet=volet if n % 5 == 0 else None,
            code=f"{n % 5 + 1}.{n // 5 + 1}",
            titre="Soutenir les coopératives d'habitation" if n == 7 else f"Mettre en œuvre la mesure {n}",
            description="Une description.",
            responsable=sde,
            publiee=True,
            tout_le_territoire=n % 2 == 0,
            **{etats[n % 7]: True},
        )
        JalonFactory(action=action, atteint=True)
        JalonFactory(action=action)
        MesureFactory(
            indicateur=IndicateurFactory(action=action, cible_annee=2030, cible_valeur=10), valeur=4
        )
        NouvelleFactory(action=action, publique=True)
    histoire = HistoireFactory(action=plan.actions.get(code="1.1"), une=True)
    ImageFactory(action=None, histoire=histoire)
    return plan


@pytest.mark.parametrize("adresse", PAGES)
def test_every_public_page_is_accessible_and_fits_at_every_width(ouvrir, axe, site, permis, adresse):
    permis.append("404 (Not Found)")
    for largeur in (1280, 360, 320):
        page = ouvrir(largeur)
        page.goto(adresse)
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur, (
            f"{adresse} déborde à {largeur}"
        )
        expect(page.locator("h1")).to_have_count(1)
        assert page.title().endswith("Partenariat")
        axe(page)


def test_typing_filters_without_reloading_and_keeps_what_is_typed(page: Page, site):
    page.goto("/plans/actif/actions/")
    champ = page.get_by_label("Chercher un mot, un code, une organisation")
    champ.press_sequentially("coopérati", delay=20)
    expect(page.locator("#compte")).to_contain_text("1 action")
    expect(page.get_by_role("link", name="Soutenir les coopératives d'habitation")).to_be_visible()
    expect(champ).to_have_value("coopérati")
    expect(champ).to_be_focused()
    expect(page).to_have_url(re.compile(r"/plans/actif/actions/\?q=coop%C3%A9rati$"))


def test_checking_a_box_updates_results_counts_and_address(page: Page, site):
    page.goto("/plans/actif/actions/")
    page.get_by_role("checkbox", name=re.compile("^En retard")).check()
    expect(page.locator("#compte")).to_contain_text("5 actions")
    expect(page.get_by_role("link", name=re.compile("Échéancier.*En retard"))).to_be_visible()
    assert "echeancier=en_retard" in page.url
    page.get_by_role("link", name=re.compile("Échéancier.*En retard")).click()
    expect(page.locator("#compte")).to_contain_text("30 actions")


def test_the_back_button_comes_back_to_the_former_results(page: Page, site):
    page.goto("/plans/actif/actions/")
    page.get_by_role("checkbox", name=re.compile("^En retard")).check()
    expect(page.locator("#compte")).to_contain_text("5 actions")
    page.go_back()
    expect(page.locator("#compte")).to_contain_text("30 actions")


@pytest.mark.parametrize("statut", [429, 503, 0], ids=["trop de demandes", "trop de pages", "coupé"])
def test_a_search_that_is_not_answered_is_told(page: Page, site, permis, statut):
    permis += ["429", "503", "panne", "ERR_FAILED", "htmx"]
    page.goto("/plans/actif/actions/")
    avis = page.locator("[data-avis-recherche]")
    expect(avis).to_be_hidden()

    def repondre(route):
        if not statut:
            route.abort()
            return
        request = RequestFactory().get("/plans/actif/actions/")
        reponse = erreurs.affluence(request) if statut == 503 else erreurs.trop_de_demandes(request, 20)
        route.fulfill(status=statut, body=reponse.content.decode(), content_type="text/html; charset=utf-8")

    page.route("**/actions/?q=*", repondre)
    champ = page.get_by_label("Chercher un mot, un code, une organisation")
    champ.fill("coopérati")
    attendu = {429: "Attendez 20 secondes", 503: "Trop de pages sont demandées", 0: "n'a pas répondu"}[statut]
    expect(avis).to_contain_text(attendu)
    expect(avis).to_contain_text("Les résultats affichés sont ceux d'avant.")
    expect(page.locator("#compte")).to_contain_text("30 actions")
    expect(champ).to_have_value("coopérati")
    page.unroute("**/actions/?q=*")
    champ.fill("coopérative")
    expect(page.locator("#compte")).to_contain_text("1 action")
    expect(avis).to_be_hidden()


def test_the_list_works_without_javascript(sans_javascript: Page, site):
    page = sans_javascript
    page.goto("/plans/actif/actions/")
    page.get_by_label("Chercher un mot, un code, une organisation").fill("cooperative")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator("#compte")).to_contain_text("1 action")
    page.goto("/plans/actif/actions/")
    page.get_by_role("checkbox", name=re.compile("^Réalisée")).check()
    page.get_by_role("button", name="Appliquer les filtres").click()
    expect(page.locator("#compte")).to_contain_text("4 actions")
    page.goto("/plans/actif/actions/")
    page.get_by_role("link", name="Suivante").click()
    expect(page.locator("#compte")).to_contain_text("page 2 sur 2")
    page.goto("/plans/actif/actions/1.1/")
    page.get_by_text("Comment ce chiffre est obtenu").click()
    expect(page.get_by_text("divisé par le poids total")).to_be_visible()


def test_home_leads_to_the_late_actions_in_one_click(page: Page, site):
    page.goto("/")
    page.get_by_role("region", name="Où en est le plan").get_by_role("link", name="5 en retard").click()
    expect(page.locator("#compte")).to_contain_text("5 actions")


def test_a_keyboard_user_skips_to_the_content_and_reaches_the_filters(page: Page, site):
    page.goto("/plans/actif/actions/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Chercher un mot, un code, une organisation")).to_be_focused()


def test_on_a_phone_the_results_come_before_the_filters(telephone: Page, site):
    telephone.goto("/plans/actif/actions/")
    expect(telephone.locator(".ligne").first).to_be_visible()
    expect(telephone.get_by_role("checkbox", name=re.compile("^En retard"))).to_be_hidden()
    telephone.get_by_text("Filtrer", exact=True).click()
    telephone.get_by_role("checkbox", name=re.compile("^En retard")).check()
    expect(telephone.locator("#compte")).to_contain_text("5 actions")


def test_signing_in_with_a_wrong_password_says_so_and_keeps_the_name(page: Page, site):
    page.goto("/compte/connexion/")
    page.get_by_label("Nom d'utilisateur").fill("quelquun")
    page.get_by_label("Mot de passe").fill("faux")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text("ne vont pas ensemble")
    expect(page.get_by_label("Nom d'utilisateur")).to_have_value("quelquun")
