"""A form of the space that is refused says so before all else: in its title, then in a summary of links."""

import re

import pytest

from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    RondeFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def engagement(plan, organisme, ville):
    return EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)


def a_signer(engagement):
    autre = EngagementFactory(
        plan=engagement.plan, partie=engagement.partie, envers=engagement.envers, aux_parties=True
    )
    return f"/espace/engagements/{autre.pk}"


def demande(engagement):
    ActionFactory(plan=engagement.plan, responsable=engagement.partie, publiee=True)
    ronde = RondeFactory(plan=engagement.plan)
    ronde.ouvrir()
    return f"/espace/demandes/{ronde.demandes.filter(organisation=engagement.partie).first().pk}/"


def contestee(engagement):
    declaration = DeclarationFactory(engagement=engagement)
    return VerificationFactory(declaration=declaration, contestee=True).pk


def declaree(engagement):
    autre = EngagementFactory(
        plan=engagement.plan, partie=engagement.envers, envers=engagement.partie, signe=True
    )
    return DeclarationFactory(engagement=autre).pk


FORMULAIRES = {
    "déposer": (
        lambda e: f"/espace/engagements/{e.pk}/preuves/",
        {"titre": "Bail", "type": "photo"},
        "id_fichier",
    ),
    "déclarer": (lambda e: f"/espace/engagements/{e.pk}/declarer/", {"texte": "Fait."}, "div_id_genre"),
    "signer": (lambda e: f"{a_signer(e)}/signer/", {"nom": "Camille"}, "id_accord"),
    "refuser": (lambda e: f"{a_signer(e)}/refuser/", {"motif": ""}, "id_motif"),
    "vérifier": (
        lambda e: f"/espace/declarations/{declaree(e)}/verifier/",
        {"texte": "Vu."},
        "div_id_verdict",
    ),
    "répondre": (lambda e: f"/espace/verifications/{contestee(e)}/repondre/", {"texte": ""}, "id_texte"),
    "dire où l'on en est": (demande, {"texte": "Fait."}, "div_id_situation"),
}


@pytest.mark.parametrize(("adresse", "saisie", "ancre"), FORMULAIRES.values(), ids=FORMULAIRES)
def test_a_refused_form_begins_with_what_is_to_be_mended(
    engagement, client_de, partenaire, adresse, saisie, ancre
):
    client, ou = client_de(partenaire), adresse(engagement)
    vide = client.get(ou).content.decode()
    assert "<title>\n  Erreur" not in vide
    assert "autofocus" not in vide
    page = client.post(ou, {"au_nom_de": engagement.partie_id, **saisie}).content.decode()
    assert re.search(r"<title>\s*Erreur\s:", page)
    resume = re.search(r'<div class="message message--error refus"[^>]*autofocus>.*?</div>', page, re.DOTALL)
    assert resume
    assert resume.start() < page.index("<h1"), "the summary comes first"
    assert page.count("autofocus") == 1
    assert f'href="#{ancre}"' in resume[0]
    assert page.count(f'id="{ancre}"') == 1
