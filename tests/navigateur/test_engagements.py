"""One commitment, from draft to « tenu »: three accounts, one signed link, no script; and axe."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import MOT_DE_PASSE, OrganisationFactory, PlanFactory, UtilisateurFactory

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def parties(transactional_db):
    plan = PlanFactory(actif=True, titre="Plan d'essai")
    ville = OrganisationFactory(service=True, nom="Service de l'habitation", slug="sha")
    organisme = OrganisationFactory(nom="Conseil d'économie sociale", slug="cesim")
    UtilisateurFactory(coordination=True, username="coordination")
    UtilisateurFactory(coordination=True, username="publication")
    UtilisateurFactory(partenaire=True, username="partenaire", organisation=organisme)
    UtilisateurFactory(redaction=True, username="verificatrice", organisation=ville)
    return plan, ville, organisme


def entrer(page: Page, nom: str) -> Page:
    page.goto("/compte/connexion/")
    page.get_by_label("Nom d'utilisateur").fill(nom)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    return page


def signer(page: Page, nom: str) -> None:
    page.get_by_role("link", name=re.compile("^Lire et signer")).click()
    expect(page.locator(".texte-exact")).to_contain_text("Former trente personnes par année.")
    page.get_by_label("Votre nom").fill(nom)
    page.get_by_label("Votre fonction").fill("Direction générale")
    page.get_by_label(re.compile("J'ai lu ce texte")).check()
    page.get_by_role("button", name=re.compile("^Signer pour")).click()
    expect(page.locator(".message--success")).to_contain_text("Votre signature est inscrite.")


def test_from_draft_to_kept_across_three_accounts_and_a_signed_link(ouvrir, parties):
    _plan, _ville, _organisme = parties
    # The coordination drafts and proposes.
    coordination = entrer(ouvrir(javascript=False), "coordination")
    coordination.goto("/admin/engagements/engagement/add/")
    coordination.locator("#id_partie").select_option(label="Conseil d'économie sociale")
    coordination.locator("#id_envers").select_option(label="Service de l'habitation")
    coordination.locator("#id_titre").fill("Former trente personnes")
    coordination.locator("#id_texte").fill("Former trente personnes par année.")
    coordination.locator("#id_nature").select_option("expertise")
    coordination.get_by_role("button", name="Enregistrer et proposer aux parties").click()
    expect(coordination.locator("body")).to_contain_text("Le texte est figé")

    # The City's department has nobody at hand: it gets a signed link.
    coordination.goto("/admin/engagements/liensigne/add/")
    coordination.locator("#id_organisation").select_option(label="Service de l'habitation")
    coordination.locator("#id_destinataire").fill("Direction du service")
    coordination.locator("input[name=_save]").click()
    adresse = coordination.get_by_label("Adresse à transmettre").input_value()

    # The partner signs with its account, the other side by the link.
    partenaire = entrer(ouvrir(360, javascript=False), "partenaire")
    signer(partenaire, "Alex Roy")
    par_lien = ouvrir(360, javascript=False)
    par_lien.goto("/espace/" + adresse.split("/espace/")[1])
    expect(par_lien.locator("body")).to_contain_text("Organisation : Service de l'habitation")
    signer(par_lien, "Sam Gagnon")

    # Signed by both: someone who neither wrote nor proposed it publishes.
    publication = entrer(ouvrir(javascript=False), "publication")
    publication.goto("/admin/engagements/engagement/")
    publication.get_by_role("link", name="E-01").click()
    publication.get_by_role("button", name="Enregistrer et publier").click()
    public = ouvrir(javascript=False)
    public.goto("/plans/actif/engagements/E-01/")
    expect(public.locator(".titre-page")).to_contain_text("Signé")
    expect(public.locator("main")).to_contain_text("Sans preuve.")
    expect(public.locator("main")).to_contain_text("par lien signé")

    # The partner declares it kept, with its evidence.
    partenaire.goto("/espace/")
    partenaire.get_by_role("link", name=re.compile("^Déclarer")).click()
    partenaire.get_by_label("Précisions").fill("Trente-deux personnes formées.")
    partenaire.get_by_text("Joindre une preuve").click()
    partenaire.get_by_label("Titre de la preuve").fill("Liste des présences")
    partenaire.get_by_label("Fichier").set_input_files(
        {"name": "presences.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    partenaire.get_by_label("Je déclare cet engagement tenu").check()
    partenaire.get_by_role("button", name="Inscrire ma déclaration").click()
    expect(partenaire.locator(".message--success")).to_contain_text("Votre déclaration est inscrite.")

    # Another account of the other side verifies the evidence, then the declaration.
    verificatrice = entrer(ouvrir(javascript=False), "verificatrice")
    expect(verificatrice.get_by_role("link", name=re.compile("^Confirmer ou contester"))).to_be_visible()
    verificatrice.get_by_role("link", name=re.compile("^E-01 ·")).click()
    verificatrice.get_by_role("link", name="Vérifier Liste des présences").click()
    verificatrice.get_by_label("Confirmer").check()
    verificatrice.get_by_role("button", name="Inscrire ma vérification").click()
    verificatrice.get_by_role("link", name=re.compile("^Vérifier la déclaration du")).click()
    verificatrice.get_by_label("Confirmer").check()
    verificatrice.get_by_role("button", name="Inscrire ma vérification").click()

    public.goto("/plans/actif/engagements/E-01/")
    expect(public.locator(".titre-page")).to_contain_text("Tenu")
    expect(public.locator(".titre-page")).to_contain_text("Preuve vérifiée")
    with public.expect_download() as telechargement:
        public.get_by_role("link", name="Liste des présences").click()
    assert telechargement.value.suggested_filename == "presences.pdf"


@pytest.fixture
def vivant(parties):
    """A commitment with all that a page can show."""
    from tests.factories import (
        DeclarationFactory,
        EngagementFactory,
        PreuveFactory,
        ReponseFactory,
        VerificationFactory,
    )

    plan, ville, organisme = parties
    engagement = EngagementFactory(
        plan=plan, code="E-1", partie=organisme, envers=ville, publie=True, signe=True, conditionnel=True,
        condition="Le bail est signé.",
    )  # fmt: skip
    retour = EngagementFactory(plan=plan, code="E-2", partie=ville, envers=organisme, publie=True, signe=True)
    engagement.contreparties.add(retour)
    ReponseFactory(
        verification=VerificationFactory(
            declaration=DeclarationFactory(engagement=engagement), contestee=True
        )
    )
    PreuveFactory(engagement=engagement, corrige=PreuveFactory(engagement=engagement))
    DeclarationFactory(engagement=retour)
    EngagementFactory(plan=plan, code="E-3", partie=organisme, envers=ville, aux_parties=True)
    return engagement, retour


def debordement(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(
    "adresse",
    ["/plans/actif/engagements/", "/plans/actif/engagements/E-1/", "/plans/actif/engagements/par-axe/", "/"],
)
@pytest.mark.parametrize("largeur", [1280, 360, 320])
def test_a_public_page_has_no_barrier_and_no_sideways_scroll(ouvrir, axe, vivant, adresse, largeur):
    page = ouvrir(largeur)
    page.goto(adresse)
    axe(page)
    assert debordement(page) <= 0


@pytest.mark.parametrize("geste", ["", "signer", "refuser", "declarer", "preuves"])
@pytest.mark.parametrize("largeur", [1280, 320])
def test_the_space_has_no_barrier_and_no_sideways_scroll(ouvrir, axe, vivant, geste, largeur):
    from engagements.models import Engagement

    engagement, _retour = vivant
    propose = Engagement.objects.get(code="E-3")
    cible = propose if geste in ("signer", "refuser") else engagement
    page = entrer(ouvrir(largeur), "partenaire")
    axe(page)
    page.goto(f"/espace/engagements/{cible.pk}/{geste}/" if geste else f"/espace/engagements/{cible.pk}/")
    axe(page)
    assert debordement(page) <= 0
