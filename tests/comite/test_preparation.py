"""The proposed agenda, its order, and « depuis la dernière séance »."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actions.models import Action
from actions.models.gardes import avec_motif
from actions.models.publication import TransitionRefusee
from comite import preparation
from comite.depuis import depuis
from comite.models import Point, Seance
from tests.factories import (
    ActionFactory,
    DeclarationFactory,
    EngagementFactory,
    JalonFactory,
    PointFactory,
    SeanceFactory,
    SuiteFactory,
    SuiviFactory,
    VerificationFactory,
)

pytestmark = pytest.mark.django_db
AUJOURD_HUI = timezone.localdate()


@pytest.fixture
def tenue(plan) -> Seance:
    return SeanceFactory(plan=plan, tenue=True, date=AUJOURD_HUI - timedelta(days=60))


@pytest.fixture
def prochaine(plan, tenue) -> Seance:
    return SeanceFactory(plan=plan, numero="CMO-2026-09")


def vieillir(action: Action, jours: int) -> None:
    Action.objects.filter(pk=action.pk).update(maj_le=AUJOURD_HUI - timedelta(days=jours))


def proposees(seance: Seance, groupe: str) -> dict[str, str]:
    return {
        (p.action or p.engagement).code: p.motif
        for p in preparation.propositions(Seance.objects.get(pk=seance.pk))[groupe]
    }


def test_the_state_of_the_plan_proposes_each_action_with_its_reason(plan, axe, prochaine):
    def action(code, jours=0, **champs):
        une = ActionFactory(plan=plan, axe=axe, code=code, publiee=True, **champs)
        vieillir(une, jours)

    action("tard", en_retard=True)
    action("risque", confiance="faible")
    action("muette", jours=61)
    action("finie", jours=400, realisee=True)
    action("calme", jours=59)
    ActionFactory(plan=plan, axe=axe, code="brouillon", en_retard=True)
    ActionFactory(code="ailleurs", publiee=True, en_retard=True)
    motifs = proposees(prochaine, "actions")
    assert list(motifs) == ["tard", "muette", "risque"] or set(motifs) == {"tard", "muette", "risque"}
    assert next(iter(motifs)) == "tard"
    assert motifs["tard"].startswith("En retard\u00a0: échéance du")
    assert motifs["risque"] == "À risque\u00a0: confiance faible"
    assert motifs["muette"].startswith("Sans nouvelle depuis le")


def test_contested_unverified_and_late_commitments_are_proposed(plan, prochaine):
    conteste = EngagementFactory(plan=plan, code="E-C", publie=True, signe=True)
    VerificationFactory(declaration=DeclarationFactory(engagement=conteste), contestee=True)
    DeclarationFactory(engagement=EngagementFactory(plan=plan, code="E-V", publie=True, signe=True))
    EngagementFactory(plan=plan, code="E-R", publie=True, signe=True, en_retard=True)
    EngagementFactory(plan=plan, code="E-S", publie=True, signe=True)
    EngagementFactory(plan=plan, code="E-X", signe=True, en_retard=True)
    assert proposees(prochaine, "engagements") == {
        "E-C": "Contesté",
        "E-R": "Échéance dépassée",
        "E-V": "Déclaration que personne n'a vérifiée",
    }


def test_one_click_adds_a_point_and_it_is_proposed_no_more(plan, axe, prochaine, membre, client_de):
    ActionFactory(plan=plan, axe=axe, code="4.4", publiee=True, en_retard=True)
    client = client_de(membre)
    page = client.get(prochaine.adresse("preparation")).content.decode()
    assert "4.4" in page
    action = Action.objects.get(code="4.4")
    client.post(prochaine.adresse("ajouter"), {"cle": f"action:{action.pk}"})
    point = Point.objects.get()
    assert (point.action, point.rang) == (action, 1)
    assert "En retard" in point.motif
    assert "4.4" not in proposees(prochaine, "actions")
    # The same click twice adds nothing.
    client.post(prochaine.adresse("ajouter"), {"cle": f"action:{action.pk}"})
    assert Point.objects.count() == 1


def test_the_usual_points_frame_the_agenda(plan, prochaine, tenue, membre, client_de):
    SuiteFactory(seance=tenue)
    preparation.ajouter(prochaine, titre="Un sujet")
    client_de(membre).post(prochaine.adresse("ajouter"), {"cle": "usages"})
    preparation.ajouter(prochaine, titre="Un autre sujet")
    natures = list(prochaine.points.values_list("nature", flat=True))
    assert natures == ["adoption", "proces_verbal", "suites", "autre", "autre", "varia"]
    assert list(prochaine.points.values_list("rang", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_order_changes_by_buttons_and_by_dragging(prochaine, membre, client_de):
    a, b, c = (preparation.ajouter(prochaine, titre=titre) for titre in "abc")
    client = client_de(membre)
    client.post(prochaine.adresse("ordonner"), {"point": c.pk, "sens": "haut"})
    assert [p.titre for p in prochaine.points.all()] == ["a", "c", "b"]
    client.post(prochaine.adresse("ordonner"), {"point": a.pk, "sens": "haut"})
    assert [p.titre for p in prochaine.points.all()] == ["a", "c", "b"]
    reponse = client.post(prochaine.adresse("ordonner"), {"ordre": f"{b.pk},{a.pk},{c.pk}"})
    assert reponse.json() == {"refus": ""}
    assert [p.titre for p in prochaine.points.all()] == ["b", "a", "c"]
    perimee = client.post(prochaine.adresse("ordonner"), {"ordre": f"{b.pk},{a.pk}"})
    assert perimee.status_code == 409
    assert "a changé entre-temps" in perimee.json()["refus"]


def test_a_point_that_was_discussed_stays(prochaine):
    PointFactory(seance=prochaine, rang=1, delibere="On en a parlé.")
    with pytest.raises(TransitionRefusee, match="délibéré"):
        preparation.retirer(prochaine, prochaine.points.get())


def test_the_agenda_of_a_cancelled_meeting_does_not_change(plan):
    with pytest.raises(TransitionRefusee, match="ne change plus"):
        preparation.ajouter(SeanceFactory(plan=plan, annulee=True), titre="Un sujet")


# --- Since the last meeting ------------------------------------------------------------------------------


def test_what_moved_and_what_did_not_by_axis_and_by_body(plan, axe, service):
    le = AUJOURD_HUI - timedelta(days=10)

    def action(code):
        return ActionFactory(plan=plan, axe=axe, code=code, publiee=True, responsable=service)

    jalon = JalonFactory(action=action("1"), titre="Ouverture", echeance=AUJOURD_HUI)
    jalon.atteint_le = AUJOURD_HUI
    jalon.save()
    reportee = action("2")
    reportee.fin, reportee.motif_report = AUJOURD_HUI + timedelta(days=900), "Appel d'offres."
    reportee.save()
    SuiviFactory(action=action("3"), date=AUJOURD_HUI, public=True, texte="Le bail est signé.")
    SuiviFactory(action=action("4"), date=AUJOURD_HUI - timedelta(days=11), public=True)
    SuiviFactory(action=action("5"), date=AUJOURD_HUI, texte="NOTE-INTERNE")
    ActionFactory(plan=plan, axe=axe, code="6", publiee=True, realisee=True)
    lu = depuis(plan, le)
    assert {(f.objet.code, f.quoi) for f in lu.faits} == {
        ("1", "Jalon atteint"),
        ("2", "Échéance déplacée"),
        ("3", "Suivi"),
    }
    assert "Appel d'offres." in next(f.texte for f in lu.faits if f.objet.code == "2")
    assert [a.code for a in lu.immobiles] == ["4", "5"]
    (groupe,) = lu.axes
    assert (len(groupe.faits), [a.code for a in groupe.immobiles]) == (3, ["4", "5"])
    assert [(g.nom, len(g.faits)) for g in lu.organisations] == [(service.nom, 3)]


def test_a_commitment_s_states_and_declarations_are_told(plan, action):
    engagement = EngagementFactory(plan=plan, code="E-9", publie=True, signe=True)
    engagement.actions.add(action)
    DeclarationFactory(engagement=engagement, texte="Un local est ouvert.")
    with avec_motif("Rien."):
        lu = depuis(plan, AUJOURD_HUI - timedelta(days=1))
    dits = {f.quoi for f in lu.faits if f.objet == engagement}
    assert dits == {"État", "Déclaration"}
    assert any(f.objet == engagement for f in lu.axes[0].faits)


@pytest.mark.django_db(transaction=True)
def test_a_new_action_and_a_new_status_are_known_from_history(maintenant, plan, axe):
    ancienne = ActionFactory(plan=plan, axe=axe, code="1", publiee=True)
    assert maintenant()
    lu = depuis(plan, AUJOURD_HUI - timedelta(days=1))
    # History begins today: what it does not know is not called new.
    assert not [f for f in lu.faits if f.quoi in ("Nouvelle action", "Statut")]
    assert ancienne in lu.immobiles


def test_preparing_costs_the_same_whatever_the_plan(plan, axe, prochaine, membre, client_de):
    client = client_de(membre)

    def cout() -> int:
        with CaptureQueriesContext(connection) as requetes:
            assert client.get(prochaine.adresse("preparation")).status_code == 200
        return len(requetes)

    def garnir(n):
        for _ in range(n):
            action = ActionFactory(plan=plan, axe=axe, publiee=True, en_retard=True)
            JalonFactory(action=action, atteint=True)
            EngagementFactory(plan=plan, publie=True, signe=True, en_retard=True).actions.add(action)
            SuiteFactory(seance=prochaine.precedente)

    garnir(3)
    peu = cout()
    garnir(20)
    assert cout() == peu
    assert peu <= 40
