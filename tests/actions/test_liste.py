"""The list of actions: filters, facets, search, sort, pages, and the files that must agree with it."""

import csv
import html
import io
import itertools
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.actions import (
    ActionFactory,
    AxeFactory,
    DomaineFactory,
    JalonFactory,
    ParticipationFactory,
    PartiePrenanteFactory,
    PlanFactory,
    VoletFactory,
)
from tests.factories.partenariat import OrganisationFactory

BUDGET = 8
"""Queries of `/plans/actif/actions/`, whatever the page (issue 2)."""


@pytest.fixture
def plan_varie(plan, axe):
    """Thirty actions over two axes, several states, bodies and places."""
    axe_2 = AxeFactory(plan=plan, numero=2, code="A2", titre="Grands projets")
    volet = VoletFactory(axe=axe_2, code="A2a", titre="Un volet")
    culture = DomaineFactory(plan=plan, slug="culture", titre="Culture")
    verdun = OrganisationFactory(
        arrondissement=True, nom="Verdun", slug="verdun", sigle="VER", code_officiel="REM12"
    )
    anjou = OrganisationFactory(
        arrondissement=True, nom="Anjou", slug="anjou", sigle="ANJ", code_officiel="REM09"
    )
    for arrondissement in (verdun, anjou):
        PartiePrenanteFactory(plan=plan, organisation=arrondissement)
    sde = OrganisationFactory(
        service=True, nom="Service du développement économique", slug="sde", sigle="SDE"
    )
    cesim = OrganisationFactory(organisme=True, nom="Conseil d'économie sociale", slug="cesim", sigle="CESIM")
    etats = itertools.cycle(["en_retard", "a_surveiller", "dans_les_temps", "realisee", "abandonnee"])
    for rang in range(30):
        action = ActionFactory(
            plan=plan,
            axe=axe_2 if rang % 3 == 0 else axe,
            volet=volet if rang % 3 == 0 else None,
            code=f"{rang + 1}",
            titre=f"Soutenir les coopératives n° {rang}" if rang % 2 else f"Action {rang}",
            responsable=sde if rang % 4 else cesim,
            publiee=True,
            tout_le_territoire=rang % 5 == 0,
            **{next(etats): True},
        )
        if rang % 2:
            JalonFactory(action=action, atteint=True)
        if rang % 4 == 1:
            ParticipationFactory(action=action, organisation=cesim)
        if rang % 5 == 1:
            action.arrondissements.add(verdun)
        if rang % 6 == 0:
            action.domaines.add(culture)
    return plan


def compte(reponse) -> int:
    """The number that the page announces."""
    texte = re.search(r'id="compte"[^>]*>([^<]*)', reponse.content.decode()).group(1)
    return 0 if "Aucune" in texte else int(re.match(r"(\d+)", texte).group(1))


CAS = [
    "",
    "axe=1",
    "axe=2",
    "axe=1&axe=2",
    "volet=A2a",
    "domaine=culture",
    "statut=en_cours",
    "statut=realisee&statut=abandonnee",
    "echeancier=en_retard",
    "echeancier=a_surveiller&echeancier=dans_les_temps",
    "fraicheur=a_jour",
    "fraicheur=perimee",
    "organisation=sde",
    "organisation=cesim",
    "organisation=sde&organisation=cesim",
    "arrondissement=verdun",
    "arrondissement=anjou",
    "q=cooperative",
    "q=coopér",
    "q=cesim",
    "q=12",
    "axe=1&echeancier=en_retard&organisation=cesim",
    "q=soutenir+coop&statut=en_cours&arrondissement=verdun",
    "tri=-avancement",
    "organisation=SDE",
    "axe=A2",
    "arrondissement=REM12",
    "territoire=tout",
    "territoire=precise&territoire=inconnue",
]


@pytest.mark.parametrize("requete", CAS)
def test_page_json_and_csv_give_the_same_count(client, plan_varie, requete):
    page = client.get(f"/plans/actif/actions/?{requete}")
    lignes = json.loads(client.get(f"/plans/actif/donnees/actions.json?{requete}").content)
    texte = client.get(f"/plans/actif/donnees/actions.csv?{requete}").content.decode("utf-8-sig")
    assert compte(page) == len(lignes) == len(list(csv.DictReader(io.StringIO(texte))))


@pytest.mark.parametrize("requete", CAS)
def test_each_facet_count_is_what_choosing_it_would_give(client, plan_varie, requete):
    page = client.get(f"/plans/actif/actions/?{requete}").content.decode()
    cases = re.findall(
        r'name="(\w+)" value="([^"]+)"( checked)?><span>[^<]*</span> <span class="case__compte">(\d+)', page
    )
    assert cases
    for param, valeur, cochee, nombre in cases:
        if cochee:
            continue
        autres = "&".join(part for part in requete.split("&") if part and not part.startswith(f"{param}="))
        assert compte(client.get(f"/plans/actif/actions/?{autres}&{param}={valeur}")) == int(nombre), (
            param,
            valeur,
        )


@pytest.mark.parametrize(
    "requete", [*CAS, "page=2", "q=introuvable&axe=1&statut=en_cours&organisation=sde", "statut=x&axe=99"]
)
def test_the_list_costs_at_most_eight_queries(client, plan_varie, requete):
    with CaptureQueriesContext(connection) as requetes:
        client.get(f"/plans/actif/actions/?{requete}")
    assert len(requetes) <= BUDGET, [r["sql"][:120] for r in requetes]


def test_the_list_costs_as_much_with_many_rows_as_with_few(client, plan_varie, axe):
    with CaptureQueriesContext(connection) as peu:
        client.get("/plans/actif/actions/")
    for _ in range(60):
        action = ActionFactory(plan=plan_varie, axe=axe, publiee=True)
        ParticipationFactory(action=action)
    with CaptureQueriesContext(connection) as beaucoup:
        client.get("/plans/actif/actions/")
    assert len(peu) == len(beaucoup)


def test_the_expected_keys_are_in_the_files(client, plan_varie):
    attendues = [
        "id",
        "plan",
        "code",
        "axe",
        "volet",
        "titre",
        "description",
        "responsable",
        "responsable_id",
        "statut",
        "motif",
        "decision",
        "decision_id",
        "sans_decision",
        "echeancier",
        "fraicheur",
        "confiance",
        "avancement",
        "debut",
        "fin",
        "en_continu",
        "territoire",
        "arrondissements",
        "arrondissements_id",
        "participations",
        "participations_id",
        "documents",
        "provenance",
        "publie_le",
        "maj_le",
        "url",
    ]
    assert list(json.loads(client.get("/plans/actif/donnees/actions.json").content)[0]) == attendues
    entete = client.get("/plans/actif/donnees/actions.csv").content.decode("utf-8-sig").splitlines()[0]
    assert entete.split(",") == attendues


def test_a_file_for_a_citywide_action_names_every_borough(client, plan_varie):
    lignes = json.loads(client.get("/plans/actif/donnees/actions.json").content)
    partout = next(ligne for ligne in lignes if ligne["code"] == "1")
    assert partout["arrondissements"] == ["Anjou", "Verdun"]


@pytest.mark.parametrize(
    ("requete", "mot"),
    [
        ("statut=bidon", "bidon"),
        ("axe=99", "99"),
        ("organisation=inconnue", "inconnue"),
        ("au=2026-02-30", "Ce n'est pas une date"),
        ("au=2999-01-01", "Ce jour est à venir"),
        ("tri=hasard", "hasard"),
    ],
)
def test_an_unknown_criterion_is_named_on_the_page_and_refused_in_files(client, plan_varie, requete, mot):
    page = client.get(f"/plans/actif/actions/?{requete}")
    assert page.status_code == 200
    assert compte(page) == 30
    assert mot in html.unescape(page.content.decode())
    fichier = client.get(f"/plans/actif/donnees/actions.json?{requete}")
    assert fichier.status_code == 400
    assert mot in html.unescape(fichier.content.decode())


@pytest.mark.parametrize(
    "requete",
    [
        "q=%00",
        "page=zéro",
        "page=-1",
        "page=9999",
        "q=" + "x" * 5000,
        "axe=1'--",
        "statut[]=x",
        "q=%27%3B&axe=%00",
        "fraicheur=",
        "au=",
        "axe=&statut=&q=",
        "arrondissement=%F0%9F%98%80",
    ],
)
def test_a_strange_query_string_never_breaks_the_page(client, plan_varie, requete):
    assert client.get(f"/plans/actif/actions/?{requete}").status_code == 200
    assert client.get(f"/plans/actif/donnees/actions.csv?{requete}").status_code in (200, 400)


def test_active_filters_are_removable_chips(client, plan_varie):
    page = client.get("/plans/actif/actions/?axe=1&statut=en_cours&statut=realisee&q=action").content.decode()
    jetons = re.findall(r'class="jeton" href="\?([^"]*)"', page)
    assert len(jetons) == 4
    assert "q=action&amp;axe=1&amp;statut=realisee" in jetons


def test_an_empty_result_says_what_to_relax(client, plan_varie):
    page = client.get("/plans/actif/actions/?statut=realisee&echeancier=en_retard").content.decode()
    assert "Aucune action ne répond à ces critères" in page
    sans_statut = compte(client.get("/plans/actif/actions/?echeancier=en_retard"))
    assert re.search(rf"Sans le critère Statut</a>\s*: {sans_statut} actions", page)


def test_sorting_puts_unmeasured_actions_last(client, plan_varie):
    lignes = json.loads(client.get("/plans/actif/donnees/actions.json?tri=-avancement").content)
    valeurs = [ligne["avancement"] for ligne in lignes]
    mesurees = [valeur for valeur in valeurs if valeur is not None]
    assert mesurees == sorted(mesurees, reverse=True)
    assert valeurs[len(mesurees) :] == [None] * (len(valeurs) - len(mesurees))


def test_codes_are_in_natural_order(client, plan_varie):
    codes = [ligne["code"] for ligne in json.loads(client.get("/plans/actif/donnees/actions.json").content)]
    assert codes == [str(n) for n in range(1, 31)]


def test_pages_keep_the_criteria(client, plan_varie):
    page = client.get("/plans/actif/actions/?axe=1&axe=2").content.decode()
    assert 'href="?axe=1&amp;axe=2&amp;page=2"' in page


def test_another_plan_has_the_same_pages_under_its_prefix(client, plan_varie):
    autre = PlanFactory(slug="laval", titre="Plan de Laval")
    ActionFactory(
        plan=autre, axe=AxeFactory(plan=autre, numero=1), code="L1", titre="Action de Laval", publiee=True
    )
    for chemin in (
        "",
        "actions/",
        "actions/L1/",
        "axes/1/",
        "organisations/",
        "arrondissements/",
        "donnees/",
    ):
        page = client.get(f"/plans/laval/{chemin}")
        assert page.status_code == 200, chemin
        assert 'href="/plans/actif/actions/' not in page.content.decode(), "every link stays in the plan"
    assert len(json.loads(client.get("/plans/laval/donnees/actions.json").content)) == 1
    assert compte(client.get("/plans/actif/actions/")) == 30


def test_a_spreadsheet_never_receives_a_formula(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True, titre="=1+1", description="@SOMME(A1)")
    ligne = next(
        csv.DictReader(
            io.StringIO(client.get("/plans/actif/donnees/actions.csv").content.decode("utf-8-sig"))
        )
    )
    assert (ligne["titre"], ligne["description"]) == ("'=1+1", "'@SOMME(A1)")
    assert json.loads(client.get("/plans/actif/donnees/actions.json").content)[0]["titre"] == "=1+1"


def test_a_search_of_two_words_without_answer_offers_each_word_that_finds(client, plan, axe):
    ActionFactory(plan=plan, axe=axe, publiee=True, titre="Logement étudiant")
    page = client.get("/plans/actif/actions/?q=logement+introuvable").content.decode()
    assert re.search(r"Seulement «\s*logement\s*»</a>\s*: 1 action", page)
    assert not re.search(r"Seulement «\s*introuvable", page)


def test_a_search_finds_an_organisation_that_takes_part_and_a_borough(client, plan, axe):
    action = ActionFactory(plan=plan, axe=axe, publiee=True)
    ParticipationFactory(action=action, organisation__nom="Insertech Angus")
    action.arrondissements.add(OrganisationFactory(arrondissement=True, nom="Lachine"))
    ActionFactory(plan=plan, axe=axe, publiee=True)
    assert compte(client.get("/plans/actif/actions/?q=insertech")) == 1
    assert compte(client.get("/plans/actif/actions/?q=lachine")) == 1


def test_a_row_that_is_on_time_says_that_nobody_has_spoken_of_it(client, plan, axe):
    muette = ActionFactory(plan=plan, axe=axe, code="1.1", publiee=True, dans_les_temps=True, perimee=True)
    ActionFactory(plan=plan, axe=axe, code="1.2", publiee=True, dans_les_temps=True)
    page = client.get("/plans/actif/actions/").content.decode()
    rangees = re.findall(r'ligne__code">([^<]+)<.*?<p class="ligne__etats">(.*?)</p>', page, re.DOTALL)
    dits = {code: [m.strip() for m in re.findall(r"</svg>([^<]+)</span>", etats)] for code, etats in rangees}
    assert dits == {
        "1.1": ["En cours", "Dans les temps", "Sans nouvelles"],
        "1.2": ["En cours", "Dans les temps"],
    }
    assert muette.lectures["fraicheur"] == "perimee"
