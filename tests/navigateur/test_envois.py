"""A form sent by an impatient hand, in a real browser: written once, with and without script."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from comite.models import Decision, Suite
from engagements.models import Declaration
from tests.factories import (
    EngagementFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    PresenceFactory,
    SeanceFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

DECLARER = "Inscrire ma déclaration"


@pytest.fixture
def plan(transactional_db):
    return PlanFactory(actif=True)


@pytest.fixture
def engagement(plan):
    return EngagementFactory(
        plan=plan, partie=OrganisationFactory(), envers=OrganisationFactory(service=True), signe=True
    )


@pytest.fixture
def partenaire(engagement):
    return UtilisateurFactory(partenaire=True, organisation=engagement.partie)


@pytest.fixture
def seance(plan):
    seance = SeanceFactory(plan=plan, convoquee=True, date=timezone.localdate(), quorum_requis=1)
    PresenceFactory(seance=seance, membre=MembreFactory(plan=plan))
    PointFactory(seance=seance, rang=1, titre="Affaires diverses")
    return seance


def declarer(page: Page, engagement, texte: str):
    page.goto(f"/espace/engagements/{engagement.pk}/declarer/")
    page.get_by_label("Précisions").fill(texte)
    page.get_by_label("Avancé").check()
    return page.get_by_role("button", name=DECLARER)


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without"])
def test_a_double_click_declares_once(ouvrir, connecter, engagement, partenaire, javascript):
    page = connecter(ouvrir(javascript=javascript), partenaire)
    declarer(page, engagement, "Le bail est signé.").dblclick()
    expect(page.locator("main")).to_contain_text("Le bail est signé.")
    expect(page.locator("#avis")).to_contain_text("Votre déclaration est inscrite.")
    assert Declaration.objects.count() == 1


PRESSER = """(bouton) => new Promise((dire) => {
  const libres = () => bouton.form.querySelectorAll("[type=submit]:enabled").length;
  const avant = libres();
  bouton.click();
  setTimeout(() => dire([avant, libres()]));
})"""


def test_the_buttons_wait_while_the_form_is_sent_and_the_one_pressed_is_sent(page, connecter, plan):
    seance = SeanceFactory(plan=plan)
    connecter(page, UtilisateurFactory(comite=True)).goto(seance.adresse("preparation"))
    bouton = page.get_by_role("button", name="Ajouter tous les points d'usage")
    assert bouton.evaluate(PRESSER) == [1, 0]
    expect(page.locator("#avis")).to_contain_text("Les points d'usage sont à l'ordre du jour.")
    assert seance.points.count() == 2


def test_one_goes_back_and_finds_a_form_that_can_be_sent(page, connecter, engagement, partenaire):
    connecter(page, partenaire)
    declarer(page, engagement, "Le bail est signé.").click()
    expect(page.locator("#avis")).to_contain_text("Votre déclaration est inscrite.")
    page.go_back()
    expect(page.get_by_role("button", name=DECLARER)).to_be_enabled()


def test_a_form_sent_once_then_changed_is_offered_not_lost(page, permis, connecter, engagement, partenaire):
    permis.append("409")
    connecter(page, partenaire)
    declarer(page, engagement, "Le bail est signé.")
    cle = page.locator("form.saisie [name=une_fois]").input_value()
    page.get_by_role("button", name=DECLARER).click()
    expect(page.locator("#avis")).to_contain_text("Votre déclaration est inscrite.")
    declarer(page, engagement, "Le bail est signé et payé.")
    # As on a page that the browser kept.
    page.locator("form.saisie [name=une_fois]").evaluate("(champ, cle) => { champ.value = cle; }", cle)
    page.get_by_role("button", name=DECLARER).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce formulaire a déjà été envoyé")
    assert Declaration.objects.count() == 1
    page.get_by_role("button", name="Envoyer aussi ceci").click()
    expect(page.locator("main")).to_contain_text("Le bail est signé et payé.")
    assert Declaration.objects.count() == 2


def test_a_double_click_in_a_meeting_decides_once_and_adds_one_follow_up(page, connecter, seance):
    connecter(page, UtilisateurFactory(comite=True))
    page.goto(seance.adresse("tenue"))
    for titre, champ, texte, bouton, montre in (
        (
            "Décider",
            "Décision ou recommandation",
            "Reporter la fin.",
            "Inscrire la décision",
            ".decision-prise",
        ),
        ("Ajouter une suite", "Libellé", "Écrire au ministère", "Ajouter la suite", "#bloc-suites table"),
    ):
        page.locator("summary", has_text=titre).first.click()
        page.get_by_label(champ, exact=True).fill(texte)
        if titre == "Décider":
            page.get_by_label("Vote", exact=True).select_option("unanimite")
        else:
            page.get_by_label("Responsable", exact=True).select_option(index=1)
        page.get_by_role("button", name=re.compile(f"^{bouton}")).dblclick()
        expect(page.locator(montre)).to_contain_text(texte)
    page.wait_for_load_state("networkidle")
    assert (Decision.objects.count(), Suite.objects.count()) == (1, 1)
    # What took the place of the form that was sent may be sent in its turn.
    expect(page.locator("#bloc-suites button[type=submit]")).to_be_enabled()


def test_in_a_meeting_a_used_key_says_so_beside_what_was_typed(page, permis, connecter, seance):
    permis.append("409")
    connecter(page, UtilisateurFactory(comite=True))
    page.goto(seance.adresse("tenue"))
    cle = page.locator("#bloc-suites [name=une_fois]").first.input_value()
    for texte in ("Écrire au ministère", "Téléphoner au ministère"):
        page.locator("summary", has_text="Ajouter une suite").click()
        page.get_by_label("Libellé", exact=True).fill(texte)
        page.get_by_label("Responsable", exact=True).select_option(index=1)
        page.locator("#bloc-suites [name=une_fois]").first.evaluate("(c, cle) => { c.value = cle; }", cle)
        page.get_by_role("button", name="Ajouter la suite").click()
        if texte.startswith("Écrire"):
            expect(page.locator("#bloc-suites table")).to_contain_text(texte)
    expect(page.locator("[data-avis-tenue]")).to_contain_text("Votre premier envoi a eu sa réponse.")
    expect(page.get_by_label("Libellé", exact=True)).to_have_value("Téléphoner au ministère")
    assert Suite.objects.count() == 1


def test_a_colour_leaves_what_is_being_typed(page, connecter, engagement, partenaire):
    page = connecter(page, partenaire)
    declarer(page, engagement, "Rien ne se perd.")
    sombre = page.get_by_role("button", name="Sombre")
    sombre.click()
    expect(sombre).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html")).to_have_attribute("data-theme", "sombre")
    expect(page.get_by_label("Précisions")).to_have_value("Rien ne se perd.")
    expect(sombre).to_be_enabled()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "sombre")
    page.get_by_role("button", name="Automatique").click()
    expect(page.locator("html")).not_to_have_attribute("data-theme", "sombre")
