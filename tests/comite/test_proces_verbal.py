"""The draft of the minutes, what history keeps in French, where follow-ups stand."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from actions.models import Action
from comite.seance import proces_verbal
from tests.factories import (
    PointFactory,
    SeanceFactory,
    SuiteFactory,
)
from tests.factories.comite import prendre
from tests.formulaires import texte

pytestmark = pytest.mark.django_db


def test_the_draft_names_no_point_that_is_not_public_and_says_so(seance, point, action, client_du_comite):
    Action.objects.filter(pk=action.pk).update(publication="brouillon")
    projet = proces_verbal.projet(seance)
    assert "Action 1.1" not in projet
    assert "1. Point qui n'est pas public" in projet
    assert "n'est pas public" in texte(client_du_comite.get(seance.adresse("proces-verbal")))


def test_the_draft_tells_effects_and_approvals_in_french(seance, point, action, coordination, plan):
    avant = SeanceFactory(
        plan=plan,
        tenue=True,
        numero="CMO-2026-04",
        date=seance.date - timedelta(days=7),
        proces_verbal="Texte.",
    )
    PointFactory(seance=seance, rang=2, nature="proces_verbal", titre="Celui de mars", approuve=avant)
    avant.approuver(seance, coordination)
    prendre(
        seance,
        coordination,
        point=point,
        libelle="Suspendre.",
        effet="suspendre",
        action=action,
        motif="Fusion.",
    )
    with translation.override("en"):
        projet = proces_verbal.projet(seance)
    assert "Effet\u00a0: Action suspendue. Motif\u00a0: Fusion." in projet
    assert "Le procès-verbal de la séance CMO-2026-04 est approuvé." in projet


def test_the_meeting_whose_agenda_approves_these_minutes_is_chosen_first(plan):
    seance = SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=30))
    suivantes = [
        SeanceFactory(plan=plan, tenue=True, date=timezone.localdate() - timedelta(days=jours))
        for jours in (20, 10, 1)
    ]
    assert seance.peut_approuver_a == suivantes
    PointFactory(seance=suivantes[1], nature="proces_verbal", approuve=seance)
    assert seance.peut_approuver_a == [suivantes[1], suivantes[0], suivantes[2]]


def test_minutes_are_not_written_before_the_meeting(plan, client_du_comite):
    for seance in (
        SeanceFactory(plan=plan),
        SeanceFactory(plan=plan, convoquee=True, date=timezone.localdate() + timedelta(days=2)),
    ):
        reponse = client_du_comite.get(seance.adresse("proces-verbal"))
        assert (reponse.status_code, reponse.url) == (302, seance.adresse("preparation"))


def test_the_reason_written_in_history_is_french_whoever_decides(seance, action, coordination):
    with translation.override("en"):
        decision = prendre(
            seance, coordination, libelle="x", effet="suspendre", action=action, motif="Attente."
        )
    assert Action.objects.get(pk=action.pk).motif == f"Décision {decision.numero}\u00a0: Attente."


@pytest.mark.parametrize("retour", ["?x#y", "", "//ailleurs.test/", "https://ailleurs.test/", "javascript:1"])
def test_noting_a_follow_up_goes_back_only_within_the_site(plan, client_du_comite, retour):
    suite = SuiteFactory(seance__plan=plan)
    reponse = client_du_comite.post(
        plan.adresse("suite-noter", pk=suite.pk), {"etat": "en_cours", "note": "", "retour": retour}
    )
    assert (reponse.status_code, reponse.url) == (302, "/plans/actif/comite/#suites")
    suite.refresh_from_db()
    assert suite.etat == "en_cours"


def test_a_note_that_cannot_be_kept_is_said(plan, client_du_comite):
    suite = SuiteFactory(seance__plan=plan)
    reponse = client_du_comite.post(plan.adresse("suite-noter", pk=suite.pk), {"etat": "nulle"}, follow=True)
    assert "message--error" in reponse.content.decode()
    for mot in ("a\0", "x" * 3000):
        champs = {"etat": "fait", "note": mot}
        reponse = client_du_comite.post(plan.adresse("suite-noter", pk=suite.pk), champs)
        assert reponse.status_code == 409
        assert mot in reponse.content.decode()
    note = "Le bail se signe demain. " * 100
    reponse = client_du_comite.post(
        plan.adresse("suite-noter", pk=suite.pk),
        {"etat": "fait", "note": note, "retour": "/plans/actif/comite/tableau/"},
    )
    assert reponse.status_code == 409
    assert note.strip() in reponse.content.decode()
    assert 'href="/plans/actif/comite/tableau/#suites"' in reponse.content.decode()
    assert (
        client_du_comite.post(plan.adresse("suite-noter", pk=SuiteFactory().pk), {"etat": "fait"}).status_code
        == 404
    )
