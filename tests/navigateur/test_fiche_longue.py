"""The long form and the reading before validation, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.factories import ActionFactory, JalonFactory, OrganisationFactory, UtilisateurFactory

FICHE = "/admin/actions/action/{}/change/"


@pytest.fixture
def action(transactional_db):
    action = ActionFactory(
        plan__actif=True, a_valider=True, fin="2027-06-30", responsable=OrganisationFactory(service=True)
    )
    JalonFactory(action=action, titre="Appel de projets")
    return action


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(("largeur", "hauteur"), [(1280, 720), (360, 740)])
def test_the_step_is_in_view_at_opening_and_the_others_unfold(
    ouvrir, connecter, action, largeur, hauteur, javascript
):
    page = connecter(ouvrir(largeur, hauteur, javascript=javascript), UtilisateurFactory(coordination=True))
    page.goto(FICHE.format(action.pk))
    for nom in ("_save", "_valider"):
        expect(page.locator(f"[name={nom}]")).to_be_in_viewport(ratio=1)
    page.click(".barre__autres > summary")
    for nom in ("note_etape", "_renvoyer"):
        expect(page.locator(f"[name={nom}]")).to_be_in_viewport(ratio=1)


def test_a_link_or_an_address_unfolds_its_section(ouvrir, connecter, action):
    page = connecter(ouvrir(), UtilisateurFactory(coordination=True))
    page.goto(FICHE.format(action.pk))
    texte = page.locator("[name=description]")
    expect(texte).to_be_hidden()
    page.get_by_role("link", name="Quoi").click()
    expect(texte).to_be_visible()
    # Folded again, the same link unfolds it again; so does an address from elsewhere.
    page.locator("details.section[open] > summary", has_text="Quoi").click()
    expect(texte).to_be_hidden()
    page.get_by_role("link", name="Quoi").click()
    expect(texte).to_be_visible()
    page.goto("about:blank")
    page.goto(FICHE.format(action.pk) + "#documents-heading")
    expect(page.locator("#documents-group .section")).to_have_attribute("open", "")


@pytest.mark.parametrize("largeur", [1280, 360])
def test_an_error_leads_to_its_field_its_label_and_its_message(ouvrir, connecter, action, largeur):
    page = connecter(ouvrir(largeur, 740), UtilisateurFactory(coordination=True))
    page.goto(FICHE.format(action.pk) + "#pli-fieldset-0-3-heading")
    page.fill("[name=fin]", "2029-06-30")
    page.locator("[name=_save]").click()
    page.locator(".a-regler a").click()
    expect(page.locator("[name=motif_report]")).to_be_focused()
    expect(page.locator("[name=motif_report]")).to_be_in_viewport(ratio=1)
    expect(page.locator("label[for=id_motif_report]")).to_be_in_viewport(ratio=1)
    expect(page.locator(".field-motif_report .errorlist").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize(("largeur", "hauteur"), [(1280, 720), (360, 740)])
def test_one_reads_answers_and_goes_on(ouvrir, connecter, axe, permis, action, largeur, hauteur, javascript):
    autre = ActionFactory(plan=action.plan, axe=action.axe, code="9.9", a_valider=True)
    page = connecter(ouvrir(largeur, hauteur, javascript=javascript), UtilisateurFactory(coordination=True))
    page.goto(f"/admin/actions/action/{action.pk}/relire/")
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    for nom in ("_valider", "_renvoyer", "note"):
        expect(page.locator(f"[name={nom}]")).to_be_in_viewport(ratio=1)
    if javascript:
        permis += ["Applying inline style", "404"]
        axe(page)
    page.click("[name=_renvoyer]")
    expect(page.locator(".champ__erreur")).to_be_in_viewport(ratio=1)
    page.fill("[name=note]", "Dites pour qui.")
    # A note that is written is never lost by the other act.
    expect(page.locator("[name=_valider]")).to_be_hidden()
    page.click("[name=_renvoyer]")
    expect(page.locator(".message--success")).to_contain_text("Suivante")
    page.wait_for_url(f"**/{autre.pk}/relire/")
    page.click("[name=_valider]")
    expect(page.locator(".messagelist")).to_contain_text("Il ne reste rien à valider.")
