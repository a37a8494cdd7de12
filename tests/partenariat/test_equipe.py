"""Whom to call: written in the back office, said at the foot of every page, in no query of its own."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partenariat.models import Equipe, Organisation
from partenariat.templatetags.partenariat import en_courriel
from partenariat.textes.equipe import poser_l_inventee, telephone_ecrit
from tests.actions.refus import refusee
from tests.factories import OrganisationFactory, PlanFactory, UtilisateurFactory
from tests.formulaires import envoyer, ouvrir, texte

pytestmark = pytest.mark.django_db

AJOUT = "/admin/partenariat/equipe/add/"
BONNE = {"nom": "Équipe", "courriel": "a@exemple.test", "telephone": "514 555-0142"}


def page_de(adresse: str, client: Client | None = None, **requete: str) -> str:
    reponse = (client or Client()).get(adresse, requete)
    assert reponse.status_code == 200, adresse
    return unescape(reponse.content.decode())


@pytest.mark.parametrize(
    ("saisi", "ecrit"),
    [
        ("5145550142", "514 555-0142"),
        ("(514) 555-0142", "514 555-0142"),
        ("+1 514.555.0142 poste 43", "514 555-0142 poste 43"),
        ("514-555-0142 #43", "514 555-0142 poste 43"),
        (" 311 ", "311"),
        ("demandez Camille", "demandez Camille"),
    ],
)
def test_a_number_is_written_one_way_however_it_is_typed(saisi, ecrit):
    assert telephone_ecrit(saisi) == ecrit


@pytest.mark.parametrize(
    ("telephone", "appel"),
    [
        ("514 555-0142", "tel:+15145550142"),
        ("514 555-0142 poste 43", "tel:+15145550142;ext=43"),
        ("311", "tel:311"),
    ],
)
def test_a_number_is_called_by_its_link(telephone, appel):
    assert Equipe(telephone=telephone).telephone_a_composer == appel


@pytest.mark.parametrize(
    ("contrainte", "valeurs"),
    [
        ("equipe_nommee", {"nom": " "}),
        ("equipe_joignable", {"courriel": "", "telephone": ""}),
        ("equipe_telephone_ecrit", {"telephone": "demandez Camille"}),
        ("equipe_courriel_ecrit", {"courriel": "camille"}),
        ("equipe_courriel_ecrit", {"courriel": "a?bcc=x@y.ca"}),
        ("equipe_courriel_ecrit", {"courriel": "a%3Fbcc=x@y.ca"}),
        ("equipe_courriel_ecrit", {"courriel": "a&cc@y.ca"}),
        ("equipe_seule", {"seule": False}),
    ],
)
def test_what_reaches_nobody_is_refused_by_the_form_and_by_the_database(contrainte, valeurs):
    with pytest.raises(ValidationError):
        Equipe(**{**BONNE, **valeurs}).full_clean()
    with refusee(contrainte):
        Equipe.objects.bulk_create([Equipe(**{**BONNE, **valeurs})])


@pytest.mark.parametrize("courriel", ["a?bcc=x@y.ca", "a&cc=b@y.ca"])
def test_so_is_that_of_a_body(courriel):
    corps = OrganisationFactory(courriel_public="a.b-c+d@exemple.test")
    with pytest.raises(ValidationError) as refus:
        Organisation(nom="O", slug="o", nature=corps.nature, courriel_public=courriel).full_clean()
    assert "adresse de courriel simple" in str(refus.value)
    with refusee("organisation_courriel_ecrit"):
        Organisation.objects.filter(pk=corps.pk).update(courriel_public=courriel)


def test_an_address_is_written_to_and_nothing_more():
    """Whatever reached the page: what is not of an address is quoted, everywhere by the same filter."""
    assert en_courriel("a?bcc=x@y.ca") == '<a href="mailto:a%3Fbcc%3Dx@y.ca">a?bcc=x@y.ca</a>'
    assert en_courriel('"><b>@y.ca').count("<") == 2
    ecrits = {p for p in Path("templates").rglob("*.*") if re.search("mailto:|tel:", p.read_text("utf-8"))}
    assert ecrits == set()


def test_there_is_one():
    poser_l_inventee()
    with pytest.raises(ValidationError):
        Equipe(**BONNE).full_clean()
    with pytest.raises(IntegrityError):
        Equipe.objects.bulk_create([Equipe(**BONNE)])


def test_the_coordination_writes_it_and_each_page_says_it(client_de, pages_gardees):
    PlanFactory(actif=True, slug="actif")
    bureau = client_de(UtilisateurFactory(coordination=True))
    adresses = ["/", "/plans/actif/actions/", "/contact/", "/accessibilite/", "/compte/connexion/"]
    assert [
        adresse for adresse in adresses if 'class="joindre"' in page_de(adresse).partition("<footer")[2]
    ] == []
    champs = ouvrir(bureau, AJOUT, "equipe_form")
    saisi = {"nom": "L'équipe", "nom_en": "The team", "heures": "le matin", "heures_en": "mornings"}
    refuse = envoyer(bureau, AJOUT, champs, telephone="514 5", **saisi)
    assert "514 555-0199 poste 4321" in texte(refuse)
    assert envoyer(bureau, AJOUT, champs, telephone="(514) 555-0142 poste 7", **saisi).status_code == 302
    for adresse in adresses:
        pied = page_de(adresse).partition("<footer")[2]
        assert 'href="tel:+15145550142;ext=7"' in pied, adresse
        assert "L'équipe" in pied
        assert "le matin" in pied
        anglais = page_de(f"/en{adresse}").partition("<footer")[2]
        assert "The team" in anglais
        assert "mornings" in anglais
    for adresse in ("/admin/", "/admin/actions/action/", "/espace/"):
        assert 'href="tel:+15145550142;ext=7"' in page_de(adresse, bureau), adresse
    Equipe.objects.update(telephone="311")
    assert 'href="tel:311"' in page_de("/plans/actif/actions/")
    assert bureau.get(AJOUT).status_code == 403


def test_nobody_is_said_where_nobody_is_known():
    PlanFactory(actif=True)
    principal = re.search(r"<main.*?</main>", page_de("/contact/"), re.DOTALL)[0]
    assert "ce site ne le sait pas" in principal
    poser_l_inventee()
    principal = re.search(r"<main.*?</main>", page_de("/contact/"), re.DOTALL)[0]
    assert "ce site ne le sait pas" not in principal
    assert "inventées" in principal


def test_it_is_of_today_on_a_page_of_the_past():
    PlanFactory(actif=True, slug="actif")
    poser_l_inventee()
    hier = str(timezone.localdate() - timedelta(days=1))
    assert "tel:+15145550142" in page_de("/plans/actif/actions/", au=hier)
    assert "tel:+15145550142" in page_de("/contact/", au=hier)


def test_no_page_of_a_plan_asks_for_it_alone():
    PlanFactory(actif=True, slug="actif")
    page_de("/plans/actif/actions/")
    with CaptureQueriesContext(connection) as sans:
        page_de("/plans/actif/actions/")
    poser_l_inventee()
    with CaptureQueriesContext(connection) as avec:
        page_de("/plans/actif/actions/")
    assert len(avec) == len(sans)
    assert sum("partenariat_equipe" in requete["sql"] for requete in avec) == 1


@pytest.mark.parametrize("role", ["redaction", "partenaire", "comite"])
def test_nobody_else_writes_it(client_de, role):
    client = client_de(UtilisateurFactory(**{role: True}))
    assert client.get(AJOUT).status_code in (302, 403)
    client.post(AJOUT, BONNE)
    assert not Equipe.objects.exists()
