"""The first page of the space: it counts what waits, and each line is one click from the act."""

import re
from html import unescape

import pytest
from django.utils import translation

from engagements.models.etats import Genre
from partenariat.presentation.formats import en_lettres
from tests.factories import DeclarationFactory, EngagementFactory, SignatureFactory, VerificationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def espace(client_de, partenaire):
    client = client_de(partenaire)

    def lire() -> str:
        return unescape(client.get("/espace/").content.decode())

    return lire


def titre(page: str) -> str:
    return " ".join(re.search(r"<h1>(.*?)</h1>", page, flags=re.S)[1].split())


def test_the_heading_counts_the_acts_in_words(plan, ville, organisme, espace):
    assert titre(espace()) == "Rien ne vous attend"
    EngagementFactory(plan=plan, partie=organisme, envers=ville, aux_parties=True)
    assert titre(espace()) == "Une chose vous attend"
    for _rang in range(6):
        EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    assert titre(espace()) == "Sept choses vous attendent"
    for _rang in range(10):
        EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    assert titre(espace()) == "17 choses vous attendent"


def test_what_only_waits_for_the_other_side_is_no_act(plan, ville, organisme, espace):
    mien = EngagementFactory(plan=plan, code="E-7", partie=organisme, envers=ville, aux_parties=True)
    SignatureFactory(engagement=mien)
    page = espace()
    assert titre(page) == "Rien ne vous attend"
    assert "En attente d'autres personnes" in page
    assert f"Vous avez signé; {ville} n'a pas encore signé." in page
    assert "E-7" in page


def test_each_line_leads_to_the_act_and_says_why(plan, ville, organisme, espace):
    a_signer = EngagementFactory(plan=plan, partie=ville, envers=organisme, aux_parties=True)
    SignatureFactory(engagement=a_signer)
    promis = EngagementFactory(plan=plan, partie=ville, envers=organisme, signe=True)
    dite = DeclarationFactory(engagement=promis, genre=Genre.AVANCE)
    mien = EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    conteste = EngagementFactory(plan=plan, partie=organisme, envers=ville, signe=True)
    VerificationFactory(declaration=DeclarationFactory(engagement=conteste), contestee=True)
    page = espace()
    boutons = re.findall(r'<a class="poste__acte[^"]*"\s+href="(/espace/[^"]+)"', page)
    # What the public sees in red; what others wait for, the longest first; then what nothing presses.
    assert boutons == [
        f"/espace/engagements/{conteste.pk}/",
        f"/espace/engagements/{a_signer.pk}/signer/",
        f"/espace/declarations/{dite.pk}/verifier/",
        f"/espace/engagements/{mien.pk}/declarer/",
    ]
    assert re.search(rf"{ville} a signé le .*?20\d\d\.", page)
    assert f"{ville}\N{NO-BREAK SPACE}: avancé, " in page
    assert re.search(r"Votre déclaration du .*? est contestée\.", page)
    assert "Aucune déclaration." in page


@pytest.mark.parametrize(("langue", "sept", "dix_sept"), [("fr-ca", "sept", "17"), ("en", "seven", "17")])
def test_small_numbers_are_written_in_letters(langue, sept, dix_sept):
    with translation.override(langue):
        assert (en_lettres(7), en_lettres(17)) == (sept, dix_sept)
        assert en_lettres(16) != "16"
