"""The list of commitments: filters, facets, search, and the files that must agree with it."""

import itertools
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagements.models import Engagement
from engagements.models.etats import Verdict
from tests import tableurs
from tests.factories import (
    ActionFactory,
    AxeFactory,
    DeclarationFactory,
    EngagementFactory,
    OrganisationFactory,
    PreuveFactory,
    VerificationFactory,
)

BUDGET = 8
"""Queries of `/plans/actif/engagements/`, whatever the page: the same as for actions."""


@pytest.fixture
def varies(plan, ville, organisme):
    """Twenty-four commitments, both ways, in every state, over two axes, some with evidence."""
    axes = [AxeFactory(plan=plan, numero=n, code=f"A{n}", titre=f"Axe {n}") for n in (1, 2)]
    actions = [ActionFactory(plan=plan, axe=axe, publiee=True) for axe in axes for _ in range(2)]
    cachee = ActionFactory(plan=plan, axe=axes[1])
    etats = itertools.cycle(["aux_parties", "signe", "en_cours", "tenu", "tenu_en_partie", "retire"])
    for rang in range(24):
        promet, recoit = (ville, organisme) if rang % 2 else (organisme, ville)
        engagement = EngagementFactory(
            plan=plan,
            code=f"E-{rang + 1}",
            titre=f"Prêter un local à l'école n° {rang}" if rang % 3 else f"Former {rang} personnes",
            partie=promet,
            envers=recoit,
            en_retard=rang % 4 == 0,
            nature="local" if rang % 3 else "expertise",
            publie=True,
            **{next(etats): True},
        )
        if rang % 3 == 0:
            # Two actions of one axis: the commitment counts once there.
            engagement.actions.set(actions[:2])
        if rang % 3 == 1:
            engagement.actions.set([actions[2], cachee])
        if engagement.etat in ("signe", "en_cours") and rang < 12:
            preuve = PreuveFactory(engagement=engagement)
            if rang % 2 or rang == 2:
                VerificationFactory(declaration=None, preuve=preuve, organisation=recoit)
            DeclarationFactory(engagement=engagement)
    conteste = EngagementFactory(
        plan=plan, code="E-C", partie=organisme, envers=ville, publie=True, signe=True
    )
    VerificationFactory(
        declaration=DeclarationFactory(engagement=conteste), verdict=Verdict.CONTESTEE, texte="Non."
    )
    return plan


def lignes(client, requete="") -> list[dict]:
    return json.loads(client.get(f"/plans/actif/donnees/engagements.json{requete}").content)


def codes(client, requete="") -> list[str]:
    trouves, page = [], 1
    while True:
        suite = f"{requete}{'&' if requete else '?'}page={page}"
        texte = client.get(f"/plans/actif/engagements/{suite}").content.decode()
        trouves += re.findall(r'class="ligne__code">([^<]+)<', texte)
        if 'rel="next"' not in texte:
            return trouves
        page += 1


def facettes(texte: str) -> dict[str, dict[str, int]]:
    trouvees: dict[str, dict[str, int]] = {}
    motif = r'name="(\w+)" value="([^"]+)"[^>]*><span>.*?</span> <span class="case__compte">(\d+)<'
    for param, valeur, n in re.findall(motif, texte):
        trouvees.setdefault(param, {})[valeur] = int(n)
    return trouvees


REQUETES = [
    "",
    "?partie=ville",
    "?partie=economie_sociale&etat=en_cours",
    "?organisation=cesim",
    "?organisation=CESIM",
    "?envers=sha&preuve=sans",
    "?preuve=verifiee&preuve=deposee",
    "?attention=en_retard",
    "?attention=conteste&attention=a_verifier",
    "?axe=1",
    "?axe=2&nature=local",
    "?q=ecole",
    "?q=habitation&tri=-echeance",
    "?nature=expertise&tri=-declare",
]


@pytest.mark.parametrize("requete", REQUETES)
def test_the_page_and_the_file_hold_the_same_rows_in_the_same_order(varies, client, requete):
    assert codes(client, requete) == [ligne["code"] for ligne in lignes(client, requete)] != []


@pytest.mark.parametrize("requete", REQUETES)
def test_each_facet_says_how_many_its_choice_would_show(varies, client, requete):
    page = facettes(client.get(f"/plans/actif/engagements/{requete}").content.decode())
    choisies = set(re.findall(r"(\w+)=", requete))
    for param, valeurs in page.items():
        if param in choisies:
            continue
        for valeur, n in valeurs.items():
            lien = f"{requete}{'&' if requete else '?'}{param}={valeur}"
            assert len(lignes(client, lien)) == n, (param, valeur)


def test_the_reading_of_each_row_is_that_of_its_filter(varies, client):
    toutes = lignes(client)
    for preuve in ("verifiee", "deposee", "sans"):
        assert (
            [x["code"] for x in toutes if x["preuve"] == preuve]
            == [x["code"] for x in lignes(client, f"?preuve={preuve}")]
            != []
        )
    for attention in ("en_retard", "conteste", "a_verifier"):
        assert (
            [x["code"] for x in toutes if attention in x["attention"]]
            == [x["code"] for x in lignes(client, f"?attention={attention}")]
            != []
        )


def test_an_unpublished_action_says_nothing_not_even_its_axis(plan, client, ville, organisme):
    axe = AxeFactory(plan=plan, numero=5)
    engagement = EngagementFactory(plan=plan, partie=ville, envers=organisme, publie=True, signe=True)
    engagement.actions.add(ActionFactory(plan=plan, axe=axe))
    assert lignes(client, "?axe=5") == []
    assert lignes(client)[0]["actions"] == []
    assert "axe" not in facettes(client.get("/plans/actif/engagements/").content.decode())


@pytest.mark.parametrize("adresse", ["engagements", "preuves"])
def test_a_criterion_that_cannot_be_used_is_named(varies, client, adresse):
    reponse = client.get(f"/plans/actif/donnees/{adresse}.json?etat=perdu")
    assert reponse.status_code == 400
    assert "perdu" in reponse.json()["erreurs"][0]
    assert "perdu" in client.get("/plans/actif/engagements/?etat=perdu").content.decode()


@pytest.mark.parametrize("requete", ["", "?q=local&etat=en_cours&axe=1", "?page=2", "?etat=non_tenu"])
def test_the_list_takes_a_constant_number_of_queries(varies, client, requete):
    with CaptureQueriesContext(
        connection,
    ) as requetes:
        client.get(f"/plans/actif/engagements/{requete}")
    assert len(requetes) <= BUDGET


@pytest.mark.parametrize("adresse", ["engagements", "preuves"])
def test_a_file_takes_as_many_queries_for_few_rows_as_for_many(varies, client, adresse):
    def compter(requete: str) -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert len(client.get(f"/plans/actif/donnees/{adresse}.json{requete}").json())
        return len(requetes)

    assert compter("?etat=en_cours") == compter("")


def test_an_empty_result_says_what_to_relax(varies, client):
    page = client.get("/plans/actif/engagements/?etat=non_tenu&partie=ville").content.decode()
    assert "Aucun engagement ne répond à ces critères" in page
    assert "Sans le critère État" in page


@pytest.mark.parametrize("requete", ["", "?partie=ville", "?preuve=verifiee"])
def test_the_evidence_file_counts_what_the_commitments_say(varies, client, requete):
    preuves = json.loads(client.get(f"/plans/actif/donnees/preuves.json{requete}").content)
    courantes = [p for p in preuves if p["corrigee_par"] is None]
    engagements = lignes(client, requete)
    assert len(courantes) == sum(e["nb_preuves"] for e in engagements) > 0
    assert sum(p["verifiee"] for p in courantes) == sum(e["nb_preuves_verifiees"] for e in engagements)
    assert {p["engagement"] for p in preuves} <= {e["code"] for e in engagements}


@pytest.mark.parametrize("adresse", ["engagements", "preuves"])
def test_csv_and_json_say_the_same(varies, client, adresse):
    en_json = json.loads(client.get(f"/plans/actif/donnees/{adresse}.json").content)
    en_csv = tableurs.lignes(client.get(f"/plans/actif/donnees/{adresse}.csv").content, "csv")
    assert len(en_csv) == len(en_json)
    assert list(en_csv[0]) == list(en_json[0])


def test_each_dataset_has_its_dictionary(plan, client):
    page = client.get("/plans/actif/donnees/").content.decode()
    assert "<code>engagements</code>" in page
    assert "<code>nb_preuves_verifiees</code>" in page
    assert "<code>deposee_par</code>" in page


def test_an_organisation_that_made_no_public_promise_is_no_choice(plan, client):
    secrete = OrganisationFactory(nom="Organisme secret", slug="secrete")
    EngagementFactory(plan=plan, partie=secrete, aux_parties=True)
    assert "secrete" not in client.get("/plans/actif/engagements/").content.decode()
    assert client.get("/plans/actif/donnees/engagements.json?organisation=secrete").status_code == 400


@pytest.mark.parametrize("tri", ["", "?tri=-montant", "?tri=echeance"])
def test_codes_that_share_a_natural_key_keep_one_order(plan, client, tri):
    codes = ["E-1", "E-01", "e-1", "E-001"]
    siens = [EngagementFactory(plan=plan, code=code, publie=True) for code in codes]
    for engagement in reversed(siens):
        # Written again, each goes to the end of its table.
        Engagement.objects.filter(pk=engagement.pk).update(provenance="inventé")
    lignes = json.loads(client.get(f"/plans/actif/donnees/engagements.json{tri}").content)
    assert [ligne["code"] for ligne in lignes] == codes


@pytest.mark.parametrize("saisie", ["E-06", "e-06", "E 06"], ids=["tel quel", "minuscules", "sans trait"])
def test_a_code_with_a_hyphen_is_found(client, plan, saisie):
    cherche, autre = (EngagementFactory(plan=plan, code=code, publie=True) for code in ("E-06", "E-07"))
    lue = client.get(f"/plans/actif/engagements/?q={saisie}").content.decode()
    assert cherche.get_absolute_url() in lue
    assert autre.get_absolute_url() not in lue
