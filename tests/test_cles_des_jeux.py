"""Keys of the datasets: with a mere reader of CSV, JSON or workbooks, each row finds those that it names."""

import re
from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.cles import Cles
from actions.models import Action, Plan
from comite.models import Decision
from engagements.models import Engagement, Preuve
from partenariat.donnees.colonnes import SEPARATEUR
from partenariat.donnees.sorties import FORMATS
from tests.actions.plan_d_essai import charger
from tests.actions.refus import modifie
from tests.engagements.test_fichier_demonstration import FICHIER
from tests.factories import DecisionFactory, PreuveFactory, SeanceFactory
from tests.factories.comite import approuver
from tests.passe import sans_gardes
from tests.tableurs import lignes
from tests.test_jeux_de_donnees import JEUX

pytestmark = pytest.mark.django_db

REFERENCES = {
    ("actions", "decision_id"): "decisions",
    ("engagements", "decision_id"): "decisions",
    ("engagements", "contreparties_id"): "engagements",
    ("engagements", "actions_id"): "actions",
    ("preuves", "engagement_id"): "engagements",
    ("preuves", "corrigee_par_id"): "preuves",
    ("decisions", "actions_id"): "actions",
    ("decisions", "engagements_id"): "engagements",
}
DES_CORPS = {
    "responsable_id", "arrondissements_id", "participations_id", "partie_id", "envers_id", "signatures_id",
    "deposee_par_id", "verifications_id", "suites_id",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan(base_du_module):
    """The demonstration, of which one action and one body were renamed."""
    with base_du_module():
        charger(FICHIER, "--publier")
        plan = Plan.objects.get()
        engagee = Action.objects.publiques().filter(engagements__publication="publiee").first()
        modifie(engagee, code="30.10")
        modifie(engagee.responsable, slug="1234")
        promesse = Engagement.objects.publics().filter(actions=engagee).first()
        preuve = PreuveFactory(engagement=promesse, organisation=promesse.partie)
        PreuveFactory(engagement=promesse, organisation=promesse.partie, corrige=preuve)
        retire = Engagement.objects.publics().filter(etat="en_cours").exclude(pk=promesse.pk).first()
        decidee = Decision.objects.publiques().filter(seance__plan=plan).first()
        modifie(retire, etat="retire", motif="Le comité y renonce.", decision=decidee.numero)
        with sans_gardes(Decision.engagements.through):
            decidee.engagements.add(retire)
        return plan


@pytest.fixture(scope="module")
def jeux(plan, base_du_module):
    """Each dataset, in each format."""
    with base_du_module():
        return {
            format_: {
                jeu.removeprefix("donnees-"): lignes(
                    Client().get(plan.adresse(jeu, format_=format_)).content, format_
                )
                for jeu in JEUX
            }
            for format_ in FORMATS
        }


def cles(valeur) -> list[str]:
    """What a cell refers to, whatever the format."""
    return valeur if isinstance(valeur, list) else valeur.split(SEPARATEUR) if valeur else []


@pytest.mark.parametrize("format_", FORMATS)
def test_every_row_has_its_key_and_its_plan_first(jeux, plan, format_):
    for nom, jeu in jeux[format_].items():
        assert list(jeu[0])[:2] == ["id", "plan"], nom
        assert max(Counter(ligne["id"] for ligne in jeu).values()) == 1, nom
        assert {ligne["plan"] for ligne in jeu} == {plan.slug}
        assert all(ligne["id"].startswith(f"{plan.slug}:") for ligne in jeu)


@pytest.mark.parametrize("format_", FORMATS)
def test_every_reference_finds_its_row_and_none_is_lost(jeux, format_):
    for (nom, colonne), vers in REFERENCES.items():
        par_id = {ligne["id"]: ligne for ligne in jeux[format_][vers]}
        dites = [cle for ligne in jeux[format_][nom] for cle in cles(ligne[colonne])]
        assert dites, (nom, colonne)
        assert set(dites) <= par_id.keys(), (nom, colonne)


def test_each_column_of_keys_is_joined_here(jeux):
    for nom, jeu in jeux["json"].items():
        for colonne in jeu[0]:
            if colonne.endswith("_id") and colonne not in DES_CORPS:
                assert (nom, colonne) in REFERENCES


@pytest.mark.parametrize("format_", FORMATS)
def test_the_commitments_joined_to_their_actions_are_as_many_as_the_commitments(jeux, format_, plan):
    promis = jeux[format_]["engagements"]
    actions = {ligne["id"]: ligne for ligne in jeux[format_]["actions"]}
    jointes = [(p["id"], [actions[cle] for cle in cles(p["actions_id"])]) for p in promis]
    publics = Engagement.objects.publics().filter(plan=plan)
    assert len({cle for cle, _actions in jointes}) == len(promis) == publics.count() >= 55
    liens = Engagement.actions.through.objects.filter(
        engagement__in=publics, action__in=Action.objects.publiques()
    )
    assert sum(len(lues) for _cle, lues in jointes) == liens.count()
    # What readers make of codes that they take for numbers: 3.10 is 3.1.
    par_nombre = Counter(str(float(action["code"])) for action in actions.values())
    dits = [str(float(code)) for ligne in promis for code in cles(ligne["actions"])]
    assert sum(par_nombre[nombre] for nombre in dits) > liens.count()
    for ligne in promis:
        assert [actions[cle]["code"] for cle in cles(ligne["actions_id"])] == cles(ligne["actions"])


@pytest.mark.parametrize("format_", FORMATS)
def test_every_row_of_the_site_is_in_its_file(jeux, format_, plan):
    assert len(jeux[format_]["actions"]) == Action.objects.publiques().filter(plan=plan).count()
    assert len(jeux[format_]["decisions"]) == Decision.objects.publiques().filter(seance__plan=plan).count()
    publics = Engagement.objects.publics().filter(plan=plan)
    assert len(jeux[format_]["preuves"]) == Preuve.objects.filter(engagement__in=publics).count()


@pytest.mark.parametrize("format_", FORMATS)
def test_a_key_keeps_the_first_code_and_is_no_number(jeux, format_, plan):
    (ligne,) = [ligne for ligne in jeux[format_]["actions"] if ligne["code"] == "30.10"]
    action = Action.objects.get(plan=plan, code="30.10")
    assert ligne["id"] == Cles(plan).action(action) != f"{plan.slug}:30.10"
    assert ligne["responsable_id"].startswith("organisation:")
    assert ligne["responsable_id"] != "organisation:1234"
    for jeu in jeux[format_].values():
        for une in jeu:
            for nom, valeur in une.items():
                if nom == "id" or nom.endswith("_id"):
                    for cle in cles(valeur):
                        assert isinstance(cle, str)
                        with pytest.raises(ValueError, match="convert"):
                            float(cle)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_keys_are_the_same_in_the_three_formats(jeux, format_):
    for nom, jeu in jeux[format_].items():
        for plate, ligne in zip(jeu, jeux["json"][nom], strict=True):
            for colonne, valeur in ligne.items():
                if colonne == "id" or colonne.endswith("_id"):
                    assert cles(plate[colonne]) == cles(valeur if isinstance(valeur, list) else valeur or "")


def test_bodies_are_named_by_their_key_beside_their_name(jeux):
    for nom, jeu in jeux["json"].items():
        vues = {colonne for ligne in jeu for colonne in ligne} & DES_CORPS
        assert vues, nom
        for ligne in jeu:
            for colonne in vues:
                for cle in cles(ligne[colonne]):
                    assert re.fullmatch(r"organisation:[-\w]+", cle)
                if isinstance(ligne[colonne], list):
                    assert len(ligne[colonne]) == len(ligne[colonne.removesuffix("_id")])


def test_on_a_past_day_keys_are_those_of_today(plan):
    action = Action.objects.get(plan=plan, code="30.10")
    au = Client().get(plan.adresse("donnees-actions", format_="json") + f"?au={date.today().isoformat()}")  # noqa: DTZ011
    assert Cles(plan).action(action) in {ligne["id"] for ligne in au.json()}


@pytest.mark.parametrize("jeu", JEUX)
def test_keys_cost_one_query_whatever_the_rows(jeu, plan):
    with CaptureQueriesContext(connection) as requetes:
        Client().get(plan.adresse(jeu, format_="json"))
    assert sum("partenariat_appellation" in r["sql"] for r in requetes) == 1


@pytest.mark.parametrize("jeu", JEUX)
def test_a_csv_begins_with_one_mark_of_its_encoding(jeu, plan):
    octets = Client().get(plan.adresse(jeu, format_="csv")).content
    assert octets.startswith(b"\xef\xbb\xbfid,plan,")
    assert octets.count(b"\xef\xbb\xbf") == 1


def test_a_decision_has_a_key_once_it_has_a_row(plan):
    seance = SeanceFactory(plan=plan, numero="CMO-9", tenue=True)
    decision = DecisionFactory(seance=seance, numero="CMO-9-R1")
    assert Cles(plan).decision("CMO-9-R1") is None
    approuver(seance)
    assert Cles(plan).decision("CMO-9-R1") == f"{plan.slug}:{decision.numero}"
    assert Cles(plan).decision("") is None


@pytest.mark.parametrize(("jeu", "ancre"), [("decisions", "{}"), ("preuves", "preuve-{}")])
def test_a_row_that_has_no_page_leads_to_its_place_in_one(jeu, ancre, jeux):
    pages: dict[str, str] = {}
    for ligne in jeux["json"][jeu]:
        adresse, _diese, place = ligne["url"].removeprefix("http://testserver").partition("#")
        assert place == ancre.format(ligne["numero"])
        page = pages.setdefault(adresse, Client().get(adresse).content.decode())
        assert page.count(f'id="{place}"') == 1, ligne["url"]


def test_every_row_says_its_own_address(jeux):
    for nom, jeu in jeux["json"].items():
        assert len({ligne["url"] for ligne in jeu}) == len(jeu), nom


@pytest.mark.parametrize("langue", ["", "/en"])
def test_a_body_is_read_where_its_key_leads(langue, jeux, plan):
    """As the page of the data says: no dataset has their rows."""
    page = Client().get(f"{langue}/plans/{plan.slug}/donnees/").content.decode()
    (debut,) = re.findall(r"<code>(/[^<]*/organisations/)</code>", page)
    corps = {
        cle
        for jeu in jeux["json"].values()
        for ligne in jeu
        for colonne in DES_CORPS & ligne.keys()
        for cle in cles(ligne[colonne])
    }
    assert len(corps) > 10
    for cle in corps:
        genre, _deux_points, nom = cle.partition(":")
        assert genre == "organisation"
        assert Client().get(f"{debut}{nom}/", follow=True).status_code == 200, cle
