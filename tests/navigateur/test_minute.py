"""From the space: a note, a milestone ticked, a measure; in three clicks and half a minute of page time, at
1,280 and 360 px, with and without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.actions.minute_d_essai import action_a_suivre, adresse, indicateur, jalon
from tests.factories import (
    ActionFactory,
    AxeFactory,
    IndicateurFactory,
    JalonFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
CLICS = 3
SECONDES = 30
FENETRES = [(1280, 1000, True), (1280, 1000, False), (360, 740, True), (360, 740, False)]


@pytest.fixture
def unite(transactional_db):
    return OrganisationFactory(service=True, nom="Service de l'habitation")


@pytest.fixture
def action(unite):
    axe = AxeFactory(plan=PlanFactory(actif=True))
    return action_a_suivre(axe=axe, responsable=unite, code="1.3", titre="Changer d'échelle")


@pytest.fixture
def redactrice(unite):
    return UtilisateurFactory(redaction=True, organisation=unite)


def presser(page: Page, nom: str, **voulu) -> None:
    page.get_by_role("button", name=nom, exact=True, **voulu).click()


@pytest.mark.parametrize(("largeur", "hauteur", "script"), FENETRES)
def test_a_note_a_milestone_and_a_measure_in_three_clicks(
    ouvrir, connecter, redactrice, action, largeur, hauteur, script
):
    page = connecter(ouvrir(largeur, hauteur, javascript=script), redactrice)
    page.goto("/espace/")
    # Time of the site: what its pages take, not what one takes to write.
    debut = timezone.now()
    # 1. From what waits to the screen.
    page.locator(f'a[href="{adresse(action)}"]').first.click()
    titre = page.get_by_label("Qu'avez-vous fait depuis")
    # Typed, with the keyboard alone: the text, who reads it, the milestone's choice, the figure.
    titre.focus()
    page.keyboard.type("Le rapport final est remis.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Tout le monde la lira")).to_be_checked()
    # 2. The milestone is ticked.
    page.get_by_label("Atteint", exact=True).click()
    page.get_by_label("Entreprises soutenues").fill("6")
    # 3. It is published.
    presser(page, "Publier")
    expect(page.locator(".message--success")).to_contain_text(
        "1.3 · inscrit : votre nouvelle, 1 jalon atteint, 1 mesure.".replace(" :", "\N{NO-BREAK SPACE}:")
    )
    assert (timezone.now() - debut).total_seconds() < SECONDES
    assert action.nouvelles.publiques().get().texte == "Le rapport final est remis."
    assert jalon(action).atteint_le == timezone.localdate()
    assert indicateur(action).mesures.latest("date").valeur == 6
    page.get_by_role("link", name="Voir la page publique").click()
    expect(page.locator("main")).to_contain_text("Le rapport final est remis.")


@pytest.mark.parametrize(
    ("largeur", "hauteur", "ecrans", "script"),
    [(1280, 800, 1, True), (1280, 800, 1, False), (360, 740, 2, True), (360, 740, 2, False)],
)
def test_it_holds_in_one_screen_and_in_two_on_a_phone(
    ouvrir, connecter, redactrice, action, axe, largeur, hauteur, ecrans, script
):
    # As much as an action of the plan asks at once, and more that is folded.
    for rang in range(3):
        JalonFactory(action=action, titre=f"Étape {rang}", echeance=timezone.localdate() + timedelta(days=20))
        IndicateurFactory(action=action, nom=f"Emplois {rang}", unite="emplois")
    page = connecter(ouvrir(largeur, hauteur, javascript=script), redactrice)
    page.goto(adresse(action))
    if script:
        expect(page.get_by_label("Qu'avez-vous fait")).to_be_focused()
    bas = page.locator(".minute__boutons").evaluate("e => e.getBoundingClientRect().bottom + scrollY")
    assert bas <= ecrans * hauteur
    if ecrans == 1:
        # Nothing that is asked lies beneath: the last of it is above what publishes.
        demande = page.locator(".minute__etat").evaluate("e => e.getBoundingClientRect().bottom + scrollY")
        assert demande <= hauteur
        expect(page.get_by_role("button", name="Publier", exact=True)).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    # Help is there, folded, and asks for no more room: beside the form, or after it on a phone.
    aide = page.locator("main .aide > details")
    assert aide.count() == 1
    assert aide.get_attribute("open") is None
    boite = aide.evaluate("e => ({y: e.getBoundingClientRect().top + scrollY})")
    assert boite["y"] < hauteur if ecrans == 1 else boite["y"] > bas
    if script:
        axe(page)
    page.get_by_label("À déplacer").first.check()
    expect(page.get_by_label("Motif du report").first).to_be_visible()
    if script:
        axe(page)


def test_the_text_is_typed_at_once_and_few_tabs_lead_to_what_publishes(ouvrir, connecter, redactrice, action):
    ActionFactory(axe=action.axe, responsable=action.responsable, publiee=True, perimee=True)
    page = connecter(ouvrir(1280, 800), redactrice)
    page.goto(adresse(action))
    page.keyboard.type("Le rapport est remis.")
    expect(page.get_by_label("Qu'avez-vous fait depuis")).to_have_value("Le rapport est remis.")
    # Who reads it, the milestone, the measure and its date, the status, the confidence, « Publier ».
    for _tab in range(7):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_focused()


@pytest.mark.parametrize("script", [True, False])
def test_what_a_choice_asks_for_is_shown_with_it_script_or_not(ouvrir, connecter, redactrice, action, script):
    page = connecter(ouvrir(javascript=script), redactrice)
    page.goto(adresse(action))
    expect(page.get_by_label("Motif du report")).to_be_hidden()
    expect(page.get_by_label("Atteint le", exact=True)).to_be_hidden()
    page.get_by_label("À déplacer").check()
    expect(page.get_by_label("Motif du report")).to_be_visible()
    page.get_by_label("Atteint", exact=True).check()
    expect(page.get_by_label("Motif du report")).to_be_hidden()
    expect(page.get_by_label("Atteint le", exact=True)).to_have_value(timezone.localdate().isoformat())
    expect(page.get_by_label("Motif du statut")).to_be_hidden()
    page.get_by_label("Statut", exact=True).select_option("suspendue")
    expect(page.get_by_label("Motif du statut")).to_be_visible()
    page.get_by_label("Interne").check()
    expect(page.get_by_role("button", name="Enregistrer", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Publier", exact=True)).to_be_hidden()


def test_the_preview_follows_what_is_typed_and_enter_publishes_nothing(ouvrir, connecter, redactrice, action):
    page = connecter(ouvrir(), redactrice)
    page.goto(adresse(action))
    apercu = page.locator("#apercu")
    expect(apercu).to_contain_text("En retard de 1 jour.")
    expect(page.get_by_role("button", name="Voir avant de publier")).to_be_hidden()
    page.get_by_label("Qu'avez-vous fait depuis").fill("Le rapport est **remis**.")
    page.get_by_label("Tout le monde la lira").check()
    expect(apercu.locator("strong", has_text="remis")).to_be_visible()
    page.get_by_label("Atteint", exact=True).check()
    expect(apercu).to_contain_text("Son seul jalon est atteint.")
    page.get_by_label("Entreprises soutenues").fill("6")
    page.keyboard.press("Enter")
    expect(apercu).to_contain_text("cible atteinte")
    expect(page.locator("[data-compte]")).to_have_text("25 sur 20\N{NO-BREAK SPACE}000 caractères")
    assert page.url.endswith(adresse(action))
    assert action.nouvelles.count() == 0


def test_a_preview_that_fails_says_that_it_is_of_before_until_one_comes(
    ouvrir, connecter, redactrice, action, axe, permis
):
    page = connecter(ouvrir(), redactrice)
    page.goto(adresse(action))
    apercu, texte = page.locator("#apercu"), page.get_by_label("Qu'avez-vous fait depuis")
    dit = apercu.get_by_role("status")
    expect(dit).to_be_empty()
    texte.fill("Le premier texte.")
    expect(apercu).to_contain_text("Le premier texte.")
    permis += ["500", "Failed to load resource"]
    page.route("**/nouvelle/", lambda route: route.fulfill(status=500, body="non"))
    texte.fill("Le second texte.")
    expect(dit).to_contain_text("L'aperçu n'a pas pu être mis à jour")
    expect(apercu).to_contain_text("Le premier texte.")
    axe(page)
    page.unroute("**/nouvelle/")
    texte.fill("Le troisième texte.")
    expect(apercu).to_contain_text("Le troisième texte.")
    expect(dit).to_be_empty()


def test_what_is_typed_meanwhile_drops_the_request_in_flight(ouvrir, connecter, redactrice, action):
    page = connecter(ouvrir(), redactrice)
    page.goto(adresse(action))
    lachees, tenues = [], []
    page.on("requestfailed", lambda requete: lachees.append(requete.url))
    page.route("**/nouvelle/", lambda route: tenues.append(route) if not tenues else route.continue_())
    texte = page.get_by_label("Qu'avez-vous fait depuis")
    with page.expect_request("**/nouvelle/"):
        texte.fill("Le premier texte.")
    texte.fill("Le second texte.")
    expect(page.locator("#apercu")).to_contain_text("Le second texte.")
    assert len(lachees) == 1
    expect(page.locator("#apercu").get_by_role("status")).to_be_empty()


def test_without_script_a_button_shows_it_before(ouvrir, connecter, redactrice, action):
    page = connecter(ouvrir(360, 740, javascript=False), redactrice)
    page.goto(adresse(action))
    page.get_by_label("Qu'avez-vous fait depuis").fill("Le rapport est remis.")
    page.get_by_label("Tout le monde la lira").check()
    presser(page, "Voir avant de publier")
    expect(page.locator("#apercu")).to_contain_text("Dernière nouvelle\N{NO-BREAK SPACE}: aujourd'hui")
    expect(page.get_by_label("Qu'avez-vous fait depuis")).to_have_value("Le rapport est remis.")
    assert action.nouvelles.count() == 0
    presser(page, "Publier")
    expect(page.locator(".message--success")).to_contain_text("votre nouvelle")


@pytest.mark.parametrize("script", [True, False])
def test_a_refusal_takes_the_focus_and_leads_to_its_field(ouvrir, connecter, redactrice, action, script):
    page = connecter(ouvrir(javascript=script), redactrice)
    page.goto(adresse(action))
    page.get_by_label("Qu'avez-vous fait depuis").fill("Gardé.")
    page.get_by_label("À déplacer").check()
    demain = timezone.localdate() + timedelta(days=1)
    page.get_by_label("Nouvelle date").fill(demain.isoformat())
    presser(page, "Publier")
    expect(page.locator(".a-regler")).to_be_focused()
    page.locator(".a-regler").get_by_role("link", name="Motif du report").click()
    expect(page.get_by_label("Motif du report")).to_be_in_viewport()
    expect(page.get_by_label("Nouvelle date")).to_have_value(demain.isoformat())
    expect(page.get_by_label("Qu'avez-vous fait depuis")).to_have_value("Gardé.")
    assert jalon(action).atteint_le is None
