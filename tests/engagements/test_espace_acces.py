"""A partner of A gets 404 for every object of B: every address of the space is walked, none forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from engagements import urls_espace
from engagements.models import Acteur, LienSigne
from partenariat.donnees.depots import examiner
from tests.factories import (
    DeclarationFactory,
    EngagementFactory,
    OrganisationFactory,
    UtilisateurFactory,
    VerificationFactory,
)
from tests.formulaires import lire_celui
from tests.reponses import corps

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"
ROUTES = [str(motif.pattern) for motif in urls_espace.urlpatterns if "<int:pk>" in str(motif.pattern)]
SANS_OBJET = {"", "pour/", "lien/<str:jeton>/"}
"""Addresses that name no object of an organisation; tested by themselves."""


def test_the_walk_sees_every_address():
    assert {str(motif.pattern) for motif in urls_espace.urlpatterns} == SANS_OBJET | set(ROUTES)


@pytest.fixture
def objets_de_b(plan):
    """Objects of B and of its counterpart, in every state that has an address: kind → ids."""
    b, autre = OrganisationFactory(nom="B"), OrganisationFactory(nom="Contrepartie", service=True)
    communs = {"plan": plan, "partie": b, "envers": autre}
    en_cours = EngagementFactory(**communs, signe=True)
    contestee = VerificationFactory(declaration=DeclarationFactory(engagement=en_cours), contestee=True)
    nouvelle = DeclarationFactory(engagement=en_cours)
    preuve = en_cours.deposer(
        Acteur(b), type_="rapport", titre="Bilan", source=examiner(ContentFile(PDF, "bilan.pdf"))
    )
    publie = EngagementFactory(**communs, publie=True, en_cours=True)
    return {
        "b": b,
        "autre": autre,
        "engagements": [
            EngagementFactory(**communs).pk,
            EngagementFactory(**communs, aux_parties=True).pk,
            en_cours.pk,
            publie.pk,
            EngagementFactory(**communs, tenu=True).pk,
        ],
        "declarations": [contestee.declaration_id, nouvelle.pk],
        "verifications": [contestee.pk],
        "preuves": [preuve.pk],
    }


def visiteur(porte: str, organisation) -> Client:
    """A client of that organisation, by an account or by a signed link."""
    client = Client()
    if porte == "lien":
        auteur = UtilisateurFactory(coordination=True)
        _lien, jeton = LienSigne.ouvrir(organisation=organisation, destinataire="Direction", par=auteur)
        assert client.get(f"/espace/lien/{jeton}/").status_code == 302
    else:
        client.force_login(UtilisateurFactory(**{porte: True}, organisation=organisation))
    return client


def adresses(route: str, objets) -> list[str]:
    genre = route.split("/")[0]
    return ["/espace/" + route.replace("<int:pk>", str(pk)) for pk in objets[genre]]


@pytest.mark.parametrize("porte", ["partenaire", "redaction", "lien"])
@pytest.mark.parametrize("route", ROUTES)
def test_an_object_of_another_organisation_does_not_exist(route, porte, objets_de_b):
    client = visiteur(porte, OrganisationFactory(nom="A"))
    for adresse in adresses(route, objets_de_b):
        assert client.get(adresse).status_code == 404, adresse
        assert client.post(adresse, {"genre": "avance", "verdict": "confirmee"}).status_code in (404, 405)
    assert client.get("/espace/engagements/999999/").status_code == 404


@pytest.mark.parametrize("porte", ["partenaire", "lien"])
@pytest.mark.parametrize("route", ROUTES)
def test_it_exists_for_those_whom_it_concerns(route, porte, objets_de_b):
    """The control: the same addresses answer B, or the other side, so the refusals above mean something."""
    codes = set()
    for qui in ("b", "autre"):
        client = visiteur(porte, objets_de_b[qui])
        for adresse in adresses(route, objets_de_b):
            reponse = client.get(adresse)
            corps(reponse)
            codes.add(reponse.status_code)
    assert 200 in codes


def test_a_draft_exists_for_no_party(objets_de_b):
    brouillon = objets_de_b["engagements"][0]
    for qui in ("b", "autre"):
        client = visiteur("partenaire", objets_de_b[qui])
        assert client.get(f"/espace/engagements/{brouillon}/").status_code == 404


@pytest.mark.parametrize("geste", ["declarer", "preuves"])
def test_the_other_side_does_not_act_in_place_of_the_committed_one(objets_de_b, geste):
    client = visiteur("partenaire", objets_de_b["autre"])
    adresse = f"/espace/engagements/{objets_de_b['engagements'][2]}/{geste}/"
    assert client.get(adresse).status_code == client.post(adresse, {"genre": "avance"}).status_code == 404


def test_the_committed_side_does_not_verify_itself(objets_de_b):
    client = visiteur("partenaire", objets_de_b["b"])
    for route in ("declarations", "preuves"):
        adresse = f"/espace/{route}/{objets_de_b[route][0]}/verifier/"
        assert client.post(adresse, {"verdict": "confirmee"}).status_code == 404


def test_only_the_coordination_answers_on_behalf(objets_de_b):
    donnees = {"organisation": objets_de_b["b"].slug}
    for porte in ("partenaire", "redaction", "lien"):
        client = visiteur(porte, OrganisationFactory())
        assert client.post("/espace/pour/", donnees).status_code == 404
    client = Client()
    client.force_login(UtilisateurFactory(coordination=True))
    assert client.post("/espace/pour/", donnees).status_code == 302
    for autre in (OrganisationFactory().slug, "a\x00", "x" * 5000):
        assert client.post("/espace/pour/", {"organisation": autre}).status_code == 404


# --- Signed links ----------------------------------------------------------------------------------------


@pytest.fixture
def lien(objets_de_b):
    auteur = UtilisateurFactory(coordination=True)
    return LienSigne.ouvrir(organisation=objets_de_b["b"], destinataire="Direction", par=auteur)


def test_a_link_opens_the_space_of_its_organisation_and_is_logged(lien, objets_de_b):
    lien, jeton = lien
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    assert "Organisation : B." in client.get("/espace/").content.decode()
    en_cours = objets_de_b["engagements"][2]
    client.post(f"/espace/engagements/{en_cours}/declarer/", {"genre": "avance", "texte": "Oui."})
    assert [usage.geste.split(" · ")[0] for usage in lien.usages.order_by("id")] == [
        "Ouverture de l'espace",
        "Déclaration",
    ]


def test_a_revoked_link_closes_the_session_that_it_opened(lien):
    lien, jeton = lien
    client = Client()
    client.get(f"/espace/lien/{jeton}/")
    lien.revoquer()
    assert client.get("/espace/").status_code == 403
    assert client.get(f"/espace/lien/{jeton}/").status_code == 404


def test_an_expired_link_opens_nothing(lien):
    _lien, jeton = lien
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert Client().get(f"/espace/lien/{jeton}/").status_code == 404


@pytest.mark.parametrize("faux", ["inconnu", "WzEsImNsZSJd:abc", "a" * 400])
def test_a_forged_link_opens_nothing_and_says_nothing(lien, faux):
    reponse = Client().get(f"/espace/lien/{faux}/")
    assert reponse.status_code == 404
    assert lien[0].organisation.nom + "<" not in reponse.content.decode()


def test_changing_one_character_of_a_link_closes_it(lien):
    _lien, jeton = lien
    for rang in (0, len(jeton) // 2, len(jeton) - 1):
        autre = "A" if jeton[rang] != "A" else "B"
        assert Client().get(f"/espace/lien/{jeton[:rang]}{autre}{jeton[rang + 1 :]}/").status_code == 404


def test_the_database_does_not_hold_the_key(lien):
    lien, jeton = lien
    assert lien.cle not in jeton
    assert not hasattr(type(lien).pgh_event_model, "cle")


def test_an_account_is_not_taken_over_by_a_link(lien, objets_de_b):
    client = visiteur("partenaire", objets_de_b["autre"])
    client.get(f"/espace/lien/{lien[1]}/")
    assert "Contrepartie" in client.get("/espace/").content.decode()


# --- Two windows -------------------------------------------------------------------------------------------


def test_a_form_read_for_one_body_is_not_sent_for_another(plan, organisme, ville, client_de):
    """The coordination acts for one body in a window, then for another one in a second window."""
    engagement = EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True)
    client = client_de(UtilisateurFactory(coordination=True))
    adresse = f"/espace/engagements/{engagement.pk}/signer/"
    client.post("/espace/pour/", {"organisation": organisme.slug})
    champs = lire_celui(client.get(adresse), "accord")
    client.post("/espace/pour/", {"organisation": ville.slug})
    reponse = client.post(adresse, champs | {"nom": "Direction", "fonction": "Direction", "accord": "on"})
    assert reponse.status_code == 200
    assert "Cette page était ouverte pour une autre organisation" in reponse.content.decode()
    assert not engagement.signatures.exists()


@pytest.mark.parametrize(
    "gabarit", sorted((Path(settings.RACINE) / "templates" / "espace").glob("*.html")), ids=lambda f: f.name
)
def test_every_form_of_the_space_says_for_whom_it_was_read(gabarit):
    contenu = gabarit.read_text()
    assert contenu.count('class="saisie"') == contenu.count("au_nom_de.html")
