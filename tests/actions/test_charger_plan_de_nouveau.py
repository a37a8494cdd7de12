"""`charger_plan` the next times: what differs is written, and nothing else; nothing is deleted."""

from datetime import date

import pytest

from actions.fichier import schema as schema_du_plan
from actions.fichier.champs import OBLIGATOIRE
from actions.models import Action, Indicateur, Jalon, Mesure, Nouvelle, Participation, Report
from tests.actions.plan_d_essai import charger, ecrire, plan, refus

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge(tmp_path):
    """Writes and loads a plan."""
    return lambda fichier, *options: charger(ecrire(tmp_path, fichier), *options)


@pytest.fixture
def refuse(tmp_path):
    """Writes and loads a plan that is refused."""
    return lambda fichier, *options: refus(ecrire(tmp_path, fichier), *options)


def test_an_absent_key_leaves_the_value_and_a_null_empties_it(charge):
    charge(plan())
    fichier = plan()
    del fichier["actions"][0]["avancement_pct"]
    fichier["actions"][0]["budget_cad"] = None
    sortie, _ = charge(fichier)
    action = Action.objects.get(code="1.1")
    assert (action.avancement_declare, action.budget_prevu) == (45, None)
    assert "modifiés : 1 action" in sortie


def test_nothing_is_deleted_and_what_the_file_forgets_is_mentioned(charge):
    charge(plan())
    fichier = plan()
    del fichier["actions"][1]
    fichier["actions"][0]["jalons"].pop()
    fichier["actions"][0]["partenaires"] = []
    fichier["partenaires"].pop()
    fichier["objectifs"] = []
    sortie, _ = charge(fichier)
    assert Action.objects.count() == 2
    assert Jalon.objects.count() == 2
    assert Participation.objects.count() == 1
    laisses = sortie.partition("laissé tel quel :")[2]
    for mention in ("action : 2.1", "jalon : 1.1 › Bilan", "partie prenante : RISQ", "objectif : O1"):
        assert mention in laisses
    assert sortie.startswith("Rien à changer")


def test_lists_of_codes_are_values_of_the_action(charge):
    charge(plan())
    fichier = plan()
    fichier["actions"][0] |= {"sources": [], "arrondissements": ["Verdun", "IBI"]}
    charge(fichier)
    action = Action.objects.get(code="1.1")
    assert not action.tout_le_territoire
    assert action.arrondissements.count() == 2
    assert not action.sources.exists()


@pytest.mark.parametrize("nom", ["Verdun", "VERDUN", "VER", "REM12"])
def test_a_borough_is_named_by_its_name_identifier_or_code(charge, nom):
    fichier = plan()
    fichier["actions"][0]["arrondissements"] = [nom, "L’Ile-Bizard-Sainte-Geneviève"]
    charge(fichier)
    assert {o.sigle for o in Action.objects.get(code="1.1").arrondissements.all()} == {"VER", "IBI"}


def test_milestones_of_the_same_title_are_matched_in_order(charge):
    charge(plan())
    fichier = plan()
    fichier["actions"][0]["jalons"][1]["poids"] = 3
    charge(fichier)
    assert list(Jalon.objects.order_by("id").values_list("poids", flat=True)) == [1, 3]


def test_new_parts_of_a_known_action_are_added(charge):
    charge(plan())
    fichier = plan()
    fichier["actions"][0]["indicateurs"][0]["mesures"].append({"date": "2026-06-30", "valeur": 50})
    fichier["actions"][0]["nouvelles"] = [{"date": "2026-06-30", "texte": "Nouvelle"}]
    sortie, _ = charge(fichier)
    assert "ajoutés : 1 mesure, 1 nouvelle" in sortie
    assert (Mesure.objects.count(), Indicateur.objects.count(), Nouvelle.objects.count()) == (2, 1, 1)
    assert "Rien à changer" in charge(fichier)[0]


def test_a_moved_date_needs_a_reason_and_the_message_names_both_dates(charge, refuse):
    charge(plan())
    fichier = plan()
    fichier["actions"][0]["fin"] = "2029-12-31"
    fichier["actions"][0]["jalons"][1]["prevu"] = "2027-06-30"
    message = refuse(fichier)
    assert "2 erreurs" in message
    assert "la date du 2028-12-31 (dans la base) devient le 2029-12-31 (dans le fichier)" in message
    assert "actions[1] « 1.1 » › jalons[2] › prevu : la date du 2027-03-31" in message
    assert "motif_report" in message


def test_a_moved_date_with_its_reason_leaves_a_report(charge):
    charge(plan())
    fichier = plan()
    fichier["actions"][0] |= {"fin": "2029-12-31", "motif_report": "Budget revu"}
    fichier["actions"][0]["jalons"][1] |= {"prevu": "2027-06-30", "motif_report": "Données tardives"}
    charge(fichier)
    assert set(Report.objects.values_list("ancienne_date", "nouvelle_date", "motif")) == {
        (date(2028, 12, 31), date(2029, 12, 31), "Budget revu"),
        (date(2027, 3, 31), date(2027, 6, 30), "Données tardives"),
    }
    assert Jalon.objects.get(echeance="2027-06-30").echeance_initiale == date(2027, 3, 31)
    assert "Rien à changer" in charge(fichier)[0]


def test_the_official_text_of_a_published_action_is_not_replaced(charge, refuse):
    fichier = plan()
    fichier["actions"][0]["texte_officiel"] = "Tel qu'adopté"
    charge(fichier, "--publier")
    fichier["actions"][0]["texte_officiel"] = "Tel que souhaité"
    assert "le texte publié, qui ne se modifie plus : « Tel qu'adopté »" in refuse(fichier)


@pytest.mark.parametrize("cle", sorted(schema_du_plan.PLAN.keys() - {"meta", "axes", "actions"}))
def test_a_null_list_says_nothing_of_what_the_database_holds(charge, cle):
    charge(plan())
    sortie, _ = charge(plan() | {cle: None})
    assert sortie.startswith("Rien à changer")


@pytest.mark.parametrize(
    "cle",
    sorted(
        nom
        for nom, champ in schema_du_plan.ACTION.items()
        if not champ.requis and champ.vide is not OBLIGATOIRE
    ),
)
def test_any_optional_key_of_an_action_may_be_null(charge, cle):
    fichier = plan()
    charge(fichier)
    fichier["actions"][0] |= {"motif_report": "Revue", cle: None}
    charge(fichier)
    charge(fichier)
    assert Action.objects.count() == 2
