"""`charger_plan` and the reasons that a status asks for: written, given by a decision, or said missing."""

import pytest

from actions.models import Action
from tests.actions.plan_d_essai import charger, ecrire, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def charge(tmp_path):
    """Writes and loads a plan."""
    return lambda fichier, *options: charger(ecrire(tmp_path, fichier), *options)


def suspendue(**cles) -> dict:
    fichier = plan()
    fichier["actions"][0] |= {"statut": "suspendue", **cles}
    return fichier


def decidee(*decisions: dict) -> list[dict]:
    """Meetings of a file, of which one took these decisions on the action 1.1."""
    prises = [
        {"numero": f"S-1-R{rang}", "libelle": "Mettre fin à l'essai.", "action": "1.1", **decision}
        for rang, decision in enumerate(decisions, 1)
    ]
    return [
        {"numero": "S-1", "date": "2026-02-11", "quorum": {"requis": 2, "presents": 2}, "decisions": prises}
    ]


MOTIF = "Le chantier voisin ferme la rue."
FIN = "2027-03-31"
DECISIONS: dict[str, tuple[list[dict], tuple[str, str, bool]]] = {
    "un effet": (
        [{"effet": "suspendre", "motif": MOTIF}],
        (f"Décision S-1-R1\u00a0: {MOTIF}", "S-1-R1", False),
    ),
    "le dernier de deux": (
        [{"effet": "suspendre", "motif": "Avant."}, {"effet": "suspendre", "motif": MOTIF}],
        (f"Décision S-1-R2\u00a0: {MOTIF}", "S-1-R2", False),
    ),
    "plusieurs effets": (
        [
            {
                "effets": [
                    {"effet": "deplacer_fin", "action": "2.1", "nouvelle_date": FIN, "motif": MOTIF},
                    {"effet": "suspendre", "action": "1.1", "motif": MOTIF},
                ]
            }
        ],
        (f"Décision S-1-R1\u00a0: {MOTIF}", "S-1-R1", False),
    ),
    "un effet qui nomme son action": (
        [{"action": None, "effets": [{"effet": "suspendre", "action": "1.1", "motif": MOTIF}]}],
        (f"Décision S-1-R1\u00a0: {MOTIF}", "S-1-R1", False),
    ),
    "un effet sur une autre action": (
        [{"effets": [{"effet": "suspendre", "action": "2.1", "motif": MOTIF}]}],
        ("", "", True),
    ),
    "un autre effet": ([{"effet": "abandonner", "motif": MOTIF}], ("", "", True)),
    "un verbe": ([{"libelle": "Suspendre l'action 1.1."}], ("", "", True)),
    "rien": ([], ("", "", True)),
}


@pytest.mark.parametrize(("decisions", "attendu"), DECISIONS.values(), ids=DECISIONS.keys())
def test_a_missing_reason_comes_from_the_keys_of_a_decision_and_never_from_its_words(
    charge, decisions, attendu
):
    charge(suspendue() | {"seances": decidee(*decisions)})
    action = Action.objects.get(code="1.1")
    assert (action.motif, action.decision, action.motif_inconnu) == attendu


def test_a_reason_that_nobody_wrote_is_said_missing_with_a_warning(charge, client):
    _, erreurs = charge(suspendue(), "--publier")
    action = Action.objects.get(code="1.1")
    assert (action.motif, action.motif_inconnu) == ("", True)
    assert "actions[1] « 1.1 » › statut" in erreurs
    assert "Sans motif" in client.get(action.get_absolute_url()).content.decode()
    assert "1 est sans motif" in client.get(action.plan.get_absolute_url()).content.decode()
    liste = client.get(action.plan.adresse("actions") + "?motif=sans").content.decode()
    assert "1 action" in liste
    assert "sans motif" in client.get(action.plan.adresse("donnees-actions", format_="csv")).content.decode()


def test_a_reason_in_the_database_is_not_overwritten_by_the_missing_one(charge):
    charge(suspendue(motif="Chantier voisin"))
    _, erreurs = charge(suspendue())
    assert Action.objects.get(code="1.1").motif == "Chantier voisin"
    assert erreurs == ""


def test_a_reason_that_comes_late_is_no_longer_missing(charge):
    charge(suspendue())
    charge(suspendue(motif="Chantier voisin"))
    action = Action.objects.get(code="1.1")
    assert (action.motif, action.motif_inconnu) == ("Chantier voisin", False)


def test_a_decision_that_nobody_names_is_counted_filtered_and_exported(charge, client):
    charge(suspendue(statut="abandonnee"), "--publier")
    plan_ = Action.objects.get(code="1.1").plan
    assert "1 est sans décision consignée" in " ".join(
        client.get(plan_.get_absolute_url()).content.decode().split()
    )
    assert "1 action" in client.get(plan_.adresse("actions") + "?decision=sans").content.decode()
    lignes = client.get(plan_.adresse("donnees-actions", format_="json")).json()
    assert [(x["decision"], x["sans_decision"]) for x in lignes if x["code"] == "1.1"] == [
        (None, "sans décision consignée")
    ]
    charge(suspendue(statut="abandonnee", sans_decision="Avant le registre."), "--publier")
    lignes = client.get(plan_.adresse("donnees-actions", format_="json")).json()
    assert [x["sans_decision"] for x in lignes if x["code"] == "1.1"] == ["Avant le registre."]


@pytest.mark.parametrize("de", ["suspendue", "en_cours"])
def test_an_abandoned_action_that_no_decision_names_says_so(charge, de):
    charge(suspendue(statut=de))
    _, erreurs = charge(suspendue(statut="abandonnee"))
    action = Action.objects.get(code="1.1")
    assert (action.decision, action.sans_decision) == ("", "")
    assert (action.motif_inconnu, action.decision_inconnue) == (True, True)
    assert "sans décision" in erreurs
    assert charge(suspendue(statut="abandonnee"))[0].startswith("Rien à changer")


def test_an_action_that_resumes_has_nothing_unknown_any_more(charge):
    charge(suspendue(statut="abandonnee"))
    charge(plan())
    action = Action.objects.get(code="1.1")
    assert (action.motif_inconnu, action.decision_inconnue) == (False, False)


def test_a_new_statut_takes_the_reason_of_its_own_decision(charge):
    charge(suspendue(motif="Chantier voisin"))
    prises = decidee({"effet": "abandonner", "motif": MOTIF})
    charge(suspendue(statut="abandonnee") | {"seances": prises})
    action = Action.objects.get(code="1.1")
    assert (action.motif, action.decision) == (f"Décision S-1-R1\u00a0: {MOTIF}", "S-1-R1")
