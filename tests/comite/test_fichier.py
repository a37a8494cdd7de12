"""Members and meetings in the plan file: loaded, loaded again, refused with their place, exported."""

from datetime import date, time
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action, Plan
from comite.fichier import schema as schema_du_comite
from comite.fichier.exportation import exporter_seances
from comite.models import Decision, Membre, Point, Seance, Suite
from comite.models.etats import NaturePoint
from tests.actions.plan_d_essai import charger, ecrire, exporter, plan, refus
from tests.factories import (
    ActionFactory,
    DecisionFactory,
    EngagementFactory,
    PlanFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import approuver

pytestmark = pytest.mark.django_db
DEMONSTRATION = Path(settings.RACINE) / "demonstration" / "plan-demonstration.yaml"
PV = {"etat": "approuve", "approuve_a": "S-2", "texte": "PROCÈS-PUBLIC"}


def fichier(**seance) -> dict:
    """A plan with three members and two meetings; `seance` changes the first one."""
    return plan() | {
        "comite_mise_en_oeuvre": {
            "source": "résumé",
            "membres": [
                {
                    "cle": "M1", "fonction": "Élue responsable", "qualite": "elu_responsable",
                    "debut": "2025-01-01", "presidence": True,
                },
                {
                    "cle": "M2", "fonction": "Direction", "qualite": "haut_fonctionnaire",
                    "organisation": "SDE", "debut": "2025-01-01",
                },
                {
                    "cle": "M3", "fonction": "Direction", "qualite": "haut_fonctionnaire",
                    "organisation": "SDE", "debut": "2026-03-01", "fin": "2026-12-31",
                },
            ],
        },
        "seances": [
            {
                "numero": "S-1", "date": "2026-02-11", "heure": "13 h 30", "mode": "en présence",
                "quorum": {"requis": 2}, "presences": ["M1", "M3"], "absences": ["M2"],
                "invites": ["Coordination"],
                "ordre_du_jour": [
                    {"titre": "Adoption de l'ordre du jour", "nature": "adoption"},
                    {
                        "titre": "Action 1.1 : suspension", "action": "1.1", "delibere": "DÉLIBÉRÉ",
                        "motif": "INTERNE",
                    },
                    {"titre": "Varia", "nature": "varia"},
                ],
                "decisions": [
                    {"numero": "S-1-R1", "libelle": "DÉCISION", "action": "1.1", "vote": "majorité"}
                ],
                "suites": [
                    {
                        "libelle": "Déposer l'évaluation", "responsable": "SDE", "echeance": "2026-05-29",
                        "etat": "en_retard", "decision": "S-1-R1",
                    },
                    {
                        "libelle": "Transmettre", "responsable": "CESIM", "echeance": "2026-03-01",
                        "etat": "fait",
                    },
                ],
            }
            | seance,
            {"numero": "S-2", "date": "2026-04-22", "quorum": {"requis": 2, "presents": 9}},
        ],
    }  # fmt: skip


def test_meetings_load_with_all_that_they_hold(tmp_path):
    charger(ecrire(tmp_path, fichier()))
    seance = Seance.objects.get(numero="S-1")
    assert (seance.date, seance.heure, seance.mode, seance.etat) == (
        date(2026, 2, 11), time(13, 30), "presence", "tenue",
    )  # fmt: skip
    # Whoever was not in office yet does not count.
    assert (seance.presents, seance.quorum) == (1, False)
    assert Seance.objects.get(numero="S-2").presents == 9
    assert [(p.rang, p.nature) for p in Point.objects.all()] == [
        (1, NaturePoint.ADOPTION), (2, NaturePoint.ACTION), (3, NaturePoint.VARIA),
    ]  # fmt: skip
    decision = Decision.objects.get()
    assert (decision.vote, decision.effets.count()) == ("majorite", 0)
    assert [a.code for a in decision.actions.all()] == ["1.1"]
    evaluation, transmise = Suite.objects.order_by("id")
    assert (evaluation.etat, evaluation.en_retard, evaluation.decision) == ("a_faire", True, decision)
    assert (transmise.etat, transmise.close_le) == ("fait", date(2026, 3, 1))
    assert Action.objects.get(code="1.1").statut == "en_cours"


def test_nothing_is_read_in_the_title_of_a_point(tmp_path):
    titres = ["Action 1.1 : suspension", "Approbation du procès-verbal du 11 février 2026", "Varia"]
    charger(ecrire(tmp_path, fichier(ordre_du_jour=titres)))
    dits = [(p.nature, p.action, p.engagement, p.approuve) for p in Point.objects.all()]
    assert dits == [(NaturePoint.AUTRE, None, None, None)] * 3
    # A title alone says nothing of what the site knows besides.
    Point.objects.filter(titre="Varia").update(nature=NaturePoint.VARIA)
    charger(ecrire(tmp_path, fichier(ordre_du_jour=titres)))
    assert Point.objects.get(titre="Varia").nature == NaturePoint.VARIA


def test_a_point_says_whose_minutes_it_approves_and_comes_back(tmp_path):
    dit = fichier()
    # Whatever the order of the file.
    dit["seances"].reverse()
    dit["seances"][0]["ordre_du_jour"] = [{"titre": "Le procès-verbal", "approuve": "S-1"}]
    charger(ecrire(tmp_path, dit))
    point = Point.objects.get(titre="Le procès-verbal")
    assert (point.approuve.numero, point.nature) == ("S-1", NaturePoint.PROCES_VERBAL)
    sortie = yaml.safe_load(exporter())
    assert sortie["seances"][1]["ordre_du_jour"][0]["approuve"] == "S-1"
    assert charger(ecrire(tmp_path, sortie))[0].startswith("Rien à changer")


def test_loading_again_changes_nothing_also_once_approved(tmp_path):
    for contenu in (fichier(), fichier(proces_verbal=PV)):
        charger(ecrire(tmp_path, contenu))
        assert charger(ecrire(tmp_path, contenu))[0].startswith("Rien à changer")
    assert Seance.objects.get(numero="S-1").approuve_a.numero == "S-2"
    # What is approved is left as it is, whatever the file says.
    charger(ecrire(tmp_path, fichier(proces_verbal=PV, lieu="Ailleurs")))
    assert Seance.objects.get(numero="S-1").lieu == ""


def test_what_is_exported_loads_to_the_same(tmp_path):
    charger(ecrire(tmp_path, fichier(proces_verbal=PV)))
    dit = yaml.safe_load(exporter())
    assert dit["comite_mise_en_oeuvre"]["source"] == "résumé"
    assert dit["seances"][0]["decisions"][0]["vote"] == "majorité"
    ailleurs = dit | {"meta": dit["meta"] | {"slug": "ailleurs"}}
    charger(ecrire(tmp_path, ailleurs))
    assert yaml.safe_load(exporter("ailleurs"))["seances"] == dit["seances"]
    assert Membre.objects.filter(plan=Plan.objects.get(slug="ailleurs")).count() == 3


def test_a_public_export_keeps_what_is_embargoed(tmp_path):
    charger(ecrire(tmp_path, fichier(proces_verbal=PV | {"etat": "projet"})), "--publier")
    public = exporter("--publiques")
    assert "S-1" in public
    for secret in (
        "DÉLIBÉRÉ",
        "INTERNE",
        "DÉCISION",
        "PROCÈS-PUBLIC",
        "Déposer l'évaluation",
        "Coordination",
    ):
        assert secret not in public
    charger(ecrire(tmp_path, fichier(proces_verbal=PV)), "--publier")
    public = exporter("--publiques")
    assert "DÉCISION" in public
    assert "PROCÈS-PUBLIC" in public
    assert "INTERNE" not in public


REFUS = {
    "unknown action": (
        {"decisions": [{"numero": "R", "libelle": "x", "action": "9.9"}]}, "le code d'une action",
    ),
    "unknown body": (
        {"suites": [{"libelle": "x", "responsable": "XXX", "etat": "fait"}]}, "une organisation",
    ),
    "unknown member": ({"presences": ["M9"]}, "la clé d'un membre"),
    "present and absent": ({"presences": ["M1"], "absences": ["M1"]}, "aussi parmi les présences"),
    "an hour that is not one": ({"heure": "midi"}, "une heure, comme 13 h 30"),
    "a mode that is not one": ({"mode": "hybrid"}, "vouliez-vous dire « hybride »"),
    "approved without text": (
        {"proces_verbal": {"etat": "approuve", "approuve_a": "S-2"}}, "« texte » manque",
    ),
    "approved at an earlier meeting": (
        {"date": "2026-05-01", "proces_verbal": PV}, "une séance tenue plus tard",
    ),
    "approved nowhere": ({"proces_verbal": PV | {"approuve_a": "S-9"}}, "une séance tenue plus tard"),
    "held in the future": ({"date": "2099-01-01", "etat": "tenue"}, "n'est pas encore tenue"),
    "decided before it was held": ({"date": "2099-01-01"}, "prend des décisions"),
    "cancelled without reason": ({"etat": "annulee", "decisions": []}, "« motif » manque"),
    "obsolete without note": (
        {"suites": [{"libelle": "x", "responsable": "SDE", "etat": "caduque"}]}, "« note » manque",
    ),
    "follow-up of another decision": (
        {"suites": [{"libelle": "x", "responsable": "SDE", "etat": "fait", "decision": "R9"}]},
        "d'une décision de cette séance",
    ),
    "approval of the minutes of a later meeting": (
        {"ordre_du_jour": [{"titre": "x", "approuve": "S-2"}]}, "le numéro d'une séance antérieure",
    ),
    "approval of its own minutes": (
        {"ordre_du_jour": [{"titre": "x", "approuve": "S-1"}]}, "le numéro d'une séance antérieure",
    ),
    "approval of another nature": (
        {"ordre_du_jour": [{"titre": "x", "approuve": "S-0", "nature": "varia"}]}, "« proces_verbal »",
    ),
    "approval about an action too": (
        {"ordre_du_jour": [{"titre": "x", "approuve": "S-0", "action": "1.1"}]}, "n'a pas d'autre objet",
    ),
    "same title twice": ({"ordre_du_jour": ["Varia", "Varia"]}, "déjà à l'ordre du jour"),
    "same number twice": ({"numero": "S-2"}, "un numéro par séance"),
    "cut-off after the meeting": ({"arret_des_donnees": "2026-12-01"}, "au plus tard le jour"),
}  # fmt: skip


@pytest.mark.parametrize(("seance", "phrase"), REFUS.values(), ids=REFUS)
def test_an_error_is_told_with_its_place_and_nothing_is_written(tmp_path, seance, phrase):
    message = refus(ecrire(tmp_path, fichier(**seance)))
    assert phrase in message
    assert "ligne" in message
    assert "seances[" in message
    assert not Seance.objects.exists()


def test_a_mandate_that_ends_before_it_begins_is_refused(tmp_path):
    contenu = fichier()
    contenu["comite_mise_en_oeuvre"]["membres"][2]["fin"] = "2026-01-01"
    assert "ne précède pas le début du mandat" in refus(ecrire(tmp_path, contenu))


def test_the_demonstration_has_its_four_meetings_and_one_approved_set_of_minutes():
    charger(DEMONSTRATION, "--publier")
    seances = {s.numero: s for s in Seance.objects.all()}
    assert list(seances) == [f"CMO-2026-0{n}" for n in (1, 2, 3, 4)]
    assert [numero for numero, s in seances.items() if s.approuvee] == ["CMO-2026-01"]
    assert [s.presents for s in seances.values()] == [8, 9, 7, None]
    assert [s.quorum for s in seances.values()] == [True, True, True, None]
    assert not Membre.objects.exclude(nom="")
    assert Action.objects.get(code="2.3").decision == "CMO-2026-01-R1"
    assert (Decision.objects.count(), Suite.objects.count(), Decision.objects.publiques().count()) == (
        4,
        4,
        1,
    )
    assert charger(DEMONSTRATION, "--publier")[0].startswith("Rien à changer")


def test_the_documentation_names_every_key_of_the_committee():
    documentation = (Path(settings.RACINE) / "docs" / "format-du-plan.md").read_text()
    groupes = [v for nom, v in vars(schema_du_comite).items() if nom.isupper() and isinstance(v, dict)]
    cles = (
        {cle for groupe in groupes for cle in groupe}
        - set(schema_du_comite.MODES)
        - set(schema_du_comite.VOTES)
    )
    assert len(cles) > 30
    assert not {cle for cle in cles if f"`{cle}`" not in documentation}


def test_minutes_approved_at_a_meeting_under_way_come_back(tmp_path):
    aujourd_hui = timezone.localdate().isoformat()
    dit = fichier(proces_verbal=PV)
    dit["seances"][1] |= {"date": aujourd_hui, "etat": "convoquee", "ordre_du_jour": ["Varia"]}
    dit["seances"][1].pop("quorum")
    charger(ecrire(tmp_path, dit))
    assert Seance.objects.get(numero="S-1").approuvee
    charger(ecrire(tmp_path, yaml.safe_load(exporter())))


def test_exporting_costs_the_same_whatever_the_meetings():
    le_plan = PlanFactory(actif=True)

    def cout(n: int) -> int:
        for _ in range(n):
            seance = SeanceFactory(plan=le_plan, tenue=True)
            PointFactory(seance=seance)
            DecisionFactory(seance=seance)
            SuiteFactory(seance=seance)
        with CaptureQueriesContext(connection) as requetes:
            exporter_seances(le_plan, publiques=False)
        return len(requetes)

    assert cout(1) == cout(6)


# --- What the site did since -------------------------------------------------------------------------------


def a_venir(**seance) -> dict:
    """The plan, its first meeting today: nothing is decided there yet."""
    aujourd_hui = timezone.localdate().isoformat()
    return fichier(date=aujourd_hui, decisions=[], suites=[], **seance)


@pytest.mark.parametrize(
    ("dit", "sur_le_site", "garde"),
    [
        pytest.param({}, "convoquee", "convoquee", id="called since, and the file says nothing"),
        pytest.param({"etat": "convoquee"}, "tenue", "tenue", id="held since"),
        pytest.param({"etat": "planifiee"}, "annulee", "annulee", id="cancelled since"),
        pytest.param({"etat": "convoquee"}, "planifiee", "convoquee", id="called in the file"),
    ],
)
def test_a_meeting_that_went_further_on_the_site_keeps_its_state(tmp_path, dit, sur_le_site, garde):
    charger(ecrire(tmp_path, a_venir()))
    assert Seance.objects.get(numero="S-1").etat == "planifiee"
    motif = "Tempête de neige." if sur_le_site == "annulee" else ""
    Seance.objects.filter(numero="S-1").update(etat=sur_le_site, motif=motif)
    charger(ecrire(tmp_path, a_venir(**dit)))
    seance = Seance.objects.get(numero="S-1")
    assert (seance.etat, seance.motif) == (garde, motif)


def test_a_follow_up_closed_on_the_site_stays_closed(tmp_path):
    charger(ecrire(tmp_path, fichier()))
    suite = Suite.objects.get(libelle="Déposer l'évaluation")
    suite.noter("fait", "Déposée.")
    dit = charger(ecrire(tmp_path, fichier()))[0]
    assert "laissé tel quel" in dit
    assert "Déposer l'évaluation" in dit
    suite.refresh_from_db()
    assert (suite.etat, suite.close_le, suite.note) == ("fait", timezone.localdate(), "Déposée.")
    # One that the site still holds open follows the file.
    suite.noter("en_cours")
    suites = fichier()["seances"][0]["suites"]
    suites[0] |= {"etat": "fait", "close_le": "2026-06-01"}
    charger(ecrire(tmp_path, fichier(suites=suites)))
    suite.refresh_from_db()
    assert (suite.etat, suite.close_le) == ("fait", date(2026, 6, 1))


def test_follow_ups_are_still_read_under_their_former_key(tmp_path):
    contenu = fichier()
    contenu["seances"][0]["suivis"] = contenu["seances"][0].pop("suites")
    charger(ecrire(tmp_path, contenu))
    assert Suite.objects.count() == 2
    assert charger(ecrire(tmp_path, fichier()))[0].startswith("Rien à changer")


# --- For the public ----------------------------------------------------------------------------------------


def test_the_public_export_names_nothing_that_is_not_public():
    le_plan = PlanFactory(actif=True)
    ouverte = ActionFactory(plan=le_plan, code="1", publiee=True)
    cachee = ActionFactory(plan=le_plan, code="9")
    engagement = EngagementFactory(plan=le_plan, code="E-9", signe=True)
    seance = SeanceFactory(plan=le_plan, tenue=True, date=date(2026, 2, 11))
    points = [
        PointFactory(seance=seance, titre=titre, **vise)
        for titre, vise in {
            "Point ouvert": {"action": ouverte},
            "Point caché": {"action": cachee},
            "Engagement caché": {"engagement": engagement},
        }.items()
    ]
    for point in points:
        DecisionFactory(seance=seance, numero=f"R{point.pk}", point=point, libelle=f"Sur {point.titre}")
    generale = DecisionFactory(seance=seance, numero="R-TOUT", libelle="Sur tout.")
    generale.actions.set([ouverte, cachee])
    generale.engagements.set([engagement])
    approuver(seance)

    def dites(publiques: bool) -> dict:
        return next(s for s in exporter_seances(le_plan, publiques) if s["numero"] == seance.numero)

    dite = dites(publiques=True)
    assert [p["titre"] for p in dite["ordre_du_jour"]] == ["Point ouvert"]
    assert [d["libelle"] for d in dite["decisions"]] == ["Sur Point ouvert"]
    entiere = dites(publiques=False)
    assert (len(entiere["ordre_du_jour"]), len(entiere["decisions"])) == (3, 4)
    assert entiere["decisions"][-1]["engagements"] == ["E-9"]
