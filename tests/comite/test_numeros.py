"""What is said decided was decided: the number of a decision is one that the committee took, with quorum."""

import pghistory
import pytest
import yaml
from django.db import connection
from django.utils import timezone

from actions.models import Action
from comite.models import Decision, Seance
from engagements.models import Engagement
from tests.actions.plan_d_essai import charger, ecrire, exporter, refus
from tests.actions.refus import modifie, refusee
from tests.comite.test_fichier import fichier
from tests.engagements.engagements_d_essai import en_cours
from tests.factories import ActionFactory, DecisionFactory, EngagementFactory, PlanFactory, SeanceFactory
from tests.factories.comite import approuver, reunir

pytestmark = pytest.mark.django_db

DU_COMITE = "decision_du_comite"


def au_bout() -> None:
    """What is checked at the end of a transaction, now."""
    with connection.cursor() as curseur:
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute("SET CONSTRAINTS ALL DEFERRED")


def decidee(plan, numero: str, *, quorum: bool = True) -> Decision:
    seance = SeanceFactory(plan=plan, tenue=True)
    if quorum:
        reunir(seance)
    return DecisionFactory(seance=seance, numero=numero)


def action_abandonnee(plan, numero: str) -> Action:
    return ActionFactory(
        plan=plan, statut="abandonnee", motif="Sans suite.", sans_decision="", decision=numero
    )


def engagement_retire(plan, numero: str) -> Engagement:
    engagement = EngagementFactory(plan=plan, en_cours=True)
    modifie(engagement, etat="retire", motif="Sans suite.", decision=numero)
    return engagement


OBJETS = pytest.mark.parametrize(
    "faire", [action_abandonnee, engagement_retire], ids=["action", "engagement"]
)


@OBJETS
@pytest.mark.parametrize(
    ("prendre", "permise"),
    [
        (lambda plan: decidee(plan, "R1"), True),
        (lambda plan: decidee(plan, "R1", quorum=False), False),
        (lambda plan: decidee(PlanFactory(), "R1"), False),
        (lambda plan: None, False),
    ],
    ids=["decidee", "recommandation", "d_un_autre_plan", "inconnue"],
)
def test_what_rests_on_a_decision_rests_on_one_that_was_taken(plan, faire, prendre, permise):
    prendre(plan)
    if permise:
        faire(plan, "R1")
        au_bout()
        return
    with refusee(DU_COMITE):
        faire(plan, "R1")
        au_bout()


def presents_ensuite(decision: Decision) -> None:
    reunir(decision.seance)


def presents_effaces(decision: Decision) -> None:
    modifie(decision.seance, presents_consignes=None)


@OBJETS
@pytest.mark.parametrize(
    ("avec_quorum", "ensuite", "quorum"),
    [(False, presents_ensuite, True), (True, presents_effaces, None)],
    ids=["ecrite_sans_quorum", "sans_quorum_depuis"],
)
def test_quorum_counts_when_it_was_taken_and_when_it_is_named(plan, faire, avec_quorum, ensuite, quorum):
    decision = decidee(plan, "R1", quorum=avec_quorum)
    ensuite(decision)
    decision.refresh_from_db()
    assert (decision.sans_quorum, decision.seance.quorum) == (not avec_quorum, quorum)
    with refusee(DU_COMITE):
        faire(plan, "R1")
        au_bout()


def test_the_number_may_come_before_its_decision_in_one_transaction(plan):
    """As a plan file is loaded: actions, then meetings."""
    action_abandonnee(plan, "R1")
    decidee(plan, "R1")
    au_bout()


@pytest.mark.xdist_group("role_web")
def test_the_web_names_no_decision_that_is_not(role_web):
    action = ActionFactory(statut="abandonnee", motif="Caduc.", decision_inconnue=True, sans_decision="")
    with pghistory.context(), connection.cursor() as curseur:
        curseur.execute(f"SET LOCAL ROLE {role_web}")
        with refusee(DU_COMITE):
            modifie(action, decision="NEXISTE-PAS")
            au_bout()
        curseur.execute("RESET ROLE")


@OBJETS
@pytest.mark.parametrize(
    ("oter", "contrainte"),
    [
        (lambda d: modifie(d, numero="R2"), "decision_nommee"),
        (lambda d: Decision.objects.filter(pk=d.pk).delete(), "decision_nommee"),
        (lambda d: modifie(d.seance, quorum_requis=99), "seance_quorum_garde"),
    ],
    ids=["autre_numero", "effacee", "sans_quorum"],
)
def test_a_decision_on_which_something_rests_stays(plan, faire, oter, contrainte):
    decision = decidee(plan, "R1")
    faire(plan, "R1")
    au_bout()
    with refusee(contrainte):
        oter(decision)
    modifie(decision, libelle="Autrement dit.")
    assert Seance.objects.get().quorum


def test_a_decision_on_which_nothing_rests_may_go(plan):
    decidee(plan, "R1")
    assert Decision.objects.all().delete()[0]


# --- The file of a plan ----------------------------------------------------------------------------------

QUORUM = {"presences": ["M1", "M2"], "absences": ["M3"]}
DECISION = {"numero": "S-1-R1", "libelle": "On y renonce."}


def avec_action(numero: str, **seance) -> dict:
    dit = fichier(**seance)
    dit["actions"][0] |= {"statut": "abandonnee", "motif": "Sans suite.", "decision": numero}
    return dit


def avec_engagement(numero: str, **seance) -> dict:
    dit = fichier(**seance)
    retire = en_cours(etat="retire", motif="Le local est vendu.", decision=numero)
    dit["engagements"] = [retire]
    return dit


FICHIERS = pytest.mark.parametrize("dire", [avec_action, avec_engagement], ids=["action", "engagement"])


@FICHIERS
def test_a_file_names_a_decision_that_it_tells(tmp_path, dire):
    charger(ecrire(tmp_path, dire("S-1-R1", decisions=[DECISION], **QUORUM)))
    au_bout()
    (nommee,) = [o for o in (*Action.objects.all(), *Engagement.objects.all()) if o.decision]
    assert nommee.decision == "S-1-R1"


@FICHIERS
@pytest.mark.parametrize(
    ("seance", "phrase"),
    [
        ({"decisions": [DECISION], **QUORUM}, "NEXISTE-PAS » ; attendu : le numéro d'une décision"),
        ({"decisions": [DECISION | {"numero": "NEXISTE-PAS"}]}, "une recommandation"),
        (
            {"decisions": [DECISION | {"numero": "NEXISTE-PAS", "recommandation": True}], **QUORUM},
            "une recommandation",
        ),
    ],
    ids=["inconnue", "sans_quorum", "recommandation"],
)
def test_a_file_names_no_other(tmp_path, dire, seance, phrase):
    assert phrase in refus(ecrire(tmp_path, dire("NEXISTE-PAS", **seance)))


def test_a_file_without_meetings_names_a_decision_of_the_database_alone(tmp_path):
    charger(ecrire(tmp_path, fichier(decisions=[DECISION], **QUORUM)))
    seul = avec_action("S-1-R1")
    for partie in ("seances", "comite_mise_en_oeuvre"):
        seul.pop(partie)
    charger(ecrire(tmp_path, seul))
    seul["actions"][0]["decision"] = "NEXISTE-PAS"
    assert "NEXISTE-PAS » ; attendu" in refus(ecrire(tmp_path, seul))


@pytest.mark.parametrize("approuvee", [True, False], ids=["pv_approuve", "pv_a_approuver"])
@pytest.mark.parametrize(
    ("faire", "partie"), [(action_abandonnee, "actions"), (engagement_retire, "engagements")]
)
def test_a_public_file_names_the_decisions_that_it_tells(plan, faire, partie, approuvee):
    """What is told later is named later: the file is always one that is read back."""
    decision = decidee(plan, "R1")
    objet = faire(plan, "R1")
    publie = {"publiee_le" if partie == "actions" else "publie_le": timezone.now()}
    modifie(objet, publication="publiee", **publie)
    if approuvee:
        approuver(decision.seance)
    for options, nommee in (((), True), (("--publiques",), approuvee)):
        (dit,) = yaml.safe_load(exporter(*options))[partie]
        assert ("decision" in dit) == nommee
