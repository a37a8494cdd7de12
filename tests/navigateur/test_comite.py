"""A meeting prepared, held and closed in a real browser; its effect seen by a citizen; dragging, axe."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories import (
    MOT_DE_PASSE,
    ActionFactory,
    AxeFactory,
    MembreFactory,
    OrganisationFactory,
    PlanFactory,
    PointFactory,
    SeanceFactory,
    UtilisateurFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
AUJOURD_HUI = timezone.localdate()
NOUVELLE = AUJOURD_HUI + timedelta(days=400)


@pytest.fixture
def comite(transactional_db):
    """A late action, two members in office and one who is not, a planned meeting for today."""
    plan = PlanFactory(actif=True, titre="Plan d'essai")
    axe = AxeFactory(plan=plan, numero=1, code="A1", titre="Un soutien accru")
    service = OrganisationFactory(service=True, nom="Service de l'habitation", slug="sha")
    ActionFactory(
        plan=plan, axe=axe, code="2.1", titre="Ouvrir des locaux", publiee=True, en_retard=True,
        responsable=service,
    )  # fmt: skip
    for fonction in ("Élue responsable", "Direction"):
        MembreFactory(plan=plan, fonction=fonction, organisation=None)
    MembreFactory(plan=plan, fonction="Ancien membre", mandat_fin=AUJOURD_HUI - timedelta(days=1))
    UtilisateurFactory(comite=True, username="comite")
    seance = SeanceFactory(plan=plan, numero="CMO-2026-05", date=AUJOURD_HUI, quorum_requis=2)
    SeanceFactory(plan=plan, numero="CMO-2026-04", tenue=True, date=AUJOURD_HUI - timedelta(days=60))
    deplacee, annulee = (
        SeanceFactory(plan=plan, numero=numero, convoquee=True, heure=time(13, 30))
        for numero in ("CMO-2026-06", "CMO-2026-07")
    )
    for appelee in (deplacee, annulee):
        PointFactory(seance=appelee, titre="Sujet convoqué")
    deplacee.date, deplacee.motif_deplacement = AUJOURD_HUI + timedelta(days=9), "La salle est prise."
    deplacee.save()
    annulee.annuler("Tempête de neige.")
    return seance


def entrer(page: Page) -> Page:
    page.goto("/compte/connexion/")
    page.get_by_label("Nom d'utilisateur").fill("comite")
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    return page


def test_a_meeting_is_prepared_held_and_closed_and_the_date_moves_in_public(ouvrir, permis, comite):
    # A decision refused for want of its reason.
    permis.append("422")
    citoyen = ouvrir(360, javascript=False)
    citoyen.goto("/plans/actif/comite/seances/CMO-2026-05/")
    expect(citoyen.locator("main")).to_contain_text(
        "L'ordre du jour est public quand la séance est convoquée"
    )

    # Prepared, without script.
    page = entrer(ouvrir(javascript=False))
    page.get_by_role("link", name="Ouvrir le tableau de bord").click()
    page.goto("/plans/actif/comite/seances/CMO-2026-05/preparation/")
    page.get_by_role("button", name="Ajouter tous les points d'usage").click()
    page.get_by_role("button", name=re.compile("^Ajouter Action 2.1")).click()
    points = page.locator(".ordre > li")
    expect(points).to_have_count(4)
    expect(points.nth(2)).to_contain_text("En retard")
    page.get_by_role("button", name=re.compile("^Monter Action 2.1")).click()
    expect(page.locator(".ordre > li").nth(1)).to_contain_text("Action 2.1")
    page.get_by_role("button", name="Convoquer la séance").click()
    expect(page.locator(".message--success")).to_contain_text("son ordre du jour est public")
    citoyen.reload()
    expect(citoyen.locator("main")).to_contain_text("Ouvrir des locaux")

    # Held: attendance, then a decision with its effect.
    page.get_by_role("link", name="Tenir", exact=True).click()
    expect(page.locator("main")).not_to_contain_text("Ancien membre")
    page.get_by_label("Élue responsable").check()
    page.get_by_label("Direction", exact=True).check()
    page.get_by_role("button", name="Inscrire les présences").click()
    expect(page.locator(".quorum")).to_contain_text("Quorum atteint")
    point = page.locator(".point-tenu").filter(has_text="Action 2.1")
    point.get_by_text("Décider", exact=False).first.click()
    point.get_by_label("Décision ou recommandation", exact=True).fill("PAROLES-SOUS-EMBARGO")
    point.get_by_label("Vote").select_option("unanimite")
    point.get_by_label("Nouvelle fin").fill(NOUVELLE.isoformat())
    point.get_by_role("button", name=re.compile("^Inscrire la décision")).click()
    # Without its public reason: refused in words, nothing lost.
    expect(page.locator("main")).to_contain_text("écrivez le motif")
    point = page.locator(".point-tenu").filter(has_text="Action 2.1")
    expect(point.get_by_label("Décision ou recommandation", exact=True)).to_have_value("PAROLES-SOUS-EMBARGO")
    point.get_by_label("Motif public").fill("Avis juridique complémentaire.")
    point.get_by_role("button", name=re.compile("^Inscrire la décision")).click()
    expect(page.locator(".decision-prise")).to_contain_text("CMO-2026-05-R1")

    # Closed, minutes saved.
    page.get_by_role("button", name="Lever la séance").click()
    expect(page.get_by_label("Procès-verbal")).to_have_value(
        re.compile("CMO-2026-05-R1 · PAROLES-SOUS-EMBARGO")
    )
    page.get_by_role("button", name="Enregistrer le projet").click()

    # The citizen sees the date moved, its reason and its number; not the words.
    citoyen.goto("/plans/actif/actions/2.1/")
    expect(citoyen.locator("main")).to_contain_text("CMO-2026-05-R1")
    expect(citoyen.locator("main")).to_contain_text("Avis juridique complémentaire.")
    expect(citoyen.locator("main")).to_contain_text(str(NOUVELLE.year))
    for chemin in (
        "/plans/actif/actions/2.1/",
        "/plans/actif/comite/seances/CMO-2026-05/",
        "/plans/actif/comite/decisions/",
    ):
        citoyen.goto(chemin)
        expect(citoyen.locator("body")).not_to_contain_text("PAROLES-SOUS-EMBARGO")


def test_the_agenda_is_ordered_by_dragging(ouvrir, comite):
    page = entrer(ouvrir())
    page.goto("/plans/actif/comite/seances/CMO-2026-05/preparation/")
    for titre in ("Premier", "Deuxième", "Troisième"):
        page.get_by_label("Ajouter un autre sujet").fill(titre)
        page.get_by_role("button", name="Ajouter", exact=True).click()
        expect(page.locator(".ordre")).to_contain_text(titre)
    points = page.locator(".ordre > li")
    with page.expect_response(re.compile("/ordre/$")) as reponse:
        points.nth(2).drag_to(points.nth(0), target_position={"x": 20, "y": 4})
    assert reponse.value.status == 200
    expect(page.locator(".ordre > li").nth(0)).to_contain_text("1. Troisième")


ADRESSES = [
    "/plans/actif/comite/",
    "/plans/actif/comite/decisions/",
    "/plans/actif/comite/seances/CMO-2026-05/",
    "/plans/actif/comite/seances/CMO-2026-06/",
    "/plans/actif/comite/seances/CMO-2026-07/",
    "/plans/actif/comite/rondes/",
    "/plans/actif/bilans/",
    "/plans/actif/tableau-de-bord/",
    "/plans/actif/comite/seances/CMO-2026-05/preparation/",
    "/plans/actif/comite/seances/CMO-2026-07/preparation/",
    "/plans/actif/comite/seances/CMO-2026-05/tenue/",
    "/plans/actif/comite/seances/CMO-2026-04/proces-verbal/",
]


@pytest.mark.parametrize("largeur", [1280, 360, 320])
def test_every_page_of_the_committee_is_accessible_and_fits(ouvrir, axe, comite, largeur):
    page = entrer(ouvrir(largeur))
    page.goto("/plans/actif/comite/seances/CMO-2026-05/preparation/")
    page.get_by_role("button", name="Ajouter tous les points d'usage").click()
    page.get_by_role("button", name="Convoquer la séance").click()
    for adresse in ADRESSES:
        page.goto(adresse)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur, adresse
