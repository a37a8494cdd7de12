"""What the packet tells: states in order, decisions under embargo, commitments in full, French typography."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from actions.models import Action
from comite.sorties.dossier import fabrication as regles
from engagements.models import Engagement
from engagements.models.etats import Etat
from tests.comite.dossiers import seance_garnie, texte
from tests.factories import (
    DecisionFactory,
    DeclarationFactory,
    EffetFactory,
    JalonFactory,
    PlanFactory,
    PointFactory,
    PreuveFactory,
    ReponseFactory,
    RondeFactory,
    SeanceFactory,
    VerificationFactory,
)
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(transactional_db):
    return PlanFactory(actif=True, slug="actif", titre="Plan actif")


@pytest.fixture
def prochaine(plan, axe, service):
    """A meeting to come, with an agenda; a late action, a realised one, a draft."""
    return seance_garnie(plan, axe, service)


def test_states_come_in_the_order_of_their_life(prochaine):
    lu = json.loads(regles.preparer(prochaine).donnees)
    # The kept ones are three, by what they rest on.
    assert list(dict.fromkeys(e["etat"] for e in lu["engagements"][0]["etats"])) == Etat.values
    assert [e["etat"] for e in lu["ensemble"]["lectures"]] == [
        "en_retard", "a_surveiller", "dans_les_temps", "sans_echeance", "realisee", "suspendue", "abandonnee",
    ]  # fmt: skip
    for groupe in (*lu["axes"], lu["ensemble"]):
        assert sum(e["nombre"] for e in groupe["lectures"]) == groupe["total"]


def test_a_milestone_is_late_only_where_the_action_has_a_schedule(prochaine):
    hier = timezone.localdate() - timedelta(days=1)
    JalonFactory(action=Action.objects.get(code="1.1"), titre="Échu", echeance=hier)

    def etat() -> str:
        (page,) = json.loads(regles.preparer(prochaine).donnees)["actions"]
        return next(j["etat"] for j in page["jalons"] if j["titre"] == "Échu")

    assert etat() == "en retard"
    Action.objects.filter(code="1.1").update(statut="suspendue", motif="Budget.")
    assert etat() == "suspendue"


def test_a_decision_keeps_its_words_until_its_minutes_are_approved(prochaine, coordination):
    """The page of an action gives the number and the effect; the words once they are public."""
    seance = SeanceFactory(plan=prochaine.plan, tenue=True, numero="CMO-2026-08")
    action = Action.objects.get(code="1.1")
    DecisionFactory(seance=seance, numero="CMO-2026-08-R9", libelle="MOTS-SANS-EFFET").actions.add(action)
    effet = EffetFactory(
        decision__seance=seance, decision__numero="CMO-2026-08-R1", decision__libelle="MOTS-DE-LA-DÉCISION",
        nature="reformuler", nouveau_texte="x", motif="Clarté.", action=action,
    )  # fmt: skip
    effet.decision.actions.add(action)

    def decisions() -> list:
        (page,) = [a for a in json.loads(regles.preparer(prochaine).donnees)["actions"] if a["code"] == "1.1"]
        return [(d["numero"], [e["effet"] for e in d["effets"]], d["libelle"]) for d in page["decisions"]]

    effet = "Titre reformulé\u00a0: «\u00a0x\u00a0»"
    assert decisions() == [("CMO-2026-08-R1", [effet], "")]
    approuver(seance)
    assert decisions() == [
        ("CMO-2026-08-R1", [effet], "MOTS-DE-LA-DÉCISION"),
        ("CMO-2026-08-R9", [], "MOTS-SANS-EFFET"),
    ]


def test_a_commitment_on_the_agenda_is_told_in_full(prochaine):
    engagement = Engagement.objects.get(code="E-01")
    PointFactory(seance=prochaine, rang=2, titre="Engagement E-01", engagement=engagement)
    RondeFactory(plan=prochaine.plan).ouvrir()
    declaration = DeclarationFactory(engagement=engagement, texte="Un local est ouvert.")
    ReponseFactory(verification=VerificationFactory(declaration=declaration, contestee=True))
    PreuveFactory(engagement=engagement, titre="Le bail")
    dossier = regles.preparer(prochaine)
    lu = json.loads(dossier.donnees)
    (page,) = lu["pages_engagements"]
    assert (page["code"], page["etat"], page["preuve"]) == ("E-01", "Signé", "Preuve non vérifiée")
    assert (lu["couverture"]["appuyes"], lu["couverture"]["attendus"]) == (1, 1)
    # 1.1 and E-01 were asked about; the body asked of E-01 has spoken since.
    assert (lu["reponses"]["demandes"], lu["reponses"]["reponses"]) == (2, 1)
    imprime = " ".join(texte(bytes(dossier.pdf)).split())
    for attendu in (
        "Un local est ouvert.",
        "Le local est encore fermé.",
        "Il ouvre le mois prochain.",
        "Le bail",
    ):
        assert attendu in imprime


def test_its_words_are_set_as_french(prochaine):
    Action.objects.filter(code="1.1").update(titre="L'appel d'offres ; 60 000 $ : oui")
    imprime = " ".join(texte(bytes(regles.preparer(prochaine).pdf)).split())
    assert "L’appel d’offres; 60 000 $ : oui" in imprime
    assert "'" not in imprime
    assert " ;" not in imprime


def test_a_packet_is_french_whoever_asks_for_it(prochaine):
    with translation.override("en"):
        dossier = regles.preparer(prochaine)
    lu = json.loads(dossier.donnees)
    assert lu["titre"] == "Dossier de la séance CMO-2026-09"
    assert "Premier local" in json.dumps(lu["depuis"], ensure_ascii=False)
    assert "Ordre du jour" in texte(bytes(dossier.pdf))


def test_what_is_invented_is_said_in_the_packet_wherever_it_goes(prochaine, plan):
    plan.avis = "Données de démonstration."
    plan.save()
    Action.objects.update(provenance="inventé")
    Engagement.objects.update(provenance="mixte")
    dossier = regles.preparer(prochaine)
    lu = json.loads(dossier.donnees)
    assert lu["avis_du_plan"] == "Données de démonstration."
    assert {a["provenance"] for a in lu["actions"]} == {"inventé"}
    assert {a["provenance"] for a in lu["retards"]["en_retard"]} == {"inventé"}
    assert {e["provenance"] for e in lu["attention"]} == {"mixte"}
    dit = texte(dossier.pdf)
    assert "Données de démonstration." in dit
    assert "Provenance des données" in dit
    assert "(inventé)" in dit
    assert "(mixte)" in dit


def test_the_cut_off_is_a_universal_moment_and_its_day_that_of_montreal(prochaine):
    dossier = regles.preparer(prochaine)
    lu = json.loads(dossier.donnees)
    assert lu["arret"].endswith("Z")
    assert datetime.fromisoformat(lu["arret"]) == dossier.arret
    assert lu["date"] == timezone.localdate(dossier.arret).isoformat()
