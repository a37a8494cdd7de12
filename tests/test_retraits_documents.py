"""What stays says what it is: a document without its title, a text that nobody signs any more."""

import re

import pytest
from django.urls import reverse

from engagements.models import Acteur
from tests.factories import (
    ActionFactory,
    DocumentFactory,
    EngagementFactory,
    OrganisationFactory,
    PlanFactory,
    UtilisateurFactory,
)
from tests.retraits import retirer

pytestmark = pytest.mark.django_db


@pytest.fixture
def action():
    return ActionFactory(plan=PlanFactory(actif=True), publiee=True)


def test_a_text_that_is_withdrawn_is_no_more_proposed_to_anybody(client, client_de):
    engagement = EngagementFactory(plan=PlanFactory(actif=True), code="E4", publie=True)
    admin = client_de(UtilisateurFactory(coordination=True))
    fiche = reverse("admin:engagements_engagement_change", args=[engagement.pk])
    for lue in (client.get("/plans/actif/engagements/E4/"), admin.get(fiche)):
        assert "Signature attendue" in lue.content.decode()
    retirer(engagement)
    engagement.refresh_from_db()
    for lue in (client.get("/plans/actif/engagements/E4/"), admin.get(fiche)):
        page = lue.content.decode()
        assert "Signature attendue" not in page
        assert "Ne peut plus être signé" in page
    assert engagement.etats[0] == ("retire", "Ne peut plus être signé")
    assert "Proposé" not in [mot for _etat, mot in engagement.etats]


@pytest.mark.parametrize(("champ", "mene"), [("titre", True), ("adresse", False)])
def test_a_document_whose_title_alone_is_withdrawn_is_still_said_to_be_there(client, action, champ, mene):
    document = DocumentFactory(action=action, titre="Bilan", adresse="https://exemple.test/bilan")
    retirer(document, champ=champ)
    lue = client.get(action.get_absolute_url()).content.decode()
    lien = re.search(r'<a href="https://exemple.test/bilan"[^>]*>([^<]*)</a>', lue)
    assert bool(lien) == mene
    assert lien is None or lien[1].strip() == "Document dont le titre a été retiré du site"


def test_evidence_whose_title_alone_is_withdrawn_is_still_said_to_be_there(client):
    ville, partie = OrganisationFactory(service=True), OrganisationFactory()
    engagement = EngagementFactory(
        plan=PlanFactory(actif=True), code="E5", partie=partie, envers=ville, publie=True
    )
    for cote in (partie, ville):
        engagement.signer(Acteur(cote), nom="D. Roy", fonction="Direction", empreinte=engagement.empreinte)
    source = "https://exemple.test/preuve"
    preuve = engagement.deposer(Acteur(partie), type_="rapport", titre="Bilan de Camille Roy", source=source)
    retirer(preuve, champ="titre")
    lue = client.get("/plans/actif/engagements/E5/").content.decode()
    assert re.search(rf'<a href="{source}"[^>]*>\s*Document dont le titre a été retiré du site\s*</a>', lue)
    assert "Camille" not in lue
