"""On paper: how many sheets, what they say, and what does not print twice."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    IndicateurFactory,
    JalonFactory,
    MesureFactory,
    NouvelleFactory,
    OrganisationFactory,
    PlanFactory,
    PreuveFactory,
    SeanceFactory,
    SuiteFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
AUJOURD_HUI = timezone.localdate()
PHRASE = "Un texte d'une longueur ordinaire, comme en ont les fiches du plan, pour tenir sur la feuille. "


@pytest.fixture
def plan(transactional_db):
    """Forty actions of five axes, one of them with all that a page may show; as many commitments."""
    plan = PlanFactory(actif=True, slug="actif", titre="Plan d'essai", avis="Données d'essai.")
    sde = OrganisationFactory(service=True, nom="Service du développement économique", slug="sde")
    axes = [
        AxeFactory(plan=plan, numero=n, code=f"A{n}", titre=f"Un axe au titre long, le {n}")
        for n in range(1, 6)
    ]
    for rang in range(40):
        action = ActionFactory(
            plan=plan,
            axe=axes[rang % 5],
            code=f"{rang % 5 + 1}.{rang // 5}",
            titre=f"Mettre en œuvre la mesure numéro {rang} du plan d'action",
            description=PHRASE * 3,
            responsable=sde,
            publiee=True,
            en_retard=rang % 4 == 0,
        )
        JalonFactory(action=action, atteint=True)
        JalonFactory(action=action, titre="Deuxième bilan annuel")
        engagement = EngagementFactory(
            plan=plan, code=f"E-{rang}", publie=True, en_cours=True, texte=PHRASE * 2
        )
        if not rang:
            engagement.actions.add(action)
            PreuveFactory(engagement=engagement)
            DeclarationFactory(engagement=engagement)
            NouvelleFactory(action=action, publique=True)
            indicateur = IndicateurFactory(action=action, cible_annee=2030, cible_valeur=10)
            MesureFactory(indicateur=indicateur, valeur=4)
    seance = SeanceFactory(plan=plan, tenue=True)
    SuiteFactory(seance=seance, responsable=sde, echeance=AUJOURD_HUI - timedelta(days=2))
    return plan


def feuilles(page, adresse: str = "") -> int:
    """Of that address, or of the page that is open."""
    if adresse:
        page.goto(adresse)
    page.evaluate("document.fonts.ready")
    return len(pikepdf.open(io.BytesIO(page.pdf(format="Letter", prefer_css_page_size=False))).pages)


def test_an_action_and_a_commitment_are_on_two_sheets(page, plan):
    assert feuilles(page, "/plans/actif/actions/1.0/") <= 2
    assert feuilles(page, "/plans/actif/engagements/E-0/") <= 2


def test_the_essential_of_the_dashboard_is_on_one(tableau, plan):
    page = tableau()
    assert feuilles(page) == 1
    page.emulate_media(media="print")
    for vu in (".a-decider", ".quatre", ".matrice", ".tableau__papier"):
        assert page.locator(vu).is_visible(), vu
    assert not page.locator("#module-jalons").is_visible()


def test_a_list_is_a_table_whose_head_is_on_each_sheet(page, plan):
    assert feuilles(page, "/plans/actif/actions/?papier=1") >= 2
    page.emulate_media(media="print")
    affichage = "e => getComputedStyle(e).display"
    assert page.locator(".feuille-liste thead").evaluate(affichage) == "table-header-group"
    assert page.locator(".feuille-liste tbody tr").count() == 40
    assert not page.locator(".sans-papier").is_visible()


def test_a_state_has_no_frame_on_paper(page, plan):
    page.goto("/plans/actif/engagements/E-0/")
    page.emulate_media(media="print")
    cadre = "e => [getComputedStyle(e).borderStyle, getComputedStyle(e).backgroundColor]"
    for un in page.locator("main .etat").all():
        assert un.evaluate(cadre) == ["none", "rgba(0, 0, 0, 0)"]


@pytest.mark.parametrize("liste", ["actions", "engagements"])
def test_a_row_of_a_list_is_low_on_a_phone_and_clips_nothing(telephone, plan, liste):
    telephone.goto(f"/plans/actif/{liste}/")
    for ligne in telephone.locator(".ligne").all():
        assert ligne.bounding_box()["height"] <= 120
    coupes = "e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1"
    assert not [t for t in telephone.locator(".ligne__titre").all() if t.evaluate(coupes)]


def test_a_module_of_the_dashboard_is_folded_on_a_phone_and_open_on_a_screen(tableau, plan):
    for largeur, vu in ((360, False), (1280, True)):
        page = tableau(largeur)
        assert page.locator("#module-jalons .module__tiroir > summary").is_visible() is not vu
        assert page.locator("#module-jalons .module__repli").first.is_visible() is vu
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur
