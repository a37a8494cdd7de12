"""Where the plan happens: one reading for the map, its legend, the list and the sentence."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.carte import DRAPEAUX, MONTREES, carte_de
from actions.models import Action
from actions.models.etats import Portee
from actions.portees import portee, portee_de
from partenariat.presentation.dessins import ile
from tests.factories.actions import ActionFactory, PartiePrenanteFactory
from tests.factories.partenariat import OrganisationFactory
from tests.passe import reculer

PAGE = "/plans/actif/arrondissements/"


@pytest.fixture
def lieux(plan):
    """The nineteen boroughs of the plan, by official code."""
    nes = {
        code: OrganisationFactory(arrondissement=True, nom=forme.nom, code_officiel=code, slug=code.lower())
        for code, forme in ile.arrondissements().items()
    }
    for organisation in nes.values():
        PartiePrenanteFactory(plan=plan, organisation=organisation)
    return nes


@pytest.fixture
def une(plan, axe):
    def naitre(*lieux, **champs):
        action = ActionFactory(**{"plan": plan, "axe": axe, "publiee": True, **champs})
        action.arrondissements.set(lieux)
        return action

    return naitre


def de(plan, organisation):
    return next(un for un in carte_de(plan).arrondissements if un.organisation == organisation)


def dessin(page: str) -> str:
    return re.search(r'<svg class="ile__dessin.*?</svg>', page, re.DOTALL).group()


def test_an_action_counts_where_it_is_named_and_nowhere_if_it_is_not_public(client, plan, lieux, une):
    verdun, anjou = lieux["REM12"], lieux["REM09"]
    une(verdun, anjou, code="1")
    une(verdun, code="2")
    une(verdun, code="3", publiee=False, titre="Rien que pour nous")
    une(verdun, code="4", publiee=False, archivee=True, titre="Rien que pour nous")
    une(code="5", tout_le_territoire=True)
    une(code="6")
    carte = carte_de(plan)
    assert (carte.total, carte.partout, carte.situees, carte.ailleurs) == (4, 1, 2, 1)
    assert (de(plan, verdun).locales, de(plan, anjou).locales) == (2, 1)
    page = client.get(PAGE).content.decode()
    assert "Rien que pour nous" not in page
    assert "<title>Verdun\N{NO-BREAK SPACE}: 2 actions locales</title>" in page
    assert "<title>Anjou\N{NO-BREAK SPACE}: 1 action locale</title>" in page
    # « Aucune » alone would be false where the whole island is aimed at.
    assert "<title>LaSalle\N{NO-BREAK SPACE}: aucune action locale</title>" in page
    assert re.search(r'lieu__n lieu__n--zero">\s*aucune action locale\s*<', page)
    assert re.search(r'lieu__n">\s*2 actions locales\s*<', page)


def test_the_flag_of_the_whole_territory_prevails_over_what_is_named_beside(plan, lieux, une):
    action = une(lieux["REM12"], tout_le_territoire=True)
    assert portee_de(action) == "tout"
    assert (carte_de(plan).partout, carte_de(plan).situees, de(plan, lieux["REM12"]).locales) == (1, 0, 0)


def test_each_figure_of_the_sentence_leads_to_its_list(client, plan, lieux, une):
    for n in range(3):
        une(lieux["REM12"], code=f"1.{n}")
    une(code="2", tout_le_territoire=True)
    une(code="3.1")
    une(code="3.2")
    page = client.get(PAGE).content.decode()
    for valeur, n in (("tout", 1), ("precise", 3), ("inconnue", 2)):
        lien = rf'href="/plans/actif/actions/\?territoire={valeur}"[^>]*>\s*<strong>{n}</strong>'
        assert re.search(lien, page), valeur
        liste = client.get(f"/plans/actif/actions/?territoire={valeur}").content.decode()
        assert re.search(r'id="compte"[^>]*>([^<]*)', liste).group(1).startswith(f"{n} action")


def test_the_dataset_tells_the_same_reach_and_the_same_places(client, plan, lieux, une):
    une(lieux["REM12"], lieux["REM09"], code="1")
    une(lieux["REM12"], code="2")
    une(code="3", tout_le_territoire=True)
    une(code="4")
    lignes = json.loads(client.get("/plans/actif/donnees/actions.json").content)
    carte = carte_de(plan)
    portees = [ligne["territoire"] for ligne in lignes]
    assert {p: portees.count(p) for p in ("tout", "precise", "inconnue")} == {
        "tout": carte.partout,
        "precise": carte.situees,
        "inconnue": carte.ailleurs,
    }
    for un in carte.arrondissements:
        siennes = [
            ligne
            for ligne in lignes
            if ligne["territoire"] == "precise" and un.organisation.nom in ligne["arrondissements"]
        ]
        assert len(siennes) == un.locales, un.organisation


def test_the_reach_said_of_one_action_is_the_one_that_finds_it(plan, lieux, une):
    une(lieux["REM12"], code="1")
    une(lieux["REM12"], code="2", tout_le_territoire=True)
    une(code="3")
    for valeur in Portee:
        trouvees = set(Action.objects.filter(portee(valeur)))
        assert trouvees == {a for a in Action.objects.all() if portee_de(a) == valeur}
        assert len(trouvees) == 1


def test_a_hundred_actions_in_one_borough_stay_a_short_list_and_one_query(client, plan, lieux, une):
    verdun = lieux["REM12"]
    une(verdun, code="1.0")
    with CaptureQueriesContext(connection) as peu:
        carte_de(plan)
    for n in range(1, 99):
        une(verdun, code=f"1.{n}")
    une(verdun, code="9.9", en_retard=True)
    with CaptureQueriesContext(connection) as beaucoup:
        carte_de(plan)
    assert len(peu) == len(beaucoup) == 1
    un = de(plan, verdun)
    assert (un.locales, len(un.montrees), un.autres) == (100, MONTREES, 100 - MONTREES)
    assert un.montrees[-1].action.code == "9.9", "what is late is never left out for what is not"
    assert [une.action.code for une in un.montrees[:3]] == ["1.0", "1.1", "1.2"]
    page = client.get(PAGE).content.decode()
    assert 'href="/plans/actif/organisations/rem12/#page-ici">et 92 autres</a>' in page
    assert page.count('<a href="/plans/actif/actions/1.') == MONTREES - 1
    assert len(dessin(page).encode()) <= 15_000


def test_what_is_left_out_says_how_many_are_late(plan, lieux, une):
    for n in range(MONTREES + 3):
        une(lieux["REM12"], code=f"1.{n}", en_retard=True)
    assert de(plan, lieux["REM12"]).autres_dites == "et 3 autres, dont 3 en retard"
    assert de(plan, lieux["REM12"]).dit.endswith(", …")


def test_late_is_flagged_with_its_code_where_it_is_one_and_by_how_many_otherwise(client, plan, lieux, une):
    une(lieux["REM12"], code="1.7", en_retard=True)
    for n in range(3):
        une(lieux["REM09"], code=f"2.{n}", en_retard=True)
    une(lieux["REM05"], code="un-code-qui-est-long", en_retard=True)
    textes = {un.dit.split("\N{NO-BREAK SPACE}")[0]: un.drapeau.texte for un in carte_de(plan).drapeaux}
    assert textes == {"Verdun": "1.7", "Anjou": "×3", "Outremont": ""}
    page = client.get(PAGE).content.decode()
    assert (
        "<title>Verdun\N{NO-BREAK SPACE}: 1 action locale, en retard\N{NO-BREAK SPACE}: 1.7</title>" in page
    )
    assert page.count('class="lieu__retard"') == 5


def test_where_many_are_late_the_marks_stay_and_their_codes_go(plan, lieux, une):
    for lieu in list(lieux.values())[: DRAPEAUX + 1]:
        une(lieu, en_retard=True)
    drapeaux = carte_de(plan).drapeaux
    assert len(drapeaux) == DRAPEAUX + 1
    assert {un.drapeau.texte for un in drapeaux} == {""}


def test_the_legend_says_how_many_boroughs_have_each_shade(plan, lieux, une):
    def legende():
        return [(c.nom, c.arrondissements) for c in carte_de(plan).legende]

    for n, code in enumerate(("REM12", "REM09", "REM05", "REM14")):
        for _rang in range(n + 1):
            une(lieux[code])
    assert legende() == [("aucune", 15), ("une", 1), ("deux", 1), ("trois ou plus", 2)]


def test_a_borough_that_the_plan_does_not_know_is_drawn_but_is_no_link(client, plan, une):
    verdun = OrganisationFactory(arrondissement=True, nom="Verdun", code_officiel="REM12", slug="verdun")
    PartiePrenanteFactory(plan=plan, organisation=verdun)
    OrganisationFactory(arrondissement=True, nom="Anjou", code_officiel="REM09", slug="anjou")
    svg = dessin(client.get(PAGE).content.decode())
    assert re.findall(r'href="([^"]+)"', svg) == ["/plans/actif/organisations/verdun/", "#fleuve"]
    assert svg.count("ile-inconnu") == 18
    assert "Anjou\N{NO-BREAK SPACE}: hors de ce plan" in svg
    assert ("hors du plan", 18) in [(c.nom, c.arrondissements) for c in carte_de(plan).legende]


def test_a_plan_of_another_city_has_its_list_and_no_island(client, plan):
    for nom in ("Chomedey", "Vimont", "Auteuil"):
        ailleurs = OrganisationFactory(arrondissement=True, nom=nom, code_officiel="")
        PartiePrenanteFactory(plan=plan, organisation=ailleurs)
    page = client.get(PAGE).content.decode()
    assert "ile__dessin" not in page
    assert "Les 3 arrondissements" in page
    assert page.count('class="lieu"') == 3


@pytest.mark.parametrize("tard", [0, DRAPEAUX, 19])
def test_the_drawing_has_every_shape_and_weighs_little(client, plan, lieux, une, tard):
    for rang, lieu in enumerate(lieux.values()):
        une(lieu, code=lieu.slug)
        une(lieu, code=f"1.{rang}", en_retard=rang < tard)
    svg = dessin(client.get(PAGE).content.decode())
    for forme in ile.formes():
        assert svg.count(f'd="{forme.trace}"') == 1, forme.nom
    for ville in ile.villes_liees():
        assert f"<title>{ville.nom}</title>".replace("'", "&#x27;") in svg
    assert svg.count("<a href=") == 19
    assert len(svg.encode()) <= 15_000
    assert "Rivière des Prairies" in svg
    assert "Fleuve Saint-Laurent" in svg


def test_the_page_of_a_past_day_draws_that_day(client, plan, lieux, une):
    action = une(lieux["REM12"], code="1", titre="Ce qui était")
    reculer(10)
    passe = timezone.localdate() - timedelta(days=5)
    Action.objects.filter(pk=action.pk).update(titre="Ce qui est")
    une(lieux["REM12"], code="2", titre="Ce qui est venu")
    page = client.get(f"{PAGE}?au={passe}").content.decode()
    assert "<title>Verdun\N{NO-BREAK SPACE}: 1 action locale</title>" in page
    assert "Ce qui était" in page
    assert "Ce qui est" not in page
    assert f'<a href="/plans/actif/organisations/rem12/?au={passe}">' in dessin(page)
    assert len(dessin(page).encode()) <= 15_000


def test_a_borough_that_is_no_more_says_until_when(client, plan, lieux):
    fin = timezone.localdate() - timedelta(days=3)
    lieux["REM12"].jusqu_a = fin
    lieux["REM12"].save()
    page = client.get(PAGE).content.decode()
    assert page.count("jusqu'au ") == 1


def test_the_piece_of_the_home_page_says_the_same(plan, lieux, une):
    une(lieux["REM12"], code="1.7", en_retard=True)
    une(code="2", tout_le_territoire=True)
    carte, requete = carte_de(plan), RequestFactory().get("/")
    piece = render_to_string("composants/ile_accueil.html", {"ile": carte, "plan": plan, "au": None}, requete)
    dit = " ".join(re.sub(r"<[^>]+>", " ", piece).split())
    assert "1 action sur 2 vise toute l'île" in dit
    assert "Les 19 arrondissements" in dit
    assert "aucune (18)" in dit
    assert piece.count("<a href") == 19 + 2
    assert len(dessin(piece).encode()) <= 15_000
