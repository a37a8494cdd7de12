"""A decision and its effect: both in one transaction, under one number."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from actions.models import Action, Jalon, Report
from comite.models import Decision
from comite.models.etats import NatureEffet as Nature
from engagements.models import Engagement
from partenariat.cycles.pas import TransitionRefusee
from tests.actions.refus import refusee
from tests.factories import (
    ActionFactory,
    EngagementFactory,
    JalonFactory,
    PointFactory,
    SeanceFactory,
    comite,
)
from tests.partenariat.deux import a_la_fois

pytestmark = pytest.mark.django_db
DANS_UN_AN = timezone.localdate() + timedelta(days=365)
MOTIF = "Avis juridique complémentaire."


def prendre(seance, par, **champs) -> Decision:
    return comite.prendre(seance, par, **{"libelle": "Le comité décide.", "motif": MOTIF} | champs)


def test_decisions_are_numbered_in_their_meeting(seance, membre):
    numeros = [prendre(seance, membre, motif="").numero for _ in range(2)]
    assert numeros == ["CMO-2026-05-R1", "CMO-2026-05-R2"]


@pytest.mark.parametrize(
    ("effet", "statut", "attendu"),
    [
        (Nature.SUSPENDRE, "en_cours", "suspendue"),
        (Nature.ABANDONNER, "en_cours", "abandonnee"),
        (Nature.REPRENDRE, "suspendue", "en_cours"),
    ],
)
def test_the_status_changes_with_the_number_and_the_public_reason(
    seance, membre, plan, effet, statut, attendu
):
    motif = "En attente." if statut == "suspendue" else ""
    action = ActionFactory(plan=plan, publiee=True, statut=statut, motif=motif)
    decision = prendre(seance, membre, effet=effet, action=action)
    action.refresh_from_db()
    assert (action.statut, action.decision) == (attendu, decision.numero)
    assert action.motif == f"Décision {decision.numero}\u00a0: {MOTIF}"
    assert list(decision.actions.all()) == [action]


def test_the_end_of_an_action_moves_with_its_report(seance, membre, action):
    decision = prendre(seance, membre, effet=Nature.DEPLACER_FIN, action=action, nouvelle_date=DANS_UN_AN)
    report = Report.objects.get(action=action)
    assert (report.nouvelle_date, report.jalon) == (DANS_UN_AN, None)
    assert decision.numero in report.motif
    assert Action.objects.get(pk=action.pk).fin == DANS_UN_AN


def test_a_milestone_moves_with_its_report(seance, membre, action):
    jalon = action.jalons.get()
    decision = prendre(
        seance, membre, effet=Nature.DEPLACER_JALON, action=action, jalon=jalon, nouvelle_date=DANS_UN_AN
    )
    jalon.refresh_from_db()
    assert jalon.echeance == DANS_UN_AN
    assert decision.numero in jalon.reports.get().motif


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_whoever_edits_the_action_and_its_milestones(seance, membre, action):
    """Both hold the action before its milestones: in the other order, one of them would be lost."""
    jalon = action.jalons.get()
    deplacer = {"effet": Nature.DEPLACER_JALON, "jalon": jalon, "nouvelle_date": DANS_UN_AN}
    refus = a_la_fois(
        lambda: Action.objects.select_for_update().get(pk=action.pk),
        lambda: prendre(seance, membre, action=action, **deplacer),
        puis=lambda: Jalon.objects.filter(pk=jalon.pk).update(titre="Un autre titre"),
    )
    assert refus is None
    jalon.refresh_from_db()
    assert (jalon.titre, jalon.echeance) == ("Un autre titre", DANS_UN_AN)


def test_an_action_is_reworded(seance, membre, action):
    prendre(seance, membre, effet=Nature.REFORMULER, action=action, nouveau_texte="Ouvrir dix locaux")
    assert Action.objects.get(pk=action.pk).titre == "Ouvrir dix locaux"


def test_a_signed_commitment_is_withdrawn_by_a_member_of_the_committee(seance, membre, engagement):
    decision = prendre(seance, membre, effet=Nature.RETIRER, engagement=engagement)
    engagement.refresh_from_db()
    assert (engagement.etat, engagement.decision) == ("retire", decision.numero)
    assert decision.numero in engagement.motif


def test_a_refused_effect_leaves_no_decision(seance, membre, plan):
    realisee = ActionFactory(plan=plan, publiee=True, realisee=True)
    with pytest.raises(TransitionRefusee):
        prendre(seance, membre, effet=Nature.SUSPENDRE, action=realisee)
    assert not Decision.objects.exists()
    assert Action.objects.get(pk=realisee.pk).statut == "realisee"


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"effet": Nature.SUSPENDRE}, "action"),
        ({"effet": Nature.DEPLACER_FIN, "avec": "action"}, "nouvelle_date"),
        ({"effet": Nature.DEPLACER_JALON, "avec": "action", "nouvelle_date": DANS_UN_AN}, "jalon"),
        ({"effet": Nature.REFORMULER, "avec": "action"}, "nouveau_texte"),
        ({"effet": Nature.RETIRER}, "engagement"),
        ({"effet": Nature.SUSPENDRE, "avec": "action", "motif": " "}, "motif"),
    ],
)
def test_an_incomplete_effect_is_refused_in_words(seance, membre, action, champs, champ):
    champs = dict(champs)
    if champs.pop("avec", ""):
        champs["action"] = action
    with pytest.raises(ValidationError) as refus:
        prendre(seance, membre, **champs)
    assert champ in refus.value.message_dict


def test_a_milestone_of_another_action_is_refused(seance, membre, action):
    with pytest.raises(ValidationError, match="jalon de cette action"):
        prendre(
            seance,
            membre,
            effet=Nature.DEPLACER_JALON,
            action=action,
            jalon=JalonFactory(),
            nouvelle_date=DANS_UN_AN,
        )


@pytest.mark.parametrize("etat", [{}, {"annulee": True}], ids=["planned", "cancelled"])
def test_only_a_meeting_called_or_held_decides(plan, membre, etat):
    with pytest.raises(TransitionRefusee, match="décision"):
        prendre(SeanceFactory(plan=plan, **etat), membre, motif="")


def test_a_decision_does_not_reach_into_another_plan(seance, membre):
    with refusee("comite_objets_du_plan"):
        prendre(seance, membre, effet=Nature.SUSPENDRE, action=ActionFactory(publiee=True))


def test_an_effect_is_never_rewritten_nor_deleted(seance, membre, action):
    decision = prendre(seance, membre, effet=Nature.SUSPENDRE, action=action)
    with refusee("effet_inalterable"):
        decision.effets.update(motif="Autre motif.")
    with pytest.raises(ProtectedError):
        decision.delete()


# --- What cannot be done without a decision ---------------------------------------------------------------


def test_an_action_is_not_abandoned_without_a_decision_or_the_coordination_s_reason(action):
    with refusee("action_abandon_decide"):
        Action.objects.filter(pk=action.pk).update(statut="abandonnee", motif="Sans suite.")
    Action.objects.filter(pk=action.pk).update(
        statut="abandonnee", motif="Sans suite.", sans_decision="Le comité ne siège pas avant l'automne."
    )


def test_an_earlier_decision_does_not_cover_a_new_status(seance, membre, action):
    prendre(seance, membre, effet=Nature.SUSPENDRE, action=action)
    with refusee("action_abandon_decide"):
        Action.objects.filter(pk=action.pk).update(statut="abandonnee")
    Action.objects.filter(pk=action.pk).update(statut="en_cours")
    assert Action.objects.get(pk=action.pk).decision == ""


def test_a_signed_commitment_is_not_withdrawn_without_a_decision_or_a_reason(engagement, coordination):
    with pytest.raises(TransitionRefusee, match="décision du comité"):
        engagement.retirer(coordination, "Sans suite.")
    with refusee("engagement_retrait_decide"):
        Engagement.objects.filter(pk=engagement.pk).update(etat="retire", motif="Sans suite.")
    engagement.retirer(coordination, "Sans suite.", sans_decision="L'organisme a fermé.")
    engagement.refresh_from_db()
    assert (engagement.etat, engagement.sans_decision) == ("retire", "L'organisme a fermé.")


def test_a_text_that_nobody_signed_is_withdrawn_without_ado(plan, coordination):
    engagement = EngagementFactory(plan=plan, aux_parties=True)
    engagement.retirer(coordination, "Sans suite.")
    assert engagement.etat == "retire"


def test_the_action_of_the_point_is_concerned(seance, membre, point, action):
    decision = prendre(seance, membre, motif="", point=point)
    assert list(decision.actions.all()) == [action]
    assert PointFactory(seance=seance, rang=9).pk
