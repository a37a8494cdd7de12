"""What an attacker tried on the public side, and the answer that it must get."""

import time

import pytest

from partenariat.donnees.champs import LONG
from partenariat.presentation.texte import texte_riche
from tests.factories.actions import ActionFactory, NouvelleFactory
from tests.factories.partenariat import UtilisateurFactory


@pytest.mark.parametrize(
    ("au", "dit", "statut"),
    [
        ("0001-01-01", "avant, rien ne peut être montré", 404),
        ("0001-06-30", "avant, rien ne peut être montré", 404),
        ("1999-12-31", "avant, rien ne peut être montré", 404),
        ("9999-12-31", "est à venir", 400),
    ],
)
def test_a_date_out_of_all_reason_is_refused_in_words(client, plan, au, dit, statut):
    page = client.get(f"/?au={au}")
    assert page.status_code == 200
    assert dit in page.content.decode()
    assert client.get(f"/plans/actif/donnees/actions.csv?au={au}").status_code == statut


@pytest.mark.parametrize("code", ["%00", "a%00b", "x" * 300, "%F0%9F%98%80", "..%2F.."])
def test_a_code_that_cannot_be_is_a_page_not_found(client, plan, code):
    assert client.get(f"/plans/actif/actions/{code}/").status_code == 404


def test_an_endless_user_name_is_refused_by_the_form(client, db):
    page = client.post("/compte/connexion/", {"username": "x" * 5000, "password": "y"})
    assert page.status_code == 200
    assert "champ__erreur" in page.content.decode()


def test_the_same_criterion_a_thousand_times_is_one(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True)
    une = client.get("/plans/actif/actions/?axe=1")
    mille = client.get("/plans/actif/actions/?" + "&".join(["axe=1"] * 1000))
    assert len(mille.content) <= len(une.content)


def test_what_is_not_a_filter_is_not_echoed(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True)
    page = client.get("/plans/actif/actions/?intrus=" + "z" * 60_000 + "&axe=1").content.decode()
    assert "zzz" not in page


def test_a_long_address_is_answered_but_not_kept(client, plan, pages_gardees):
    client.get("/plans/actif/actions/?q=" + "a" * 100)
    gardees = len(pages_gardees._memoire.pages)
    assert gardees == 1
    client.get("/plans/actif/actions/?q=" + "a" * 600)
    assert len(pages_gardees._memoire.pages) == gardees


@pytest.mark.parametrize(
    "texte",
    ["[" * 20_000, "[a](" * 2000, "*" * 20_000, "_" * 20_000, "`" * 20_000, "> " * 5000,
     "\n".join("  " * n + "- x" for n in range(300)), "x" * 100_000],
    ids=["crochets", "liens", "etoiles", "soulignes", "accents graves", "citations", "listes", "long"],
)  # fmt: skip
def test_a_note_never_keeps_the_page_busy(client, plan, axe, texte):
    debut = time.process_time()
    assert texte_riche(texte)
    assert time.process_time() - debut < 5, "minutes before the bound; generous for a slow machine"
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    NouvelleFactory(action=action, publique=True, texte=texte[:LONG])
    assert client.get(action.get_absolute_url()).status_code == 200


def test_a_control_character_does_not_break_the_spreadsheet(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True, titre="Deux\x0blignes")
    assert client.get("/plans/actif/donnees/actions.xlsx").status_code == 200


def test_a_signed_in_page_is_never_kept_by_anyone(client_de, plan, axe):
    client = client_de(UtilisateurFactory(comite=True))
    for adresse in ("/", "/espace/", "/plans/actif/actions/"):
        assert client.get(adresse)["Cache-Control"] == "private, no-store"
