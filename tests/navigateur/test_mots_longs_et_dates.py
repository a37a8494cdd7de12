"""Long words widen no page, and a date is typed at any speed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import (
    ActionFactory,
    AxeFactory,
    DecisionFactory,
    DomaineFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    SeanceFactory,
    SuiteFactory,
    UtilisateurFactory,
    VoletFactory,
)
from tests.factories.comite import approuver
from tests.passe import reculer

LONG = ("TITRETRESLONGSANSESPACE" * 14)[:300]
ADRESSE = f"https://exemple.quebec/{'a' * 81}"
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def site(transactional_db):
    """A plan whose every text is one long word."""
    plan = PlanFactory(actif=True, titre=LONG[:250], avis=LONG)
    axe = AxeFactory(plan=plan, numero=1, titre=LONG[:200])
    organisation = OrganisationFactory(service=True, nom=LONG[:200], slug="longue", sigle="LONGUE")
    action = ActionFactory(
        plan=plan,
        axe=axe,
        volet=VoletFactory(axe=axe, titre=LONG[:200]),
        code="1.1",
        titre=LONG,
        description=f"{LONG}\n\n- {ADRESSE}",
        responsable=organisation,
        publiee=True,
        en_retard=True,
    )
    action.domaines.add(DomaineFactory(plan=plan, titre=LONG[:100]))
    JalonFactory(action=action, titre=f"Voir {ADRESSE}")
    JalonFactory(action=action, titre=LONG[:200], atteint=True)
    indicateur = IndicateurFactory(action=action, nom=LONG[:150], cible_annee=2030, cible_valeur=10)
    MesureFactory(indicateur=indicateur, valeur=4)
    NouvelleFactory(action=action, publique=True, texte=LONG)
    engagement = EngagementFactory(
        plan=plan, code="E-01", partie=organisation, titre=LONG[:250], texte=LONG, publie=True, signe=True
    )
    engagement.actions.add(action)
    seance = SeanceFactory(plan=plan, numero="CMO-1", tenue=True, date=AUJOURD_HUI - timedelta(days=40))
    DecisionFactory(seance=seance, libelle=LONG).actions.add(action)
    SuiteFactory(seance=seance, libelle=LONG, responsable=organisation)
    approuver(seance)
    reculer(30)
    return plan


PAGES = [
    "/",
    "/plans/actif/actions/",
    "/plans/actif/actions/?q=introuvable",
    "/plans/actif/actions/1.1/",
    "/plans/actif/axes/1/",
    "/plans/actif/engagements/",
    "/plans/actif/engagements/par-axe/",
    "/plans/actif/engagements/E-01/",
    "/plans/actif/organisations/",
    "/plans/actif/organisations/longue/",
    "/plans/actif/comite/",
    "/plans/actif/comite/seances/CMO-1/",
    "/plans/actif/comite/decisions/",
    "/plans/",
    f"/plans/actif/actions/?au={AUJOURD_HUI - timedelta(days=60)}",
]


@pytest.mark.parametrize("adresse", PAGES)
def test_a_word_of_three_hundred_letters_widens_no_page(ouvrir, site, adresse):
    for largeur in (1280, 360):
        page = ouvrir(largeur)
        page.goto(adresse)
        assert largeur_de(page) <= largeur, f"{adresse} à {largeur} : {qui_deborde(page, largeur)}"


def test_nor_the_dashboard(ouvrir, connecter, site):
    for largeur in (1280, 360):
        page = connecter(ouvrir(largeur), UtilisateurFactory(coordination=True))
        page.goto("/plans/actif/tableau-de-bord/")
        assert largeur_de(page) <= largeur, f"{largeur} : {qui_deborde(page, largeur)}"


def largeur_de(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def qui_deborde(page: Page, largeur: int) -> list[str]:
    """The elements that are too wide, to mend them."""
    return page.evaluate(
        "largeur => [...document.querySelectorAll('main *, header *, footer *')]"
        ".filter(e => e.getBoundingClientRect().right > largeur + 1)"
        ".map(e => `${e.tagName}.${e.className.baseVal ?? e.className}`).slice(0, 12)",
        largeur,
    )


JOUR = AUJOURD_HUI - timedelta(days=10)
ORDRES = ("%Y%m%d", "%m%d%Y", "%d%m%Y")
"""In which order the browser shows the parts of a date is its own choice."""


def taper(page: Page) -> None:
    """Types `JOUR` in the field, one key after the other, slowly enough for anything to happen between."""
    champ = page.locator("#au")
    for ordre in ORDRES:
        champ.focus()
        champ.press("Control+A")
        champ.press("Delete")
        champ.evaluate("champ => { champ.value = ''; champ.dataset.temoin = 'le même'; }")
        champ.blur()
        champ.focus()
        for chiffre in JOUR.strftime(ordre):
            page.keyboard.press(chiffre)
            page.wait_for_timeout(120)
        if champ.input_value() == JOUR.isoformat():
            return
    pytest.fail(f"la date tapée se lit {champ.input_value()}")


def test_a_date_is_typed_key_by_key_and_asked_for_by_enter(page: Page, site):
    page.goto("/plans/actif/actions/")
    demandes = []
    page.on(
        "request",
        lambda requete: demandes.append(requete.url) if "/plans/actif/actions/" in requete.url else None,
    )
    taper(page)
    assert demandes == []
    assert page.locator("#au").get_attribute("data-temoin") == "le même"
    expect(page.locator("#au")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#bandeaux")).to_contain_text("tel qu'il était le")
    expect(page).to_have_url(re.compile(rf"\?au={JOUR}$"))
    expect(page.locator("#au")).to_have_value(JOUR.isoformat())


def test_a_whole_date_is_asked_for_when_one_leaves_its_field(page: Page, site):
    page.goto("/plans/actif/actions/")
    taper(page)
    page.get_by_label("Chercher un mot, un code, une organisation").focus()
    expect(page.locator("#bandeaux")).to_contain_text("tel qu'il était le")


def test_a_date_out_of_reach_is_not_asked_for(page: Page, site):
    page.goto("/plans/actif/actions/")
    demandes = []
    page.on(
        "request",
        lambda requete: demandes.append(requete.url) if "/plans/actif/actions/" in requete.url else None,
    )
    for jour in (AUJOURD_HUI + timedelta(days=1), AUJOURD_HUI - timedelta(days=31)):
        page.locator("#au").fill(jour.isoformat())
        page.locator("#au").blur()
    page.wait_for_timeout(300)
    assert demandes == []


def test_results_that_come_while_a_date_is_typed_wait_for_it(page: Page, site):
    page.goto("/plans/actif/actions/")
    retenues = []
    page.route("**/actions/?echeancier=*", lambda route: retenues.append(route))
    page.get_by_role("checkbox", name=re.compile("^En retard")).check()
    page.wait_for_timeout(200)
    taper(page)
    (retenue,) = retenues
    retenue.continue_()
    page.wait_for_timeout(500)
    assert page.locator("#au").get_attribute("data-temoin") == "le même"
    expect(page.locator("#au")).to_have_value(JOUR.isoformat())
    expect(page.locator("#au")).to_be_focused()
    page.unroute("**/actions/?echeancier=*")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"echeancier=en_retard&au={JOUR}$"))
