"""Several rows at a time, in a real browser: by keyboard, on a phone, without script."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from actions.models import Jalon
from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, UtilisateurFactory

PAGES = {"jalons": "/admin/actions/action/jalons/", "plusieurs": "/admin/actions/action/plusieurs/"}


@pytest.fixture
def personne(transactional_db):
    """An editor whose unit has four late milestones."""
    unite = OrganisationFactory(service=True)
    action = ActionFactory(plan__actif=True, publiee=True, responsable=unite)
    for rang in range(4):
        le = timezone.localdate() - timedelta(days=rang + 1)
        JalonFactory(action=action, titre=f"Jalon {rang}", echeance=le)
    return UtilisateurFactory(redaction=True, organisation=unite)


@pytest.mark.parametrize("javascript", [True, False], ids=["avec script", "sans script"])
def test_three_milestones_are_ticked_with_the_keyboard_alone(ouvrir, connecter, personne, javascript):
    page = connecter(ouvrir(javascript=javascript), personne)
    page.goto(PAGES["jalons"])
    cases = page.get_by_role("checkbox")
    expect(cases).to_have_count(4)
    page.get_by_role("button", name="Montrer").focus()
    coches = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        if coches < 3 and page.evaluate("document.activeElement.type") == "checkbox":
            page.keyboard.press("Space")
            coches += 1
        if page.evaluate("document.activeElement.value") == "Enregistrer":
            page.keyboard.press("Enter")
            break
    expect(page.locator(".messagelist .success")).to_contain_text("3 jalons enregistrés.")
    assert Jalon.objects.filter(atteint_le=timezone.localdate()).count() == 3
    expect(page.get_by_role("checkbox")).to_have_count(1)


@pytest.mark.parametrize("largeur", [1280, 360])
@pytest.mark.parametrize("adresse", PAGES.values(), ids=PAGES)
def test_each_list_keeps_to_the_width_and_to_the_accessibility_rules(
    ouvrir, connecter, axe, permis, personne, adresse, largeur
):
    page = connecter(ouvrir(largeur), UtilisateurFactory(superutilisateur=True))
    page.goto(adresse)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    # What axe itself injects to measure colours is refused by the policy, which is as it should be.
    permis += ["Applying inline style", "404"]
    axe(page)


def test_what_is_refused_is_led_to_and_keeps_what_was_typed(ouvrir, connecter, permis, axe, personne):
    page = connecter(ouvrir(360), personne)
    page.goto(PAGES["jalons"])
    jalon = Jalon.objects.order_by("echeance").first()
    le = (timezone.localdate() + timedelta(days=90)).isoformat()
    page.fill(f"[name=r{jalon.pk}-echeance]", le)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("alert")).to_contain_text("n'est pas enregistrée")
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator(f"[name=r{jalon.pk}-echeance]")).to_have_value(le)
    expect(page.locator(f"[name=r{jalon.pk}-echeance]")).to_be_in_viewport()
    permis += ["Applying inline style", "404"]
    axe(page)
    page.get_by_label("Motif des dates déplacées").fill("Le bail a tardé.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".messagelist .success")).to_contain_text("1 jalon enregistré.")
