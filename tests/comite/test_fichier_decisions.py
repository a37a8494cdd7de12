"""Decisions in the file of a plan: what they did is told, never applied again; none without quorum."""

import pytest
import yaml

from actions.models import Action
from comite.models import Decision, Effet, Seance
from comite.models.gardes import RECOMMANDATION
from tests.actions.plan_d_essai import charger, ecrire, exporter, refus
from tests.comite.test_fichier import fichier
from tests.engagements.engagements_d_essai import avec, engagement
from tests.factories import UtilisateurFactory
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db

EFFET = {
    "numero": "S-1-R1", "libelle": "DÉCISION", "point": "Varia", "action": "1.1", "effet": "suspendre",
    "motif": "En attente.",
}  # fmt: skip
QUORUM = {"presences": ["M1", "M2"], "absences": ["M3"]}
"""Two members in office, of the two that the meeting asks."""


def test_the_effect_of_a_decision_is_told_not_applied_and_comes_back(tmp_path):
    charger(ecrire(tmp_path, fichier(decisions=[EFFET], **QUORUM)))
    decision = Decision.objects.get()
    effet = decision.effets.get()
    assert (effet.nature, effet.action.code, decision.point.titre) == ("suspendre", "1.1", "Varia")
    assert effet.action.statut == "en_cours"
    sortie = exporter()
    (relue,) = yaml.safe_load(sortie)["seances"][0]["decisions"]
    assert relue["effets"] == [{cle: EFFET[cle] for cle in ("effet", "action", "motif")}]
    assert {cle: relue[cle] for cle in ("numero", "libelle", "point")} == {
        cle: EFFET[cle] for cle in ("numero", "libelle", "point")
    }
    charger(ecrire(tmp_path, yaml.safe_load(sortie)))
    assert Decision.objects.get() == decision


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        pytest.param({"motif": None}, "motif", id="no reason"),
        pytest.param({"action": None}, "action", id="aimed at nothing"),
        pytest.param({"effet": "deplacer_fin"}, "nouvelle_date", id="no date"),
        pytest.param({"effet": "reformuler"}, "nouveau_texte", id="no title"),
        pytest.param({"effet": "retirer"}, "engagement", id="no commitment"),
        pytest.param(
            {"effet": "deplacer_jalon", "nouvelle_date": "2026-12-01", "jalon": "Inconnu"},
            "titre d'un jalon",
            id="unknown milestone",
        ),
        pytest.param({"nouveau_texte": "Un titre"}, "n'en a pas", id="more than the effect takes"),
        pytest.param({"point": "Ailleurs"}, "titre d'un point", id="unknown point"),
    ],
)  # fmt: skip
def test_an_effect_that_is_not_whole_is_refused_with_its_place(tmp_path, change, phrase):
    decision = {cle: valeur for cle, valeur in (EFFET | change).items() if valeur is not None}
    dites = refus(ecrire(tmp_path, fichier(decisions=[decision], **QUORUM)))
    assert phrase in dites


def test_a_decision_has_several_effects_in_their_order(tmp_path):
    effets = [
        {"effet": "deplacer_fin", "action": "1.1", "motif": "Avis.", "nouvelle_date": "2027-12-31"},
        {"effet": "suspendre", "action": "1.1", "motif": "En attente."},
    ]
    decision = {"numero": "S-1-R1", "libelle": "DÉCISION", "effets": effets}
    charger(ecrire(tmp_path, fichier(decisions=[decision], **QUORUM)))
    assert [e.nature for e in Decision.objects.get().effets.all()] == ["deplacer_fin", "suspendre"]
    assert yaml.safe_load(exporter())["seances"][0]["decisions"][0]["effets"] == effets
    assert charger(ecrire(tmp_path, fichier(decisions=[decision], **QUORUM)))[0].startswith("Rien à changer")
    dites = refus(ecrire(tmp_path, fichier(decisions=[decision | {"motif": "Avis."}], **QUORUM)))
    assert "attendu : la clé dans « effets »" in dites


@pytest.mark.parametrize(
    "seance",
    [
        pytest.param({}, id="one of two in office"),
        pytest.param({"presences": [], "absences": ["M1", "M2"]}, id="nobody came"),
        pytest.param({"presences": [], "absences": []}, id="attendance not taken"),
        pytest.param(QUORUM | {"quorum": {}}, id="no quorum is known"),
        pytest.param(
            {"presences": [], "absences": [], "quorum": {"requis": 6, "presents": 1}}, id="1 of 6, by number"
        ),
        pytest.param({"date": "2024-12-31"} | QUORUM, id="before their mandates"),
    ],
)
def test_without_quorum_the_file_says_no_effect_and_all_else_loads(tmp_path, seance):
    """Refused with its place; the same meeting loads where it only recommends."""
    refuse = fichier(decisions=[EFFET], **seance)
    assert "le quorum n'est pas consigné" in refus(ecrire(tmp_path, refuse))
    assert not Decision.objects.exists()
    charger(ecrire(tmp_path, fichier(decisions=[{"numero": "S-1-R1", "libelle": "Avis."}], **seance)))
    assert Decision.objects.get().recommandation


def test_a_recommendation_stays_one_in_the_file_too(tmp_path):
    """As the guard says, at its line; whatever attendance the file tells since."""
    charger(ecrire(tmp_path, fichier(decisions=[{"numero": "S-1-R1", "libelle": "Avis."}])))
    dites = refus(ecrire(tmp_path, fichier(decisions=[EFFET], **QUORUM)))
    assert str(RECOMMANDATION)[1:] in dites
    assert "decisions[1] › effet" in dites, dites
    autre = EFFET | {"numero": "S-1-R2"}
    charger(ecrire(tmp_path, fichier(decisions=[{"numero": "S-1-R1", "libelle": "Avis."}, autre], **QUORUM)))
    assert {d.numero: d.recommandation for d in Decision.objects.all()} == {"S-1-R1": True, "S-1-R2": False}


def test_a_recommendation_written_before_the_quorum_comes_back_as_one(tmp_path):
    avis = {"numero": "S-1-R1", "libelle": "Avis.", "recommandation": True}
    dit = fichier(decisions=[avis, EFFET | {"numero": "S-1-R2"}], **QUORUM)
    charger(ecrire(tmp_path, dit))
    attendues = {"S-1-R1": True, "S-1-R2": False}
    assert {d.numero: d.recommandation for d in Decision.objects.all()} == attendues
    sortie = yaml.safe_load(exporter())
    relues = sortie["seances"][0]["decisions"]
    assert [d.get("recommandation") for d in relues] == [True, None]
    assert charger(ecrire(tmp_path, sortie))[0].startswith("Rien à changer")
    # What the database holds is what was known when it was written.
    for relue in relues:
        relue["recommandation"] = False
    charger(ecrire(tmp_path, sortie))
    assert {d.numero: d.recommandation for d in Decision.objects.all()} == attendues
    relues[0] |= {"recommandation": True, "effets": [{**relues[1]["effets"][0], "motif": "Autre."}]}
    assert str(RECOMMANDATION)[1:] in refus(ecrire(tmp_path, sortie))


@pytest.mark.parametrize(
    ("fin", "permis"),
    [("2026-02-10", False), ("2026-02-11", True), ("2026-02-12", True)],
    ids=["la_veille", "le_jour", "le_lendemain"],
)
def test_whose_mandate_is_over_makes_no_quorum_in_the_file_either(tmp_path, fin, permis):
    dit = fichier(decisions=[EFFET], **QUORUM)
    dit["comite_mise_en_oeuvre"]["membres"][1]["fin"] = fin
    if permis:
        charger(ecrire(tmp_path, dit))
        assert Decision.objects.get().effets.exists()
        return
    assert "le quorum n'est pas consigné" in refus(ecrire(tmp_path, dit))


def test_a_number_is_that_of_one_decision_in_the_plan(tmp_path):
    deux = fichier(decisions=[EFFET])
    deux["seances"][1]["decisions"] = [{"numero": "S-1-R1", "libelle": "Une autre."}]
    assert "un numéro par décision" in refus(ecrire(tmp_path, deux))


@pytest.mark.django_db(transaction=True)
def test_a_file_waits_for_the_decision_that_is_being_taken(tmp_path):
    """Both hold the meeting before the action: in the other order, one of them would be lost."""
    charger(ecrire(tmp_path, fichier(**QUORUM)))
    seance, par = Seance.objects.get(numero="S-1"), UtilisateurFactory(comite=True)
    effet = {"nature": "suspendre", "action": Action.objects.get(code="1.1"), "motif": "En attente."}
    change = ecrire(tmp_path, fichier(lieu="Ailleurs", **QUORUM))
    refus = a_la_fois(
        seance.verrouiller,
        lambda: charger(change),
        puis=lambda: Decision.prendre(seance, par, libelle="Suspendre.", vote="unanimite", effets=[effet]),
    )
    assert refus is None
    seance.refresh_from_db()
    assert (seance.lieu, Effet.objects.get().decision.numero) == ("Ailleurs", "S-1-R2")


def test_an_effect_among_several_names_its_own_action(tmp_path):
    """Nothing is taken from the decision that the file would then be refused for."""
    contenu = fichier(
        decisions=[
            {"numero": "S-1-R1", "libelle": "Avis.", "action": "1.1", "effets": [
                {"effet": "suspendre", "motif": "En attente."}
            ]}
        ],
        **QUORUM,
    )  # fmt: skip
    contenu["actions"][0]["statut"] = "suspendue"
    assert "la clé « action » manque" in refus(ecrire(tmp_path, contenu))
    contenu["seances"][0]["decisions"][0]["effets"][0]["action"] = "1.1"
    charger(ecrire(tmp_path, contenu))
    action = Action.objects.get(code="1.1")
    assert (action.motif, action.decision) == ("Décision S-1-R1\u00a0: En attente.", "S-1-R1")


def test_a_meeting_names_the_commitments_of_its_own_file(tmp_path):
    contenu = avec(engagement()) | {
        cle: valeur for cle, valeur in fichier().items() if cle in ("comite_mise_en_oeuvre", "seances")
    }
    code = contenu["engagements"][0]["code"]
    contenu["seances"][0]["ordre_du_jour"] = [{"titre": "Un engagement", "engagement": code}]
    contenu["seances"][0]["decisions"] = [{"numero": "S-1-R1", "libelle": "Avis.", "engagements": [code]}]
    charger(ecrire(tmp_path, contenu))
    decision = Decision.objects.get()
    assert [e.code for e in decision.engagements.all()] == [code]
    assert decision.seance.points.get().engagement == decision.engagements.get()
    assert charger(ecrire(tmp_path, contenu))[0].startswith("Rien à changer")
